import { expect, test } from "vitest";
import { ago, date, duration, money, month, utc, words } from "./format";

test("money is whole cents, and says where it is only a lower bound", () => {
  expect(money(487_699_600)).toBe("$487.70");
  expect(money(487_699_600, false), "an unpriced item makes every sum a lower bound").toBe("at least $487.70");
  expect(money(0)).toBe("$0.00");
  expect(money(1_234_567_890_000)).toBe("$1,234,567.89");
});

test("a duration never reads 60 of anything", () => {
  expect(duration(0)).toBe("0 s");
  expect(duration(45)).toBe("45 s");
  expect(duration(59.4)).toBe("59 s");
  expect(duration(59.7), "rounded up it is a minute").toBe("1 min");
  expect(duration(24 * 60)).toBe("24 min");
  expect(duration(59.6 * 60), "rounded up it is an hour").toBe("1 h 0 min");
  expect(duration(3900)).toBe("1 h 5 min");
  expect(duration(null), "what is not known is not shown as nothing").toBe("an unknown time");
});

test("an age is never negative, whatever the clocks say", () => {
  const now = Date.UTC(2026, 10, 24, 12);
  expect(ago(now + 60_000, now)).toBe("just now");
  expect(ago(now - 4_000, now)).toBe("just now");
  expect(ago(now - 180_000, now)).toBe("3 min ago");
  expect(ago(now - 3 * 86_400_000, now)).toBe("3 days ago");
  expect(ago(now - 86_400_000, now)).toBe("1 day ago");
});

test("UTC says that it is UTC", () => {
  expect(utc(Date.UTC(2026, 10, 24, 9, 5, 7))).toBe("2026-11-24 09:05:07 UTC");
});

test("names of stacks read as words", () => {
  expect(words("root")).toBe("Environment");
  expect(words("NodesGeneral")).toBe("Nodes general");
  expect(words("Network")).toBe("Network");
});

test("months and days are read as people say them", () => {
  expect(month("2026-09")).toBe("September 2026");
  expect(date("2026-09-02")).toBe("2 September 2026");
});
