// What the page is asked, as it stands in its address: months, cost, comparison, filters, grouping.
import type { Cost, CostQuestion_Serialize as Question } from "../../ipc/client";

export const TABS = ["overview", "breakdown", "trend", "estimates", "units", "shared", "commitments", "waste", "data"] as const;
export type Tab = (typeof TABS)[number];

export type Against = "month" | "year" | "off";

export interface CostView {
  tab: Tab;
  question: Question;
  against: Against;
  /** The one that is shown, where there are several. */
  currency: string | null;
}

export const COSTS: Record<Cost, [string, string]> = {
  effective: ["Effective cost", "What was paid in advance is spread over what it covers. To compare months and teams."],
  billed: ["Billed cost", "What the invoice charges. To check the invoice."],
  list: ["List cost", "At list prices, without discounts and commitments."],
  contracted: ["Contracted cost", "At negotiated prices, before commitments."],
};

/** Fields that costs are grouped and filtered by, in the order in which one drills down. */
export const FIELDS: Record<string, string> = {
  environment: "Environment",
  service: "Service",
  component: "Component",
  team: "Team",
  usageType: "Usage type",
  account: "Account",
  region: "Region",
  chargeCategory: "Charge category",
  pricingCategory: "Pricing category",
  chargeClass: "Charge class",
  chargeFrequency: "Charge frequency",
  commitment: "Commitment",
  commitmentStatus: "Commitment status",
  billingAccount: "Payer",
  resource: "Resource",
};

/** Columns of reports that nothing is grouped by in the page. */
const TIMES: Record<string, string> = { day: "Day", month: "Month" };

export const isTime = (field: string) => field in TIMES;

export const fieldName = (field: string) => FIELDS[field] ?? TIMES[field] ?? (field.startsWith("tag:") ? `Tag ${field.slice(4)}` : field);

const UNTAGGED = ["environment", "component", "team"];

/** What a row without a value is called. */
export const none = (field: string) =>
  UNTAGGED.includes(field) || field.startsWith("tag:") ? "(untagged)" : field === "resource" ? "(all other resources)" : "(none)";

export const shown = (field: string, value: string) => (value === "" ? none(field) : value);
export const meant = (field: string, text: string) => (text === none(field) ? "" : text);

const PERIOD = /^\d{4}-(0[1-9]|1[0-2])$/;

export function readView(search: URLSearchParams): CostView {
  const period = (name: string) => {
    const text = search.get(name) ?? "";
    return PERIOD.test(text) ? text : null;
  };
  const cost = search.get("cost") ?? "";
  const by = search.get("by") ?? "environment";
  // Time tells before and after apart already.
  const against = isTime(by) ? "off" : search.get("against");
  return {
    tab: TABS.find((one) => one === search.get("tab")) ?? "overview",
    question: {
      by: [by],
      from: period("from"),
      to: period("to"),
      filter: readFilter(search),
      cost: cost in COSTS ? (cost as Cost) : "effective",
    },
    against: against === "year" || against === "off" ? against : "month",
    currency: search.get("currency"),
  };
}

/** `is.service=A&is.service=B` is one of both, `not.region=C` none of it. */
function readFilter(search: URLSearchParams): Question["filter"] {
  const conditions = new Map<string, Question["filter"][number]>();
  for (const [name, value] of search) {
    const match = /^(is|not)\.(.+)$/.exec(name);
    if (!match?.[2]) continue;
    const known = conditions.get(name);
    if (known) known.is.push(value);
    else conditions.set(name, { field: match[2], is: [value], not: match[1] === "not" });
  }
  return [...conditions.values()];
}

export function writeFilter(search: URLSearchParams, filter: Question["filter"]): URLSearchParams {
  const next = new URLSearchParams([...search].filter(([name]) => !/^(is|not)\./.test(name)));
  for (const { field, is, not } of filter) for (const value of is) next.append(`${not ? "not" : "is"}.${field}`, value);
  return next;
}

/** The same address with other answers; what is null is left to its default. */
export function written(search: URLSearchParams, change: Record<string, string | null>): URLSearchParams {
  const next = new URLSearchParams(search);
  for (const [name, value] of Object.entries(change)) {
    if (value === null) next.delete(name);
    else next.set(name, value);
  }
  return next;
}

/** Without what a list on the page keeps there: another list is another matter. */
export const withoutList = (search: URLSearchParams) => new URLSearchParams([...search].filter(([name]) => !["sort", "order", "filter", "join"].includes(name)));

const CHAIN = ["environment", "service", "usageType", "resource"];

/** What comes after a field when one looks into a value of it: the first that is not asked already. */
export function nextField(field: string, filter: Question["filter"]): string | null {
  const asked = [field, ...filter.filter((one) => !one.not && one.is.length === 1).map((one) => one.field)];
  return CHAIN.slice(Math.max(0, CHAIN.indexOf(field))).find((one) => !asked.includes(one)) ?? null;
}

/** Looks into one value: it becomes a filter, and what is below it the grouping. */
export function drilled(search: URLSearchParams, field: string, value: string): URLSearchParams {
  const { question } = readView(search);
  const kept = question.filter.filter((one) => one.field !== field || one.not);
  const next = writeFilter(search, [...kept, { field, is: [value], not: false }]);
  return written(next, { tab: "breakdown", by: nextField(field, question.filter) ?? field });
}

/** Fields with the value, or any of the values, that a figure is of. */
export type Narrowing = Record<string, string | string[]>;

/** What one figure's line items are asked by. */
export const narrowed = (question: Question, values: Narrowing): Question => ({
  ...question,
  filter: [
    ...question.filter.filter((one) => !(one.field in values) || one.not),
    ...Object.entries(values).map(([field, value]) => ({ field, is: [value].flat(), not: false })),
  ],
});

/** A range of months; which days of them count, the engine says. */
export interface Months {
  from: string;
  to: string;
  days: number | null;
}

/** So many months earlier. */
export function earlier(period: string, months: number): string {
  const [year = 0, number = 1] = period.split("-").map(Number);
  return new Date(Date.UTC(year, number - 1 - months, 1)).toISOString().slice(0, 7);
}

/** What a range is compared with: as many months right before it, or the same months a year ago. */
export function compared({ from, to }: { from: string; to: string }, against: Against): { before: Months; after: Months } {
  const [[fromYear = 0, fromMonth = 1], [toYear = 0, toMonth = 1]] = [from.split("-").map(Number), to.split("-").map(Number)];
  const back = against === "year" ? 12 : (toYear - fromYear) * 12 + toMonth - fromMonth + 1;
  return { before: { from: earlier(from, back), to: earlier(to, back), days: null }, after: { from, to, days: null } };
}
