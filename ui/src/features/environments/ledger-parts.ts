import { date } from "../../components/format";
// The bars of the ledger: nested stacks as people count them, each with the items it is made of.
import type { EstimateItem, LedgerFigures, LimitUse, QuotaUse, Unpriced } from "../../ipc/client";

export interface Part {
  id: string;
  label: string;
  micros: number;
  complete: boolean;
  items: EstimateItem[];
  unpriced: Unpriced[];
  /** Fields that decide it. */
  fields: string[];
}

// A repository's images and a branch's pipeline are one line each in the plan; here they would push the rest away.
const TOGETHER = [
  {
    id: "pipelines",
    begins: ["Pipeline", "Registry", "Delivery"],
    label: "Pipelines and images",
    fields: ["repositories"],
  },
  { id: "cluster", begins: ["Cluster", "Software"], label: "Cluster", fields: ["cluster"] },
];

/** Most expensive first. */
export function parts(figures: LedgerFigures): Part[] {
  const all = new Map<string, Part>();
  for (const part of figures.parts) {
    const shared = TOGETHER.find((one) => one.begins.some((word) => part.stack.startsWith(word)));
    const id = shared?.id ?? part.stack;
    const known = all.get(id) ?? {
      id,
      label: shared?.label ?? part.label,
      micros: 0,
      complete: true,
      items: [],
      unpriced: [],
      fields: [],
    };
    const items = figures.items.filter((item) => item.stack === part.stack);
    const unpriced = figures.unpriced.filter((one) => one.stack === part.stack);
    all.set(id, {
      ...known,
      micros: known.micros + part.monthlyMicros,
      complete: known.complete && part.complete,
      items: [...known.items, ...items],
      unpriced: [...known.unpriced, ...unpriced],
      fields: [...new Set([...known.fields, ...items.map((item) => item.field), ...(shared?.fields ?? [])])],
    });
  }
  return [...all.values()].sort((a, b) => b.micros - a.micros);
}

/** Items of a part that cost something, the same ones as one line. */
export function lines(part: Part): { what: string; micros: number; detail: string }[] {
  const all = new Map<string, { what: string; micros: number; count: number; item: EstimateItem }>();
  for (const item of part.items) {
    const known = all.get(item.what);
    all.set(item.what, {
      what: item.what,
      micros: (known?.micros ?? 0) + item.monthlyMicros,
      count: (known?.count ?? 0) + 1,
      item,
    });
  }
  return [...all.values()]
    .filter((one) => one.micros > 0)
    .sort((a, b) => b.micros - a.micros)
    .map(({ what, micros, count, item }) => ({
      what: count === 1 ? what : `${what}, ${count} times`,
      micros,
      detail: `${item.assumption}; $${item.unitPrice} a ${item.unit}, ${date(item.asOf)}`,
    }));
}

const share = (use: { used: number; limit: number }) => use.used / Math.max(1, use.limit);

/** The template nearest to a limit of this kind. */
export const fullest = (limits: LimitUse[], word: string) =>
  limits.filter((limit) => limit.what.toLowerCase().includes(word)).sort((a, b) => share(b) - share(a))[0];

export interface Near {
  what: string;
  used: number;
  limit: number;
}

/** The check warns from here on, too. */
const NEAR = 0.8;

/** What is nearly used up: CloudFormation's limits and the account's quotas, fullest first. */
export function nearTheirEnd(limits: LimitUse[], quotas: QuotaUse[]): Near[] {
  return [
    ...limits.map((limit) => ({ what: `${limit.what} (${limit.template})`, used: limit.used, limit: limit.limit })),
    ...quotas.map((quota) => ({ what: quota.name, used: (quota.used ?? 0) + quota.need, limit: quota.limit })),
  ]
    .filter((one) => share(one) > NEAR)
    .sort((a, b) => share(b) - share(a));
}
