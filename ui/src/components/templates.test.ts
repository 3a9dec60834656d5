import { expect, test } from "vitest";
import { fateOf, templatesOf } from "./templates";

const blueprint = (root: string, ...nested: [string, string][]) => ({
  root: { source: "root.yaml", body: root },
  nested: nested.map(([source, body]) => ({ source, body })),
});

test("of two sets of templates each says what becomes of it, also the one that goes", () => {
  const runs = blueprint("a", ["network.yaml", "n"], ["datadog.yaml", "d"]);
  const asked = blueprint("b", ["network.yaml", "n"], ["search.yaml", "s"]);
  const fates = templatesOf(asked, runs).map((one) => `${one.source} ${fateOf(one)}`);
  expect(fates).toEqual(["root.yaml changed", "network.yaml unchanged", "search.yaml new", "datadog.yaml removed"]);
});

test("where nothing runs yet, they are as they are", () => {
  expect(templatesOf(blueprint("a"), null)).toEqual([{ source: "root.yaml", before: null, after: "a" }]);
});
