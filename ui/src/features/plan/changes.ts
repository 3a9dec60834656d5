// The rows of the plan's changes: nested stacks with their resources below them.
import { words } from "../../components/format";
import type { Plan } from "../../ipc/client";

export interface Row {
  id: string;
  /** The stack's row; null for a stack. */
  parent: string | null;
  name: string;
  stack: string;
  type: string;
  change: "Add";
  /** Micro-USD a month; of a stack the sum. */
  micros: number;
  startS: number | null;
  endS: number | null;
  critical: boolean;
  place: string;
}

const STACK = "AWS::CloudFormation::Stack";

/** Stacks first, each with the resources that stand in it; the root is a stack like the others. */
export function changes(plan: Plan): Row[] {
  const cost = new Map<string, number>();
  for (const item of plan.estimate.items) {
    const id = `${item.stack}/${item.logicalId}`;
    cost.set(id, (cost.get(id) ?? 0) + item.monthlyMicros);
  }
  const times = new Map(plan.timeline.rows.map((row) => [`${row.stack}/${row.logicalId}`, row]));
  const resources = plan.resources.filter((one) => one.type !== STACK);
  const leaves = resources.map((one): Row => {
    const id = `${one.stack}/${one.logicalId}`;
    const time = times.get(id);
    return {
      id,
      parent: `stack:${one.stack}`,
      name: one.logicalId,
      stack: words(one.stack),
      type: one.type,
      change: "Add",
      micros: cost.get(id) ?? 0,
      startS: time?.startS ?? null,
      endS: time?.endS ?? null,
      critical: time?.critical ?? false,
      place: `${one.file}:${one.line}`,
    };
  });
  const stacks = [...new Set(resources.map((one) => one.stack))].map((stack): Row => {
    const inside = leaves.filter((leaf) => leaf.parent === `stack:${stack}`);
    const nested = plan.resources.find((one) => one.type === STACK && one.logicalId === stack);
    const ends = inside.flatMap((leaf) => leaf.endS ?? []);
    const starts = inside.flatMap((leaf) => leaf.startS ?? []);
    return {
      id: `stack:${stack}`,
      parent: null,
      name: `${words(stack)} (${inside.length})`,
      stack: words(stack),
      type: STACK,
      change: "Add",
      micros: inside.reduce((sum, leaf) => sum + leaf.micros, 0),
      startS: starts.length > 0 ? Math.min(...starts) : null,
      endS: ends.length > 0 ? Math.max(...ends) : null,
      critical: inside.some((leaf) => leaf.critical),
      place: nested ? `${nested.file}:${nested.line}` : "root.yaml",
    };
  });
  return [...stacks, ...leaves];
}
