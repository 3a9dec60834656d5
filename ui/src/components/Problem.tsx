import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Box from "@cloudscape-design/components/box";
import { explain } from "../errors/table";

/** An error in place: what happened, what it means, what to do. */
export function Problem({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const said = explain(error);
  return (
    <Alert type={said.severity} header={said.title} action={onRetry && <Button onClick={onRetry}>Try again</Button>}>
      {said.message}
      {said.hint && <Box color="inherit">{said.hint}</Box>}
      {said.detail?.fields && (
        <ul>
          {said.detail.fields.map((problem) => (
            <li key={problem.field + problem.code}>
              <b>{problem.field}</b>: {problem.message}
            </li>
          ))}
        </ul>
      )}
    </Alert>
  );
}
