import Box from "@cloudscape-design/components/box";
import Icon from "@cloudscape-design/components/icon";
import type { ReactNode } from "react";

/** A sentence with its sign. Status indicators are for single words: they break sentences inside of words. */
export function Note({ type, children }: { type: "error" | "warning"; children: ReactNode }) {
  const error = type === "error";
  return (
    <Box display="inline-block" color={error ? "text-status-error" : "text-status-warning"}>
      <Icon name={error ? "status-negative" : "status-warning"} variant={error ? "error" : "warning"} ariaLabel={error ? "Error" : "Warning"} /> {children}
    </Box>
  );
}
