import Box from "@cloudscape-design/components/box";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";

/** The buttons at the end of a dialog: the one that leaves it, then the one that it is for. */
export function DialogFooter({ children }: { children: ReactNode }) {
  return (
    <Box float="right">
      <SpaceBetween size="xs" direction="horizontal">
        {children}
      </SpaceBetween>
    </Box>
  );
}
