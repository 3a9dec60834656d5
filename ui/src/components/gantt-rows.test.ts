import { expect, test } from "vitest";
import { rows, ticks, type Bar } from "./gantt-rows";

const bar = (id: string, group: string, start: number | null, end: number | null, state: Bar["state"]): Bar => ({
  id, group, label: id, start, end, predictedStart: start ?? 5, predictedEnd: (start ?? 5) + 10, critical: id === "a", state,
});

test("a group spans its bars and is failed when one of them is", () => {
  const made = rows([bar("a", "Network", 3, 9, "done"), bar("b", "Network", 1, null, "running"), bar("c", "Search", 0, 2, "failed")], new Set(["Network"]));
  expect(made.map((row) => row.label)).toEqual(["Search", "Network", "b", "a"]);
  expect(made[0]).toMatchObject({ state: "failed", critical: false, count: 1 });
  expect(made[1]).toMatchObject({ start: 1, end: null, state: "running", critical: true });
});

test("the axis has few round steps", () => {
  expect(ticks(1500)).toEqual([0, 300, 600, 900, 1200, 1500]);
  expect(ticks(90).length).toBeLessThanOrEqual(10);
});
