import { expect, test } from "vitest";
import { barOf } from "./TimelineTab";
import { ROW, visible } from "./window";

test("only what is near the screen is drawn", () => {
  const { from, to } = visible(1000 * ROW, 20 * ROW, 5000);
  expect(from).toBe(990);
  expect(to).toBe(1030);
  expect(visible(0, 400, 3)).toEqual({ from: 0, to: 3 });
  expect(visible(9e6, 400, 3)).toEqual({ from: 3, to: 3 });
});

test("a bar's state follows its status", () => {
  const view = {
    stack: "Network",
    logicalId: "Vpc",
    type: "AWS::EC2::VPC",
    physicalId: null,
    status: "DELETE_COMPLETE" as const,
    reason: null,
    startedAtMs: 1000,
    finishedAtMs: 3000,
    predictedStartS: 0,
    predictedEndS: 5,
    critical: false,
  };
  expect(barOf(view, true, (ms) => ms / 1000)).toMatchObject({ state: "done", start: 1, end: 3 });
  expect(barOf(view, false, (ms) => ms / 1000).state).toBe("gone");
  expect(barOf({ ...view, status: null, startedAtMs: null, finishedAtMs: null }, false, (ms) => ms).state).toBe(
    "waiting",
  );
});
