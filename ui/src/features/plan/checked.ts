import type { ChangePlan, Check, Plan, Question } from "../../ipc/client";

/** A launch is refused because of it. */
export const stops = (check: Check) => check.outcome === "failed" && check.severity === "error";

/** A person should look at it before she launches. */
export const asks = (check: Check) => check.outcome !== "passed" && !stops(check);

export const idOf = (check: Check) => `${check.code}/${check.field ?? ""}`;

/** What an update would change, what it costs beside what runs, and the templates of that; null for a launch. */
export type Update = Pick<ChangePlan, "changes" | "running" | "templates"> | null;

const rank = (check: Check) => (stops(check) ? 0 : asks(check) ? 1 : 2);

/** The plan with a question's answer in place of the one before. */
export function answered(plan: Plan, question: Question, answer: Check[]): Plan {
  const others = plan.checks.filter((check) => check.question !== question);
  return { ...plan, checks: [...others, ...answer].sort((a, b) => rank(a) - rank(b)) };
}
