import { expect, test } from "vitest";
import type { AccountRow, EnvironmentRow, JobRow, Session } from "../../ipc/client";
import { needs, sessions } from "./needs";

const row = (change: Partial<EnvironmentRow>): EnvironmentRow => ({
  name: "staging",
  kind: "staging",
  region: "us-east-1",
  account: "Practice",
  state: "running",
  runningJobId: null,
  jobId: "job",
  needsYou: null,
  monthlyMicros: 480e6,
  complete: true,
  budgetMicros: 800e6,
  eksVersion: "1.36",
  eksStandardUntil: "2027-08-02",
  changedAtMs: 0,
  asOfMs: 0,
  ...change,
});
const job: JobRow = {
  jobId: "job",
  environment: "staging",
  operation: "create",
  state: "failed",
  sentence: "Elastic IP limit reached.",
  percent: 2,
  startedAtMs: 0,
  finishedAtMs: 1,
  predictedSeconds: 1,
  actualSeconds: 1,
};
const titles = (change: Partial<EnvironmentRow>, today = "2026-11-24") =>
  needs([row(change)], [job], today).map((need) => need.title);

test("what runs well needs nobody", () => expect(titles({})).toEqual([]));

test("a failure is told in the words of its job, unless it is being tried again", () => {
  expect(needs([row({ state: "failed" })], [job], "2026-11-24")[0]).toMatchObject({
    severity: "error",
    message: "Elastic IP limit reached.",
    to: "/launches/job",
  });
  expect(titles({ state: "failed", runningJobId: "other" })).toEqual([]);
});

test("the end of a version's support is told 90 days ahead, and after it", () => {
  expect(titles({}, "2027-05-03")).toEqual([]);
  expect(titles({}, "2027-05-04")).toEqual(["Kubernetes 1.36 of staging leaves standard support in 90 days"]);
  expect(titles({}, "2027-08-01")).toEqual(["Kubernetes 1.36 of staging leaves standard support in 1 day"]);
  expect(titles({}, "2027-08-03")).toEqual(["Kubernetes 1.36 of staging has left standard support"]);
});

test("an estimate beyond the budget is told; errors come first", () => {
  const all = needs(
    [row({ monthlyMicros: 900e6 }), row({ name: "night", state: "deleteFailed" })],
    [job],
    "2026-11-24",
  );
  expect(all.map((need) => need.title)).toEqual(["night could not be deleted", "staging costs more than its budget"]);
});

const account = (name: string, session: Session): AccountRow => ({
  account: {
    name,
    wayIn: { kind: "profile", profile: name },
    roles: [],
    region: "us-east-1",
    endpoint: null,
    colour: "blue",
    identity: null,
    addedAtMs: 0,
    usedAtMs: null,
    trouble: null,
  },
  session,
});

test("a session that has ended or ends soon is told, and one that renews itself is not", () => {
  const minutes = (count: number, renews = false): Session => ({ kind: "signedIn", untilMs: count * 60_000, renews });
  const found = sessions(
    [
      account("ended", { kind: "signedOut" }),
      account("soon", minutes(11)),
      account("later", minutes(42)),
      account("renews", minutes(3, true)),
      account("keys", { kind: "untried" }),
    ],
    0,
  );
  expect(found.map((need) => [need.account, need.button])).toEqual([
    ["ended", "Sign in"],
    ["soon", "Renew"],
  ]);
});
