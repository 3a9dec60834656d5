import { expect, test } from "vitest";
import { csv } from "./csv";

test("quotes, commas and empty cells survive", () => {
  expect(
    csv([
      ["a", 'say "x", y', null],
      ["b", 2, ""],
    ]),
  ).toBe('"a","say ""x"", y",""\r\n"b","2",""\r\n');
});

test("no cell is a formula to a spreadsheet", () => {
  expect(csv([["=1+1", "-x", -3]])).toBe('"\'=1+1","\'-x","-3"\r\n');
});
