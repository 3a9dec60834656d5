// Rows of the timeline: nested stacks as groups, resources below them.

/** One bar; seconds at AWS's pace from the start. */
export interface Bar {
  id: string;
  group: string;
  label: string;
  start: number | null;
  end: number | null;
  predictedStart: number | null;
  predictedEnd: number | null;
  critical: boolean;
  state: "waiting" | "running" | "done" | "failed" | "gone";
}

export interface Row extends Bar {
  /** A group's own row spans its resources. */
  isGroup: boolean;
  count: number;
}

const least = (values: (number | null)[]) =>
  values.reduce<number | null>(
    (best, value) => (value === null ? best : best === null ? value : Math.min(best, value)),
    null,
  );
const most = (values: (number | null)[]) =>
  values.reduce<number | null>(
    (best, value) => (value === null ? best : best === null ? value : Math.max(best, value)),
    null,
  );

function stateOf(bars: Bar[]): Bar["state"] {
  if (bars.some((bar) => bar.state === "failed")) return "failed";
  if (bars.every((bar) => bar.state === "gone")) return "gone";
  if (bars.every((bar) => bar.state === "done" || bar.state === "gone")) return "done";
  return bars.some((bar) => bar.state !== "waiting") ? "running" : "waiting";
}

/** Groups in the order in which they start; open ones are followed by their bars. */
export function rows(bars: Bar[], open: ReadonlySet<string>): Row[] {
  const groups = new Map<string, Bar[]>();
  for (const bar of bars) groups.set(bar.group, [...(groups.get(bar.group) ?? []), bar]);
  const heads = [...groups.entries()].map(([group, inside]): [Row, Bar[]] => [
    {
      id: `group:${group}`,
      group,
      label: group,
      isGroup: true,
      count: inside.length,
      start: least(inside.map((bar) => bar.start)),
      end: inside.every((bar) => bar.start === null || bar.end !== null) ? most(inside.map((bar) => bar.end)) : null,
      predictedStart: least(inside.map((bar) => bar.predictedStart)),
      predictedEnd: most(inside.map((bar) => bar.predictedEnd)),
      critical: inside.some((bar) => bar.critical),
      state: stateOf(inside),
    },
    inside,
  ]);
  const begin = (row: Row) => row.predictedStart ?? row.start ?? Infinity;
  heads.sort((a, b) => begin(a[0]) - begin(b[0]));
  return heads.flatMap(([head, inside]) => [
    head,
    ...(open.has(head.group)
      ? [...inside]
          .sort((a, b) => (a.predictedStart ?? a.start ?? 0) - (b.predictedStart ?? b.start ?? 0))
          .map((bar) => ({ ...bar, isGroup: false, count: 0 }))
      : []),
  ]);
}

/** Round steps for the axis, about as many as there is room for. */
export function ticks(total: number, room = 9): number[] {
  const step = [30, 60, 120, 300, 600, 1200, 1800, 3600].find((candidate) => total / candidate <= room) ?? 7200;
  return Array.from({ length: Math.floor(total / step) + 1 }, (_, index) => index * step);
}
