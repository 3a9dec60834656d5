// What only a real account has: a deletion's checklist, integrations' secrets, the audit trail. The words are the
// engine's; the names are invented.
import type { Call_Serialize as Call, commands as Commands, IntegrationView, Teardown_Serialize as Teardown, TrailView_Serialize as TrailView, UiError_Serialize as UiError } from "../../ipc/bindings";
import type { Scenario } from "./scenarios";

export interface AccountSideWorld {
  kept: Set<string>;
}

export const beginAccountSide = (): AccountSideWorld => ({ kept: new Set(["slack"]) });

const item = (code: string, fate: Teardown["items"][number]["fate"], subject: string, message: string, dollars: number | null = null): Teardown["items"][number] => ({
  code, fate, subject, message, monthlyMicros: dollars === null ? null : Math.round(dollars * 1e6), remove: fate === "blocks" ? "Delete the network interface in the EC2 console, then delete again." : null,
});

const LAST_STEP: Teardown["lastStep"] = [
  { id: "Network.NodeSubnetA", type: "AWS::EC2::Subnet", physicalId: "subnet-0a1b2c3d4e5f60718", failed: true, reason: "The subnet has dependencies and cannot be deleted.", monthlyMicros: null },
  { id: "Network.Vpc", type: "AWS::EC2::VPC", physicalId: "vpc-0a1b2c3d4e5f60718", failed: false, reason: null, monthlyMicros: null },
];

const teardown = (environment: string): Teardown => ({
  environment,
  asOfMs: Date.now(),
  lastStep: environment === "stuck" ? LAST_STEP : [],
  items: [
    ...(environment === "stuck" ? [item("delete-failed", "blocks", "subnet-0a1b2c3d4e5f60718", "The last deletion stopped here (NodeSubnetA in Network). Its card says why; when that is removed, delete again.")] : []),
    item("cannot-tell", "unknown", "array-alliance/crew-api", "Cannot tell what is in it, a permission is missing: ecr:DescribeImages"),
    item("termination-protection", "lifted", `array-${environment}`, "CloudFormation refuses to delete the stack. The deletion turns its termination protection off first."),
    item("cluster-protection", "lifted", environment, "EKS refuses to delete the cluster. The deletion turns its protection off first; everything that runs in it is lost.", 73),
    item("bucket-contents", "lost", `array-${environment}-artifacts-000000000000`, "At least 1,000 objects, 2.1 GB in the bucket. A function of its stack empties it first."),
    item("images", "lost", "array-alliance/crew-web", "14 images, 3.4 GB in the registry. It is deleted with them.", 1),
    item("search-index", "lost", `array-${environment}`, "The crew index. AWS takes no final snapshot, and the automated ones go with the domain; profiles must be indexed again.", 204.42),
    item("key-pending", "stays", "1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901", "Key is scheduled for deletion after its waiting period, which can be cancelled until then; it costs nothing meanwhile. Afterwards nothing can read what it encrypted."),
  ],
});

const INTEGRATIONS: Omit<IntegrationView, "kept" | "secretName">[] = [
  { integration: "slack", label: "Slack", beforeLaunch: false, values: [{ label: "Webhook address", example: "https://hooks.slack.com/services/T…/B…/…" }] },
  { integration: "pagerDuty", label: "PagerDuty", beforeLaunch: true, values: [{ label: "Integration address", example: "https://events.pagerduty.com/integration/…/enqueue" }] },
  { integration: "datadog", label: "Datadog", beforeLaunch: true, values: [{ label: "API key", example: "32 letters and digits" }, { label: "External ID", example: "32 letters and digits, from Datadog's AWS integration" }] },
];
const LAST = { slack: "slack-webhook", pagerDuty: "pagerduty", datadog: "datadog" } as const;

const OF_CLOUDFORMATION = "arn:aws:cloudformation:us-east-1:111122223333:";
const STACK = `${OF_CLOUDFORMATION}stack/array-crew-staging/0f0e0d0c-0b0a-4908-8706-050403020100`;
const CHANGE_SET = `${OF_CLOUDFORMATION}changeSet/array-5b0e9d1c-6a7f-4c2d-9e8b-3f4a5b6c7d8e/1f0e0d0c-0b0a-4908-8706-050403020100`;
const call = (line: number, minutes: number, action: string, target: string, ended?: Call["ended"]): Call => ({
  line, atMs: Date.parse("2026-11-24T08:00:00Z") + minutes * 60_000, account: "prod",
  identity: "arn:aws:sts::111122223333:assumed-role/Operate/array-console", action, target,
  ended: ended ?? { is: "done", requestId: `7d1c0a52-0000-4000-8000-${String(line).padStart(12, "0")}` },
});

function trail(scenario: Scenario): TrailView {
  if (!scenario.accounts) return { calls: [], lines: 0, verdict: { is: "whole" }, head: "" };
  const calls = [
    call(1, 0, "s3:PutObject", "array-templates-111122223333-us-east-1/staging/root.yaml"),
    call(3, 1, "secretsmanager:CreateSecret", "array/staging/pagerduty", { is: "refused", requestId: "7d1c0a52-0000-4000-8000-000000000003", words: "AccessDeniedException: not authorized to perform secretsmanager:CreateSecret" }),
    call(5, 6, "secretsmanager:CreateSecret", "array/staging/pagerduty"),
    call(7, 6, "cloudformation:CreateChangeSet", STACK),
    call(9, 8, "cloudformation:ExecuteChangeSet", CHANGE_SET),
    call(11, 41, "eks:UpdateClusterConfig", "staging", { is: "open" }),
  ].reverse();
  const verdict: TrailView["verdict"] = scenario.damaged ? { is: "broken", seq: 7, words: "Line 7 or the one before it was changed after it was written." } : { is: "whole" };
  return { calls, lines: 11, verdict, head: "9f2d4c1ab07e55d1c0ffee11223344556677889900aabbccddeeff0011223344" };
}

type Names = "environmentTeardown" | "integrationsList" | "integrationFromClipboard" | "integrationFromFile" | "integrationForget" | "auditTrail" | "auditExport";
type Answer<T> = { status: "ok"; data: T } | { status: "error"; error: UiError };

export function accountSideCommands<W extends AccountSideWorld>(
  answer: <T>(work: (world: W) => T | Promise<T>) => Promise<Answer<T>>,
  refuse: (detail: UiError) => Error,
  scenario: Scenario,
): Pick<typeof Commands, Names> {
  return {
    environmentTeardown: (name) => answer(() => teardown(name)),
    integrationsList: (environment) => answer(({ kept }) => INTEGRATIONS.map((one) => ({ ...one, secretName: `array/${environment}/${LAST[one.integration]}`, kept: kept.has(one.integration) }))),
    integrationFromClipboard: (_, integration) => answer(({ kept }) => {
      kept.add(integration);
      return { file: null, clipboardCleared: true };
    }),
    integrationFromFile: () => answer(() => {
      throw refuse({ code: "invalid_input", message: "Nothing was kept.", hint: null, fields: [{ code: "integration", severity: "error", field: "url", line: null, column: null, message: "This is no integration address of PagerDuty.", hint: "It looks like this: https://events.pagerduty.com/integration/…/enqueue." }], retryable: false, requestId: null });
    }),
    integrationForget: (_, integration) => answer(({ kept }) => {
      kept.delete(integration);
      return null;
    }),
    auditTrail: () => answer(() => trail(scenario)),
    auditExport: () => answer(() => "/home/ada/array-console-audit.jsonl"),
  };
}
