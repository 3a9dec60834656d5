// What an update does to resources, in words; the predicted one and AWS's own are shown alike.
import type { StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";

export interface ChangedProperty {
  path: string;
  before?: string | null;
  after?: string | null;
  knownAfterApply: boolean;
  replaces: boolean;
  cause?: string | null;
}

export type ChangeKind =
  | "added"
  | "modified"
  | "replaced"
  | "perhapsReplaced"
  | "removed"
  | "imported"
  | "restored"
  | "open"
  | "unchanged";

export interface Change {
  stack: string;
  logicalId: string;
  type: string;
  kind: ChangeKind;
  verdict?: { reason: string } | null;
  properties: ChangedProperty[];
  holdsData: boolean;
  leftBehind: boolean;
}

export const KINDS: Record<ChangeKind, [string, StatusIndicatorProps.Type]> = {
  added: ["Added", "success"],
  modified: ["Modified", "info"],
  replaced: ["Replaced", "warning"],
  perhapsReplaced: ["Perhaps replaced", "warning"],
  removed: ["Removed", "error"],
  imported: ["Imported", "info"],
  restored: ["Restored", "info"],
  open: ["Decided by AWS", "pending"],
  unchanged: ["Unchanged", "stopped"],
};

/** Something that runs may be gone afterwards. */
export const dangerous = (change: Change) =>
  change.kind === "replaced" || change.kind === "perhapsReplaced" || change.kind === "removed" || change.kind === "open";

interface Totals {
  added: number;
  modified: number;
  replaced: number;
  perhapsReplaced: number;
  removed: number;
}

/** `1 added, 2 modified`; empty where nothing changes. */
export function totalsWords(totals: Totals): string {
  const counts: [number, string][] = [
    [totals.added, "added"],
    [totals.modified, "modified"],
    [totals.replaced, "replaced"],
    [totals.perhapsReplaced, "perhaps replaced"],
    [totals.removed, "removed"],
  ];
  return counts
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${count} ${what}`)
    .join(", ");
}

/** Changes by stack, in the order in which they come. */
export function byStack<C extends Change>(changes: C[]): [string, C[]][] {
  const stacks = new Map<string, C[]>();
  for (const change of changes) stacks.set(change.stack, [...(stacks.get(change.stack) ?? []), change]);
  return [...stacks];
}
