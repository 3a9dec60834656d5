// Budgets as the engine tells how they stand.
import type { commands as Commands, Budget_Serialize as Budget, BudgetState_Serialize as BudgetState, Budgets_Serialize as Budgets, KeptMonth_Serialize as KeptMonth, Settings_Serialize as Settings, UiError_Serialize as UiError } from "../../ipc/bindings";
import { exact, monthWords, provenanceOf, type Fact } from "./cost-ledger";

const money = (micros: number) => (micros / 1e6).toLocaleString("en-US", { style: "currency", currency: "USD" });

interface BudgetsWorld {
  settings: Settings;
  months: KeptMonth[];
}

function stateOf(budget: Budget, all: readonly Fact[], month: string): BudgetState {
  const actual = all.filter(({ values, currency }) => values.month === month && currency === budget.currency && (budget.environment === null || values.environment === budget.environment)).reduce((sum, fact) => sum + fact.micros, 0);
  const monthly = Number(budget.monthly) * 1e6;
  const [left, share] = [monthly - actual, Math.round((100 * actual) / monthly)];
  const rest = left < 0 ? `${money(-left)} over` : `${money(left)} left`;
  return { budget, month, actual: exact(actual), forecast: null, left: exact(left), verdict: left < 0 ? "over" : "within", sentence: `${money(actual)} of ${money(monthly)} for ${budget.environment ?? "everything"} in ${monthWords(month)} (${share}%), ${rest}.` };
}

function standing({ settings, months }: BudgetsWorld, facts: () => readonly Fact[]): Budgets {
  const { budgets } = settings.costs;
  const month = months.at(-1)?.key.period ?? null;
  if (month === null) return { month, sentence: "Nothing was imported yet, so it is not known how budgets stand.", budgets: [], unknown: budgets, provenance: provenanceOf([], months) };
  const all = facts();
  const states = budgets.map((budget) => stateOf(budget, all, month)).sort((one, other) => Number(other.verdict === "over") - Number(one.verdict === "over"));
  const over = states.filter((one) => one.verdict === "over").length;
  const many = `${states.length} ${states.length === 1 ? "budget" : "budgets"}`;
  const sentence = states.length === 0 ? "No budget is set." : `${monthWords(month)}: ${over === 0 ? `all within ${many}` : `${over} of ${many} over`}.`;
  return { month, sentence, budgets: states, unknown: [], provenance: provenanceOf([month], months) };
}

type Answer<T> = { status: "ok"; data: T } | { status: "error"; error: UiError };

export function budgetCommands<W extends BudgetsWorld>(answer: <T>(work: (world: W) => T | Promise<T>) => Promise<Answer<T>>, refuse: (detail: UiError) => Error, facts: (world: W) => readonly Fact[]): Pick<typeof Commands, "budgetsList" | "budgetSet" | "budgetRemove"> {
  const put = (world: W, budgets: Budget[]) => {
    world.settings = { ...world.settings, costs: { ...world.settings.costs, budgets } };
    return standing(world, () => facts(world));
  };
  return {
    budgetsList: () => answer((world) => standing(world, () => facts(world))),
    budgetSet: (budget) => answer((world) => {
      if (!/^[A-Z]{3}$/.test(budget.currency)) throw refuse({ code: "invalid_input", message: `\`${budget.currency}\` is no currency's code; write it like USD.`, hint: null, fields: null, retryable: false, requestId: null });
      const made: Budget = { ...budget, environment: budget.environment ?? null };
      return put(world, [...world.settings.costs.budgets.filter((one) => one.environment !== made.environment || one.currency !== made.currency || one.cost !== made.cost), made]);
    }),
    budgetRemove: (environment) => answer((world) => put(world, world.settings.costs.budgets.filter((one) => one.environment !== environment))),
  };
}
