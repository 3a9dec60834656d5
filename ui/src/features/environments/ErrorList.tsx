import Alert from "@cloudscape-design/components/alert";
import Link from "@cloudscape-design/components/link";
import type { Problem } from "../../ipc/client";
import { nameOf } from "./words";

const MOST = 8;

/** Every error of the file; each leads to its field. */
export function ErrorList({ errors, focus }: { errors: Problem[]; focus: (field: string) => void }) {
  return (
    <Alert
      type="error"
      header={errors.length === 1 ? "One field is not right yet" : `${errors.length} fields are not right yet`}
    >
      <ul className="ac-plain-list">
        {errors.slice(0, MOST).map((problem) => (
          <li key={problem.field + problem.code}>
            <Link variant="primary" onFollow={() => focus(problem.field)}>
              {nameOf(problem.field)}
            </Link>
            . {problem.message}
          </li>
        ))}
        {errors.length > MOST && <li>and {errors.length - MOST} more, beside their fields.</li>}
      </ul>
    </Alert>
  );
}
