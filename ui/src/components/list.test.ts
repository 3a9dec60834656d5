import { expect, test } from "vitest";
import { fitting, readQuery, writeQuery } from "./list";

test("a filter comes back from the address as it was written", () => {
  const query = {
    operation: "or" as const,
    tokens: [
      { propertyKey: "state", operator: "=", value: "failed" },
      { propertyKey: "cost", operator: ">=", value: "100" },
      { operator: ":", value: "a=b & c" },
    ],
  };
  const search = writeQuery(new URLSearchParams("tab=resources&filter=old"), query);
  expect(search.get("tab"), "the rest of the address stays").toBe("resources");
  const again = readQuery(new URLSearchParams(search.toString()), ["state", "cost"]);
  expect(again).toEqual(query);
});

test("words of an address that is no filter are looked for as they stand", () => {
  expect(readQuery(new URLSearchParams("filter=prod"), ["state"]).tokens).toEqual([{ operator: ":", value: "prod" }]);
});

test("columns that came since are shown, those that went are forgotten", () => {
  const kept = {
    pageSize: 20,
    wrapLines: true,
    columns: [
      { id: "gone", visible: true },
      { id: "b", visible: false },
    ],
  };
  expect(fitting(kept, [{ id: "a" }, { id: "b" }, { id: "c", hidden: true }])).toEqual({
    pageSize: 20,
    wrapLines: true,
    columns: [
      { id: "b", visible: false },
      { id: "a", visible: true },
      { id: "c", visible: false },
    ],
  });
});
