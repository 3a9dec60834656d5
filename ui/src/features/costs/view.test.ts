import { expect, test } from "vitest";
import { compared, drilled, narrowed, nextField, readView, shown, meant, writeFilter, written } from "./view";

const address = (text: string) => new URLSearchParams(text);

test("an address without answers asks for the whole, and nonsense in it is passed over", () => {
  const view = readView(address(""));
  expect(view).toEqual({ tab: "overview", question: { by: ["environment"], from: null, to: null, filter: [], cost: "effective" }, against: "month", currency: null });
  expect(readView(address("tab=x&cost=x&against=x&from=2026-13&is.=a"))).toEqual(view);
});

test("filters survive the address, several values of one field and the empty one too", () => {
  const filter = [
    { field: "service", is: ["Amazon S3", "a=b&c"], not: false },
    { field: "environment", is: [""], not: true },
    { field: "tag:team", is: ["crew"], not: false },
  ];
  const text = writeFilter(address("tab=trend&is.region=x"), filter).toString();
  expect(readView(address(text)).question.filter).toEqual(filter);
  expect(readView(address(text)).tab).toBe("trend");
});

test("looking into a value makes it a filter and groups by what is below it", () => {
  const once = drilled(address("cost=billed"), "environment", "staging");
  expect(readView(once)).toMatchObject({ tab: "breakdown", question: { by: ["service"], cost: "billed", filter: [{ field: "environment", is: ["staging"], not: false }] } });
  const twice = drilled(once, "service", "AWS Lambda");
  expect(readView(twice).question.by).toEqual(["usageType"]);
  expect(readView(drilled(twice, "environment", "production")).question.filter).toHaveLength(2);
});

test("below a resource there is nothing more", () => {
  expect(nextField("resource", [])).toBeNull();
  expect(nextField("region", [])).toBe("environment");
  expect(nextField("region", [{ field: "environment", is: ["a"], not: false }])).toBe("service");
});

test("a row's values replace the filters of the same fields", () => {
  const question = readView(address("is.service=A&is.region=x")).question;
  expect(narrowed(question, { service: "B" }).filter).toEqual([
    { field: "region", is: ["x"], not: false },
    { field: "service", is: ["B"], not: false },
  ]);
});

test("what has no value has a name", () => {
  expect([shown("environment", ""), shown("resource", ""), shown("region", ""), shown("tag:team", "")]).toEqual(["(untagged)", "(all other resources)", "(none)", "(untagged)"]);
  expect(meant("environment", shown("environment", ""))).toBe("");
  expect(written(address("a=1&b=2"), { a: null, b: "3" }).toString()).toBe("b=3");
});

test("months are compared with as many before them, or with those of the year before", () => {
  const spans = (from: string, to: string, against: "month" | "year") => Object.values(compared({ from, to }, against)).map((span) => `${span.from} ${span.to}`);
  expect(spans("2026-01", "2026-01", "month")).toEqual(["2025-12 2025-12", "2026-01 2026-01"]);
  expect(spans("2025-12", "2026-02", "month")).toEqual(["2025-09 2025-11", "2025-12 2026-02"]);
  expect(spans("2025-12", "2026-02", "year")).toEqual(["2024-12 2025-02", "2025-12 2026-02"]);
});
