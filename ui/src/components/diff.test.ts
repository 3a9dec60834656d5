import { expect, test } from "vitest";
import { diff, folded } from "./diff";

test("added and removed lines are told, equal ones stay", () => {
  const lines = diff("a\nb\nc\nd", "a\nx\nc\nd\ne").map((line) => `${line.kind[0]}${line.text}`);
  expect(lines).toEqual(["sa", "rb", "ax", "sc", "sd", "ae"]);
});

test("equal texts differ in nothing", () => {
  expect(diff("a\nb", "a\nb").every((line) => line.kind === "same")).toBe(true);
});

test("equal lines far from a change are folded, and the numbers are those of the newer text", () => {
  const before = Array.from({ length: 30 }, (_, index) => `line ${index + 1}`);
  const after = [...before.slice(0, 14), "new", ...before.slice(14)];
  const lines = folded(diff(before.join("\n"), after.join("\n")));
  expect(lines[0]).toEqual({ number: null, text: "", gap: 11 });
  expect(lines.find((line) => line.kind === "added")).toEqual({ number: 15, text: "new", kind: "added" });
  expect(lines.at(-1)?.gap).toBe(13);
  expect(folded(diff("a", "a"))).toEqual([{ number: null, text: "", gap: 1 }]);
});
