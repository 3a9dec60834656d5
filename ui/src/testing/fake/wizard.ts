// The wizard's answers, put together from recorded ones: a field that holds what the recorded wrong file
// holds gets what was really said of it.
import type { EnvironmentFile, Ledger_Serialize as Ledger, Plan_Serialize as Plan, Problem_Serialize as Problem, UiError_Serialize as UiError } from "../../ipc/bindings";
import { preset, recorded } from "./recorded";

type Tree = Record<string, unknown>;

/** What stands at `node_groups[0].min_size`. */
function at(file: unknown, field: string): unknown {
  return field.split(/[.[\]]+/).filter(Boolean).reduce<unknown>((tree, step) => (tree as Tree | undefined)?.[step], file);
}

// These compare fields with each other: the whole table must be the recorded one.
const TABLE_WIDE = new Set(["size-order", "search-zone-balance", "search-volume"]);

function stillSo(problem: Problem, now: EnvironmentFile, then: EnvironmentFile): boolean {
  const field = TABLE_WIDE.has(problem.code) ? problem.field.replace(/\.[^.]*$/, "") : problem.field;
  return JSON.stringify(at(now, field)) === JSON.stringify(at(then, field));
}

export async function check(file: EnvironmentFile): Promise<Problem[]> {
  const [wrong, known] = await Promise.all([recorded("wrong"), preset(file.kind)]);
  const errors = wrong.ledger.problems.filter((one) => one.severity === "error" && stillSo(one, file, wrong.file));
  const warnings = known.ledger.problems.filter((one) => stillSo(one, file, known.file));
  return [...errors, ...warnings.filter((one) => !errors.some((error) => error.field === one.field))];
}

/** The preset's ledger, with what more or fewer nodes cost and what other answers changed when they were recorded. */
export async function ledger(file: EnvironmentFile): Promise<Ledger> {
  const [problems, known, catalogue] = await Promise.all([check(file), preset(file.kind), recorded("catalogue")]);
  const { figures } = known.ledger;
  if (!figures || problems.some((one) => one.severity === "error")) return { problems, figures: null };
  const nodes = (of: EnvironmentFile) => of.node_groups.reduce((sum, group) => {
    const prices = catalogue.instanceTypes.find((type) => type.name === group.instance_types[0])?.prices ?? [];
    return sum + group.desired_size * Number(prices.find((price) => price.region === of.region)?.hourlyUsd ?? 0) * 730 * 1e6;
  }, 0);
  const more = Math.round(nodes(file) - nodes(known.file));
  const others = known.changes.filter((one) => String(at(file, one.field)) === one.value && String(at(known.file, one.field)) !== one.value);
  const section = (stack: string) => others.filter((one) => stack.toLowerCase().startsWith(one.field.split(".")[0] ?? ""));
  const sum = (changes: typeof others, key: "monthlyMicros" | "minutes" | "resources") => changes.reduce((total, one) => total + one[key] - figures[key], 0);
  return {
    problems,
    figures: {
      ...figures,
      minutes: figures.minutes + sum(others, "minutes"),
      resources: figures.resources + sum(others, "resources"),
      monthlyMicros: figures.monthlyMicros + more + sum(others, "monthlyMicros"),
      parts: figures.parts.map((part) => ({
        ...part,
        monthlyMicros: part.monthlyMicros + (part.stack.startsWith("Nodes") ? more : 0) + sum(section(part.stack), "monthlyMicros"),
      })),
    },
  };
}

export async function toToml(file: EnvironmentFile): Promise<string> {
  const wrong = await recorded("wrong");
  const { toml } = file.name === wrong.file.name ? wrong : await preset(file.kind);
  return toml.replace(/^name = ".*"$/m, `name = ${JSON.stringify(file.name)}`);
}

/** Only recorded texts can be read, whatever their name. */
export async function fromToml(text: string): Promise<{ file: EnvironmentFile | null; problems: Problem[] }> {
  const wrong = await recorded("wrong");
  const name = /^name = "(.*)"$/m.exec(text)?.[1];
  if (name === wrong.file.name) return { file: wrong.file, problems: wrong.problems };
  const kind = /^kind = "(development|staging|production)"$/m.exec(text)?.[1] as EnvironmentFile["kind"] | undefined;
  if (!name || !kind) {
    return { file: null, problems: [{ code: "malformed", severity: "error", field: "", line: 1, column: 1, message: "This is no environment file.", hint: "Write it anew from the form." }] };
  }
  return { file: { ...(await preset(kind)).file, name }, problems: [] };
}

export const refusal = (problems: Problem[]): UiError => ({
  code: "invalid_input", message: "The environment file has problems.", hint: "Correct the fields that are named, then plan again.", fields: problems, retryable: false, requestId: null,
});

export async function plan(file: EnvironmentFile, refused: boolean): Promise<Plan> {
  const [known, stops, figures] = await Promise.all([recorded("plans/staging"), recorded("plans/refused"), ledger(file)]);
  const checks = refused ? [...stops.filter((one) => one.outcome === "failed" && one.severity === "error"), ...known.checks] : known.checks;
  const monthlyMicros = figures.figures?.monthlyMicros ?? known.estimate.monthlyMicros;
  return { ...known, environment: file.name, kind: file.kind, region: file.region, file, checks, estimate: { ...known.estimate, monthlyMicros } };
}
