import { expect, test } from "vitest";
import { diff } from "./diff";

test("added and removed lines are told, equal ones stay", () => {
  const lines = diff("a\nb\nc\nd", "a\nx\nc\nd\ne").map((line) => `${line.kind[0]}${line.text}`);
  expect(lines).toEqual(["sa", "rb", "ax", "sc", "sd", "ae"]);
});

test("equal texts differ in nothing", () => {
  expect(diff("a\nb", "a\nb").every((line) => line.kind === "same")).toBe(true);
});
