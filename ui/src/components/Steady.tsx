import { memo, type ReactNode } from "react";

interface Props {
  /** An answer is missing still. */
  waiting: boolean;
  /** What stands there until the first answers have come. */
  before: ReactNode;
  children: ReactNode;
}

/**
 * What answers are shown with. While one is missing it stays as it was and is not drawn at all, so that it is drawn once
 * for all of them: a table costs as much time as everything else on its page.
 */
export const Steady = memo(
  ({ waiting, before, children }: Props) => (waiting ? before : children),
  (_, next) => next.waiting,
);
Steady.displayName = "Steady";
