// The rule that shared costs are shared out by, as it is typed and as it is kept.
import type { AllocationMethod, AllocationRule_Serialize as Rule, Problem } from "../../ipc/client";

export interface RuleDraft {
  method: AllocationMethod;
  /** By environment, as typed. */
  shares: Record<string, string>;
  shared: string[];
}

export const draftOf = (rule: Rule): RuleDraft => ({
  method: rule.method,
  shares: Object.fromEntries(Object.entries(rule.shares).map(([name, weight]) => [name, String(weight)])),
  shared: rule.sharedEnvironments,
});

const WEIGHT = /^\d{1,6}$/;

/** What is kept of it: weights only where they count, and none of environments that are shared out themselves. */
export function ruleOf({ method, shares, shared }: RuleDraft): Rule {
  const typed = Object.entries(shares).flatMap(([name, text]): [string, number][] => (WEIGHT.test(text.trim()) && Number(text) > 0 && !shared.includes(name) ? [[name, Number(text)]] : []));
  return { method, shares: method === "fixed" ? Object.fromEntries(typed) : {}, sharedEnvironments: method === "none" ? [] : [...shared].sort() };
}

/** What is wrong, by field: weights that are none, and what the engine refused. */
export function errorsOf({ method, shares }: RuleDraft, bearing: readonly string[], refused: readonly Pick<Problem, "field" | "message">[]): Record<string, string> {
  const typed = method !== "fixed" ? [] : bearing.filter((name) => !/^\s*$/.test(shares[name] ?? "") && !WEIGHT.test((shares[name] ?? "").trim()));
  return Object.fromEntries([...refused.map((one) => [one.field, one.message]), ...typed.map((name) => [`shares.${name}`, "Write a whole number, like 7."])]);
}

/** Nothing was typed, or all of it taken back. */
export const sameDraft = (one: RuleDraft, other: RuleDraft) =>
  one.method === other.method &&
  [...one.shared].sort().join("\n") === [...other.shared].sort().join("\n") &&
  Object.keys({ ...one.shares, ...other.shares }).every((name) => (one.shares[name] ?? "") === (other.shares[name] ?? ""));

export const sameRule = (one: Rule, other: Rule) =>
  one.method === other.method &&
  one.sharedEnvironments.join("\n") === other.sharedEnvironments.join("\n") &&
  Object.keys({ ...one.shares, ...other.shares }).every((name) => one.shares[name] === other.shares[name]);
