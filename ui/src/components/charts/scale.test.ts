import { expect, test } from "vitest";
import { dayNumber, dayText, every, runs, stacked, ticks, weekday } from "./scale";

test("ticks hold what is drawn, and zero, in round steps", () => {
  expect(ticks(0, 9.3)).toEqual([0, 2.5, 5, 7.5, 10]);
  expect(ticks(0, 0.3, 3)).toEqual([0, 0.1, 0.2, 0.3]);
  expect(ticks(-310, 880)).toEqual([-500, 0, 500, 1000]);
  expect(ticks(3, 3)).toEqual([0, 1, 2, 3]);
  expect(ticks(0, 0)).toEqual([0, 0.25, 0.5, 0.75, 1]);
  for (const [low, high] of [[0, 4212.18], [-5, -1], [0.0001, 0.0009], [-1e7, 3e7]] as const) {
    const all = ticks(low, high);
    expect(all[0]).toBeLessThanOrEqual(low);
    expect(all.at(-1)).toBeGreaterThanOrEqual(high);
    expect(all.length).toBeLessThanOrEqual(8);
  }
});

test("labels that would touch are left out", () => {
  expect(every(12, 900, 6)).toBe(1);
  expect(every(92, 900, 6)).toBe(6);
  expect(every(0, 900, 6)).toBe(1);
});

test("credits are stacked below the line", () => {
  expect(stacked([3, -1, 2, -4])).toEqual([
    { from: 0, to: 3 },
    { from: 0, to: -1 },
    { from: 3, to: 5 },
    { from: -1, to: -5 },
  ]);
});

test("a missing day breaks a line", () => {
  expect(runs([1, 2, null, 3])).toEqual([
    { start: 0, values: [1, 2] },
    { start: 3, values: [3] },
  ]);
});

test("days are counted in UTC, weeks from Monday", () => {
  expect(dayText(dayNumber("2026-09-12"))).toBe("2026-09-12");
  expect(weekday(dayNumber("2026-11-23"))).toBe(0);
  expect(weekday(dayNumber("2026-11-29"))).toBe(6);
  expect(weekday(dayNumber("1969-12-31"))).toBe(2);
});
