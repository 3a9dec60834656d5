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

test("a group whose bars are partly gone is still told by what stands", () => {
  const state = (...states: Bar["state"][]) => rows(states.map((one, index) => bar(`b${index}`, "Network", 0, 1, one)), new Set())[0]?.state;
  expect(state("gone", "gone")).toBe("gone");
  expect(state("done", "gone"), "skipped on purpose, the rest is done").toBe("done");
  expect(state("waiting", "waiting")).toBe("waiting");
  expect(state("done", "waiting"), "half done is running").toBe("running");
  expect(state("running", "failed", "gone"), "a failure is never hidden").toBe("failed");
});

test("closed groups hide their bars and count them; nothing begun stands last", () => {
  const never: Bar = { ...bar("z", "Delivery", null, null, "waiting"), predictedStart: null, predictedEnd: null };
  const made = rows([never, bar("a", "Network", 3, 9, "done"), bar("b", "Network", 1, 4, "done")], new Set());
  expect(made.map((row) => [row.label, row.count])).toEqual([["Network", 2], ["Delivery", 1]]);
  expect(made[0]).toMatchObject({ start: 1, end: 9, isGroup: true });
  expect(rows([], new Set())).toEqual([]);
});

test("the axis stays readable from seconds to hours", () => {
  for (const total of [1, 45, 600, 5000, 20_000, 60_000]) {
    const made = ticks(total);
    expect(made.length, `${total} s`).toBeLessThanOrEqual(10);
    expect(made[0]).toBe(0);
    expect(Math.max(...made), `${total} s`).toBeLessThanOrEqual(total);
  }
});
