// Jobs and what they did, from the recorded ones.
import type { EnvironmentView_Serialize as EnvironmentView, EventRow_Serialize as EventRow, CallAnswer_Serialize as CallAnswer, JobRow_Serialize as JobRow, LaunchSnapshot_Serialize as LaunchSnapshot } from "../../ipc/bindings";
import { launch, view, type RecordedLaunch } from "./recorded";

const ASKS = {
  "job-sign-in": {
    account: "prod",
    needsYou: { code: "sign-in-again", message: "The sign-in to the account has ended. What runs in AWS goes on.", steps: ["Sign in to the account again.", "Press Continue: what happened meanwhile is read from AWS."], skippable: [], url: null },
  },
  "job-secrets": {
    account: "prod",
    needsYou: { code: "give-integration-secrets", message: "The launch needs what joins this environment to PagerDuty. Nothing was made yet.", steps: ["Give it to the keychain: under Integrations of the environment, or with arrayctl env secret handshake pagerduty.", "Press Continue."], skippable: [], url: null },
  },
  "job-handshake": {
    account: "prod",
    needsYou: {
      code: "finish-github-handshake",
      message: "Everything is created, but GitHub does not send commits yet: AWS leaves the new connection pending until a person confirms it.",
      steps: [
        "Open Developer Tools, Settings, Connections in the AWS console of this region.",
        "Choose the connection of this environment and press Update pending connection.",
        "Sign in to GitHub and install the AWS Connector for the organisation.",
        "Come back. The window goes on by itself within half a minute; Continue asks AWS at once.",
      ],
      skippable: [],
      url: "https://console.aws.amazon.com/codesuite/settings/connections?region=us-east-1",
    },
  },
} as const;

/** Jobs in a real account that wait for a person: for a sign-in, integrations' secrets, and GitHub. */
export function waiting(jobs: JobRow[]): JobRow[] {
  const known = jobs.find((job) => job.state === "needsYou" && job.operation === "create");
  return known ? Object.entries(ASKS).map(([jobId, { needsYou }]) => ({ ...known, jobId, sentence: needsYou.message })) : [];
}

/** The recorded launch that looks like this job. */
async function source(job: JobRow): Promise<RecordedLaunch> {
  if (job.operation === "update") return launch(job.state === "done" ? "updated" : job.environment === "rollback" ? "rollback" : "review");
  if (job.state === "needsYou") return launch("handshake");
  if (job.operation === "delete") return launch("stuck");
  return launch(job.state === "failed" ? "rehearsal" : "staging");
}

/** Moves the times of a running job so that its snapshot is of this moment. */
function asOfNow(snapshot: LaunchSnapshot): LaunchSnapshot {
  const share = (snapshot.percent ?? 0) / 100;
  const passed = ((snapshot.secondsLeft ?? 0) * 1000 * share) / (1 - share) / (snapshot.speed || 1);
  const later = Date.now() - passed - snapshot.startedAtMs;
  const moved = (ms: number | null) => (ms === null ? null : ms + later);
  return {
    ...snapshot,
    startedAtMs: snapshot.startedAtMs + later,
    resources: snapshot.resources.map((one) => ({ ...one, startedAtMs: moved(one.startedAtMs), finishedAtMs: moved(one.finishedAtMs) })),
  };
}

export async function snapshotOf(job: JobRow, events: number): Promise<LaunchSnapshot> {
  const known = await source(job);
  const shown = job.state === "running" ? known.halfway ?? known.snapshot : known.snapshot;
  if (job.state === "running") return asOfNow({ ...shown, jobId: job.jobId, environment: job.environment });
  if (job.state === "cancelled") return { ...shown, jobId: job.jobId, environment: job.environment, state: "cancelled", needsYou: null, changeSet: null, sentence: "The change set was discarded; nothing was changed." };
  const asks = job.state === "needsYou" ? ASKS[job.jobId as keyof typeof ASKS] : undefined;
  const asked = asks && { account: asks.account, needsYou: { ...asks.needsYou, steps: [...asks.needsYou.steps], skippable: [] }, sentence: asks.needsYou.message };
  return { ...shown, ...asked, jobId: job.jobId, environment: job.environment, eventCount: Math.max(shown.eventCount, events) };
}

/** Events of a job; where more are wanted than were recorded, they come round again later. */
export async function eventsOf(job: JobRow, after: number, events: number): Promise<EventRow[]> {
  const known = (await source(job)).events;
  const { eventCount } = await snapshotOf(job, events);
  const last = known.at(-1);
  const first = known[0];
  if (!first || !last) return [];
  // Events of a running job are of this moment, as its snapshot is.
  const later = job.state === "running" ? (await snapshotOf(job, 0)).startedAtMs - first.event.atMs : 0;
  const span = last.event.atMs - first.event.atMs + 1000;
  return Array.from({ length: Math.max(0, eventCount - after) }, (_, index) => {
    const seq = after + index + 1;
    const round = Math.floor((seq - 1) / known.length);
    const row = known[(seq - 1) % known.length] ?? first;
    return { ...row, seq, event: { ...row.event, id: `${row.event.id}-${round}`, atMs: row.event.atMs + later + round * span } };
  });
}

/** What CloudTrail tells; a job of which nothing is recorded is one that it has forgotten. */
export const callOf = async (job: JobRow): Promise<CallAnswer> => (await source(job)).call ?? { answer: "notThere", sentence: "CloudTrail has no failed call that fits. Calls that a service makes for itself, and waiting, are not in it." };

export const supportOf = async (job: JobRow) => (await source(job)).support;

/** The recorded environment that looks like the one of this name. */
export async function viewOf(row: EnvironmentView["row"], jobs: JobRow[]): Promise<EnvironmentView> {
  const known = await view(row.state === "failed" ? "rehearsal" : row.state === "deleteFailed" ? "stuck" : "staging");
  return { ...known, row, file: { ...known.file, name: row.name }, launches: jobs.filter((job) => job.environment === row.name) };
}
