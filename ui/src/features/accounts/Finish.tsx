import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { DialogFooter } from "../../components/DialogFooter";
import { Problem } from "../../components/Problem";
import { isAtFields } from "./form";

interface Props {
  words?: string;
  /** Why nothing can be added yet. */
  missing: string | null;
  adding: boolean;
  error: unknown;
  fields: readonly string[];
  add: () => void;
  cancel: () => void;
}

/** The end of every way: what went wrong and has no field of its own, and the two buttons. */
export function Finish({ words = "Add and test", missing, adding, error, fields, add, cancel }: Props) {
  return (
    <SpaceBetween size="m">
      {error !== null && error !== undefined && !isAtFields(error, fields) && <Problem error={error} />}
      <DialogFooter>
        <Button onClick={cancel}>Cancel</Button>
        <Button
          variant="primary"
          loading={adding}
          disabled={missing !== null}
          disabledReason={missing ?? undefined}
          onClick={add}
        >
          {words}
        </Button>
      </DialogFooter>
    </SpaceBetween>
  );
}

/** Fields that every way has. */
export const FIELDS = ["name", "region", "endpoint", "roles[].arn"] as const;
