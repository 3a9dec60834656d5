// Costs of no environment, shared out as the engine does it: month by month, exactly.
import type { AllocatedCosts_Serialize as Allocated, AllocationRule_Serialize as Rule, commands as Commands, CostQuestion_Serialize as Question, KeptMonth_Serialize as KeptMonth, Settings_Serialize as Settings, UiError_Serialize as UiError } from "../../ipc/bindings";
import { exact, MONTHS, passes, provenanceOf, whole, wordsOf, type Fact } from "./cost-ledger";

interface World {
  months: KeptMonth[];
  settings: Settings;
}

const HOW: Record<Rule["method"], string> = { none: "nothing is shared out", even: "they are shared out evenly", proportional: "they are shared out in proportion to direct costs", fixed: "they are shared out by fixed shares" };
const money = (micros: number) => (micros / 1e6).toLocaleString("en-US", { style: "currency", currency: "USD" });

type Sums = Map<string, { direct: number; shared: number }>;

function sharedOut(month: Sums, rule: Rule): void {
  const given = [...month].filter(([name]) => name === "" || rule.sharedEnvironments.includes(name));
  const own = [...month].filter(([name]) => !given.some(([other]) => other === name));
  const weights: [string, number][] = rule.method === "fixed" ? Object.entries(rule.shares).map(([name, weight]) => [name, weight ?? 0]) : rule.method === "none" ? [] : own.map(([name, { direct }]) => [name, rule.method === "even" ? 1 : direct]);
  const all = weights.reduce((sum, [, weight]) => sum + weight, 0);
  if (all === 0) return;
  let left = given.reduce((sum, [, { direct }]) => sum + direct, 0);
  const pot = left;
  for (const [, sums] of given) sums.shared = -sums.direct;
  weights.forEach(([name, weight], at) => {
    const part = at === weights.length - 1 ? left : Math.round((pot * weight) / all);
    left -= part;
    const sums = month.get(name) ?? { direct: 0, shared: 0 };
    sums.shared += part;
    month.set(name, sums);
  });
}

function allocatedOf(all: readonly Fact[], question: Question, rule: Rule, kept: readonly KeptMonth[]): Allocated {
  const [from, to] = [question.from ?? MONTHS[0] ?? "", question.to ?? MONTHS.at(-1) ?? ""];
  const mine = all.filter(passes(question)).filter(({ values: { month = "" } }) => from <= month && month <= to);
  const rows: Allocated["rows"] = [];
  const totals: Allocated["totals"] = {};
  let sentence = "Nothing was charged.";
  for (const currency of [...new Set(mine.map((fact) => fact.currency))].sort()) {
    const sums: Sums = new Map();
    for (const month of MONTHS) {
      const of: Sums = new Map();
      for (const fact of mine.filter((one) => one.currency === currency && one.values.month === month)) {
        const name = fact.values.environment ?? "";
        of.set(name, { direct: (of.get(name)?.direct ?? 0) + fact.micros, shared: 0 });
      }
      sharedOut(of, rule);
      for (const [name, { direct, shared }] of of) {
        const known = sums.get(name) ?? { direct: 0, shared: 0 };
        sums.set(name, { direct: known.direct + direct, shared: known.shared + shared });
      }
    }
    const total = [...sums.values()].reduce((sum, { direct }) => sum + direct, 0);
    const nobody = sums.get("")?.direct ?? 0;
    if (currency === "USD") sentence = `${money(nobody)} of ${money(total)} (${Math.round((nobody / total) * 100)}%) are of no environment; ${HOW[rule.method]}.`;
    totals[currency] = { direct: exact(total), shared: "0", total: exact(total) };
    rows.push(...[...sums].map(([environment, { direct, shared }]) => ({ month: null, environment, currency, direct: exact(direct), shared: exact(shared), total: exact(direct + shared) })));
  }
  return { words: wordsOf(question, from, to), cost: question.cost, rule, sentence, rows, totals, provenance: provenanceOf(MONTHS.filter((month) => from <= month && month <= to), kept) };
}

type Answer<T> = { status: "ok"; data: T } | { status: "error"; error: UiError };

export function allocationCommands<W extends World>(answer: <T>(work: (world: W) => T | Promise<T>) => Promise<Answer<T>>, refuse: (detail: UiError) => Error, facts: (world: W) => readonly Fact[]): Pick<typeof Commands, "costsAllocated" | "costsAllocationSet"> {
  return {
    costsAllocated: (asked) => answer((world) => allocatedOf(facts(world), whole(asked), world.settings.costs.allocation, world.months)),
    costsAllocationSet: (asked) => answer((world) => {
      const rule: Rule = { method: asked.method ?? "none", shares: asked.shares ?? {}, sharedEnvironments: asked.sharedEnvironments ?? [] };
      if (rule.method === "fixed" && Object.keys(rule.shares).length === 0) {
        const fields = [{ code: "allocation", severity: "error" as const, field: "shares", line: null, column: null, message: "Fixed shares need a weight above zero for at least one environment.", hint: null }];
        throw refuse({ code: "invalid_input", message: "Costs cannot be shared out like that.", hint: null, fields, retryable: false, requestId: null });
      }
      world.settings = { ...world.settings, costs: { ...world.settings.costs, allocation: rule } };
      return rule;
    }),
  };
}
