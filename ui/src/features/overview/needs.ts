// What waits for a person, the most pressing first.
import { money } from "../../components/format";
import type { AccountRow, EnvironmentRow, JobRow } from "../../ipc/client";
import { sessionWords } from "../../ipc/session";

export interface Need {
  id: string;
  severity: "error" | "warning";
  title: string;
  message: string;
  button: string;
  to: string;
  /** Account to sign in to, instead of going anywhere. */
  account?: string;
}

/** Days before the end of standard support from which on an upgrade is on somebody's list. */
export const UPGRADE_DAYS = 90;

/** Whole days from one ISO date to another; negative when it is over. */
export const daysBetween = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

/** States that an operation which failed has left behind. */
const BROKE: Partial<Record<EnvironmentRow["state"], { id: string; title: (name: string) => string }>> = {
  failed: { id: "failed", title: (name) => `The launch of ${name} failed` },
  updateFailed: { id: "update", title: (name) => `The update of ${name} failed` },
  deleteFailed: { id: "delete", title: (name) => `${name} could not be deleted` },
};

export function needs(rows: EnvironmentRow[], jobs: JobRow[], today: string): Need[] {
  const sentence = (id: string) =>
    jobs.find((job) => job.jobId === id)?.sentence ?? "Its page says what broke and what to do.";
  const all = rows.flatMap((row): Need[] => {
    const { name } = row;
    const launch = `/launches/${row.jobId}`;
    const found: Need[] = [];
    if (row.needsYou)
      found.push({
        id: `${name}/needs`,
        severity: "warning",
        title: `${name} needs you`,
        message: row.needsYou.message,
        button: "Show the steps",
        to: launch,
      });
    const broke = BROKE[row.state];
    if (broke && row.runningJobId == null)
      found.push({
        id: `${name}/${broke.id}`,
        severity: "error",
        title: broke.title(name),
        message: sentence(row.jobId),
        button: "Show why",
        to: launch,
      });
    const left = row.eksStandardUntil && today ? daysBetween(today, row.eksStandardUntil) : null;
    if (left !== null && left <= UPGRADE_DAYS) {
      found.push({
        id: `${name}/eks`,
        severity: left < 0 ? "error" : "warning",
        title:
          left < 0
            ? `Kubernetes ${row.eksVersion} of ${name} has left standard support`
            : `Kubernetes ${row.eksVersion} of ${name} leaves standard support in ${left} ${left === 1 ? "day" : "days"}`,
        message: "In extended support the cluster costs $0.60 instead of $0.10 an hour. Plan the upgrade.",
        button: "Show environment",
        to: `/environments/${name}?tab=settings`,
      });
    }
    if (row.budgetMicros != null && row.monthlyMicros > row.budgetMicros) {
      found.push({
        id: `${name}/budget`,
        severity: "warning",
        title: `${name} costs more than its budget`,
        message: `${money(row.monthlyMicros, row.complete)} a month by the estimate, of ${money(row.budgetMicros)}.`,
        button: "Show cost",
        to: `/environments/${name}?tab=cost`,
      });
    }
    return found;
  });
  return [...all.filter((need) => need.severity === "error"), ...all.filter((need) => need.severity === "warning")];
}

/** Accounts whose session has ended or ends soon, and that only a person can renew. */
export const sessions = (rows: AccountRow[], now: number): Need[] =>
  rows.flatMap((row): Need[] => {
    const { name } = row.account;
    const words = sessionWords(row, now);
    if (!words.signIn && !words.ending) return [];
    return [
      {
        id: `account/${name}`,
        severity: "warning",
        title: words.signIn ? `Nobody is signed in to ${name}` : `The session of ${name} ends soon`,
        message: words.signIn
          ? "Its environments cannot be asked, launched or changed until somebody signs in."
          : `${words.text}. What runs in AWS goes on, but nobody watches it from here then.`,
        button: words.signIn ? "Sign in" : "Renew",
        to: "/accounts",
        account: name,
      },
    ];
  });
