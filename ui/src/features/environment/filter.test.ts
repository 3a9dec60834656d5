import { expect, test } from "vitest";
import { readQuery, writeQuery } from "./filter";

test("a filter survives the address", () => {
  const query = {
    tokens: [
      { propertyKey: "stack", operator: "=", value: "Network" },
      { operator: ":", value: "nat" },
    ],
    operation: "or" as const,
  };
  expect(readQuery(writeQuery(query))).toEqual(query);
  expect(writeQuery({ tokens: [], operation: "and" })).toBe(null);
});

test("what was not written here filters nothing", () => {
  const nothing = { tokens: [], operation: "and" };
  for (const text of [
    null,
    "",
    "{",
    "{}",
    "3",
    '{"tokens":[{"propertyKey":"constructor","operator":"=","value":"x"}]}',
    '{"tokens":[{"operator":"=","value":{}}]}',
  ])
    expect(readQuery(text)).toEqual(nothing);
});
