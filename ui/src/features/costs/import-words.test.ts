import { expect, test } from "vitest";
import type { Import, MonthChange } from "../../ipc/client";
import { bytes, fileName, named, outcome, percentOf } from "./import-words";

test("bytes are counted as file managers do", () => {
  expect([0, 999, 1000, 1_234_567, 544_000_000, 4.2e9, 9e15].map(bytes)).toEqual(["0 bytes", "999 bytes", "1.0 KB", "1.2 MB", "544 MB", "4.2 GB", "9000 TB"]);
});

test("paths of either system end in their file's name", () => {
  expect(fileName("/home/ada/export/data.csv")).toBe("data.csv");
  expect(fileName("C:\\costs\\export\\")).toBe("export");
});

const one = (paths: string[], bytesDone = 0, bytesTotal = 0) => ({ source: { kind: "files", paths }, bytesDone, bytesTotal }) as unknown as Import;

test("an import is called by what was named", () => {
  expect(named(one(["/a/b.csv"]))).toBe("b.csv");
  expect(named(one(["/a/b.csv", "/a/c.csv", "/d"]))).toBe("b.csv and 2 more");
});

test("progress is never beyond all, and of nothing it is none", () => {
  expect([percentOf(one([], 0, 0)), percentOf(one([], 999, 1000)), percentOf(one([], 1200, 1000))]).toEqual([0, 99, 100]);
});

test("months say what became of them", () => {
  const costs = { billed: "1", effective: "1", list: "1", contracted: "1" };
  const change = (before: MonthChange["before"]) => ({ before, totals: { USD: costs }, restated: [] }) as unknown as MonthChange;
  expect(outcome(change(null))).toBe("new");
  expect(outcome(change({ USD: costs }))).toBe("same");
  expect(outcome(change({ USD: { ...costs, effective: "2" } }))).toBe("restated");
});
