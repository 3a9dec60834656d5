import { expect, test } from "vitest";
import { recorded } from "../../testing/fake/recorded";
import { changes } from "./changes";

test("every resource stands below its stack, and the stacks' costs are the estimate's", async () => {
  const plan = await recorded("plans/staging");
  const rows = changes(plan);
  const leaves = rows.filter((row) => row.parent !== null);
  const stacks = rows.filter((row) => row.parent === null);
  expect(leaves).toHaveLength(plan.resources.filter((one) => one.type !== "AWS::CloudFormation::Stack").length);
  for (const leaf of leaves)
    expect(
      stacks.map((stack) => stack.id),
      leaf.id,
    ).toContain(leaf.parent);
  expect(stacks.reduce((sum, stack) => sum + stack.micros, 0)).toBe(plan.estimate.monthlyMicros);
  expect(new Set(rows.map((row) => row.id)).size, "rows can be told apart").toBe(rows.length);
});
