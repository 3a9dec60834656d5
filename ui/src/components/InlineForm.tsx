import "./inline-form.css";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import type { FormEvent, ReactNode } from "react";

interface Props {
  /** Fields, side by side. */
  children: ReactNode;
  button: string;
  busy: boolean;
  ready: boolean;
  /** Why it is not ready. */
  reason: string;
  keep: () => void;
  /** What was refused. */
  error: Error | null;
}

/** A few fields in a row with the button that keeps them; Enter does the same. */
export function InlineForm({ children, button, busy, ready, reason, keep, error }: Props) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready && !busy) keep();
  };
  return (
    <form onSubmit={submit}>
      <div className="ac-inline-form">
        {children}
        <Button formAction="submit" loading={busy} disabled={!ready} disabledReason={reason}>
          {button}
        </Button>
      </div>
      {error && (
        <Box color="text-status-error" padding={{ top: "xs" }}>
          {error.message}
        </Box>
      )}
    </form>
  );
}
