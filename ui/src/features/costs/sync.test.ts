import { expect, it } from "vitest";
import { chosenSource, lastMonths, type SyncAnswers } from "./sync";

const found = { arn: "arn:aws:bcm-data-exports:us-east-1:100000000001:export/array-costs", name: "array-costs", table: "FOCUS_1_2_AWS", bucket: "costs", prefix: "focus", region: "us-east-1", unhealthy: null, lastRefreshed: null };
const asked = (rest: Partial<SyncAnswers>): SyncAnswers => ({ account: "release", way: null, from: "2026-10", to: "2026-11", database: "", table: "", workgroup: "primary", output: "", ...rest });

it("makes a source of what was answered, and says what is still missing", () => {
  expect(chosenSource(asked({}), [found])).toEqual({ missing: "Choose where costs come from." });
  expect(chosenSource(asked({ way: "export:of another account" }), [found])).toEqual({ missing: "Choose where costs come from." });
  expect(chosenSource(asked({ way: `export:${found.arn}` }), [found])).toEqual({ kind: "dataExport", account: "release", export: found });
  expect(chosenSource(asked({ way: "explorer" }), [])).toEqual({ kind: "costExplorer", account: "release", from: "2026-10", to: "2026-11" });
  const athena = asked({ way: `athena:${found.arn}`, database: "costs" });
  expect(chosenSource(athena, [found])).toEqual({ missing: "Name Athena's database, table and workgroup." });
  expect(chosenSource({ ...athena, table: " focus " }, [found])).toEqual({
    kind: "athena", account: "release", from: "2026-10", to: "2026-11",
    table: { export: found, database: "costs", table: "focus", workgroup: "primary", output: null },
  });
});

it("offers as many months as AWS keeps, over the turn of the year", () => {
  const months = lastMonths("2026-02-27");
  expect(months.slice(0, 3)).toEqual(["2026-02", "2026-01", "2025-12"]);
  expect(months).toHaveLength(38);
});
