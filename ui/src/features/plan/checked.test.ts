import { expect, test } from "vitest";
import type { Check, Plan } from "../../ipc/client";
import { answered, asks, stops } from "./checked";

const check = (code: string, more: Partial<Check>): Check => ({
  code,
  severity: "warning",
  outcome: "passed",
  message: code,
  evidence: null,
  remedy: "",
  field: null,
  question: null,
  permission: null,
  ...more,
});

test("what the account does not tell asks, and never stops", () => {
  const untold = check("cidr-overlap", { outcome: "cannotTell", severity: "error" });
  expect([stops(untold), asks(untold)]).toEqual([false, true]);
});

test("an answer replaces every check of its question and no other, and what stops comes first", () => {
  const plan = {
    checks: [check("file", { outcome: "failed" }), check("quota-a", { question: "quotas", outcome: "failed" }), check("quota-b", { question: "quotas" })],
  } as Plan;
  const next = answered(plan, "quotas", [check("quota-a", { question: "quotas" }), check("quota-b", { question: "quotas", outcome: "failed", severity: "error" })]);
  expect(next.checks.map((one) => `${one.code} ${one.outcome}`)).toEqual(["quota-b failed", "file failed", "quota-a passed"]);
});
