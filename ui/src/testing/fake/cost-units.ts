// What was estimated, what units cost, and extended support, as the engine tells them.
import type { commands as Commands, CostUnit, EstimateComparison_Serialize as Comparison, KeptMonth_Serialize as KeptMonth, CostQuestion_Serialize as Question, SupportCosts_Serialize as Support, UnitCosts_Serialize as UnitCosts, UnitCount, UnitSeries_Serialize as Series, UiError_Serialize as UiError } from "../../ipc/bindings";
import { exact, monthWords, passes, provenanceOf, whole, type Fact } from "./cost-ledger";

interface World {
  months: KeptMonth[];
  units?: UnitCount[];
  adopted?: string[];
}

const line = (estimated: number, actual: number) => ({ estimated: exact(estimated * 1e6), actual: exact(actual * 1e6), difference: exact((actual - estimated) * 1e6) });

/** Staging: its network costs more than was estimated, for NAT data. */
function estimated(world: World, month: string): Comparison {
  const proposals = [{ key: "natGb", unit: "GB a month, each NAT gateway", now: 100, proposed: 1500, why: "3,000 GB a month through 2 NAT gateways." }];
  return {
    environment: "staging", month, cost: "effective", firstDay: 1, days: 30,
    sentence: `staging, ${monthWords(month)}: $757.90 against $641.40 estimated, $116.50 (18%) more: NAT data explains $126.00.`,
    estimatedMonth: "641.4", ...line(641.4, 757.9), complete: true, pricesAsOf: "2026-10-01",
    components: [
      { component: "network", stacks: ["Network"], ...line(74.7, 200.7) },
      { component: "compute", stacks: ["Cluster", "Nodes: general"], ...line(412.5, 408.2) },
      { component: "search", stacks: ["Search"], ...line(139.2, 137) },
      { component: "delivery", stacks: ["Pipelines"], ...line(15, 9.6) },
      { component: "", stacks: [], ...line(0, 2.4) },
    ],
    reasons: [
      { what: "NAT data", ...line(9, 135), estimatedQuantity: "200", actualQuantity: "3000", unit: "GB" },
      { what: "EC2 instances", ...line(332.2, 327.9), estimatedQuantity: null, actualQuantity: null, unit: "" },
      { what: "Builds", ...line(15, 9.6), estimatedQuantity: "1500", actualQuantity: "960", unit: "minutes" },
      { what: "Everything else", ...line(285.2, 285.4), estimatedQuantity: null, actualQuantity: null, unit: "" },
    ],
    proposals: proposals.filter(({ key }) => !world.adopted?.includes(key)),
    provenance: provenanceOf([month], world.months),
  };
}

const WORDS: Record<CostUnit, string> = { crewProfiles: "active crew profile", deployments: "deployment" };
const COUNTS: Record<CostUnit, (at: number) => number | null> = { crewProfiles: () => null, deployments: (at) => (at < 3 ? 14 - at * 2 : null) };

function seriesOf(world: World, all: readonly Fact[], question: Question, unit: CostUnit): Series {
  const periods = world.months.map((one) => one.key.period).filter((period) => (question.from ?? "") <= period && period <= (question.to ?? "9999"));
  const months: Series["months"] = periods.map((month, at) => {
    const micros = all.filter((fact) => fact.values.month === month && fact.currency === "USD" && passes(question)(fact)).reduce((sum, fact) => sum + fact.micros, 0);
    const given = world.units?.find((one) => one.unit === unit && one.month === month)?.count;
    const seen = COUNTS[unit](periods.length - 1 - at);
    const count = given ?? seen;
    return { month, amount: exact(micros), count, countedBy: given !== undefined ? "given" : seen !== null ? "launches" : "nobody", each: count ? exact(micros / count) : null, change: null, whole: month !== "2026-11" };
  });
  months.forEach((one, at) => {
    const before = months[at - 1]?.each;
    if (one.each !== null && before) one.change = exact((Number(one.each) - Number(before)) * 1e6);
  });
  const last = months.at(-1);
  const sentence = last?.each ? `One ${WORDS[unit]} cost $${Number(last.each).toFixed(2)} in ${monthWords(last.month)}.` : `How many ${WORDS[unit]}s there were is not known.`;
  return { unit, currency: "USD", sentence, months };
}

function supportOf(world: World, question: Question): Support {
  const period = question.to ?? "2026-11";
  return {
    words: `Extended support in ${monthWords(period)}`, sentence: `Extended support cost $372.00 in ${monthWords(period)}.`,
    months: [{ month: period, environment: "staging", account: "111122223333", region: "us-east-1", currency: "USD", amount: "372", hours: "744", clusterMonths: "1" }],
    clusters: [
      { environment: "staging", region: "us-east-1", version: "1.33", starts: "2026-07-29", ends: "2027-07-29", charged: true, monthly: "365", sentence: "staging (1.33): $365.00 a month more since 2026-07-29." },
      { environment: "prod", region: "us-east-1", version: "1.35", starts: "2027-03-27", ends: "2028-03-27", charged: false, monthly: "365", sentence: "prod (1.35): $365.00 a month more from 2027-03-27." },
    ],
    provenance: provenanceOf([period], world.months),
  };
}

type Answer<T> = { status: "ok"; data: T } | { status: "error"; error: UiError };
type Names = "costsEstimates" | "costsEstimateAdopt" | "costsUnits" | "costsUnitSet" | "costsSupport";

export function unitCommands<W extends World>(answer: <T>(work: (world: W) => T | Promise<T>) => Promise<Answer<T>>, facts: (world: W) => readonly Fact[]): Pick<typeof Commands, Names> {
  const compared = (world: W, month: string | null, adopted: string[]) => {
    const chosen = month ?? world.months.at(-1)?.key.period ?? "2026-11";
    facts(world);
    return { month: chosen, environments: [estimated(world, chosen)], adopted };
  };
  return {
    costsEstimates: (month) => answer((world) => compared(world, month, [])),
    costsEstimateAdopt: (_environment, month, keys) => answer((world) => {
      const before = compared(world, month, keys);
      world.adopted = [...(world.adopted ?? []), ...keys];
      return before;
    }),
    costsUnits: (asked) => answer((world): UnitCosts => {
      const [question, all] = [whole(asked), facts(world)];
      const units: CostUnit[] = ["crewProfiles", "deployments"];
      return { words: "Effective cost by month", cost: question.cost, units: units.map((unit) => seriesOf(world, all, question, unit)), provenance: provenanceOf([question.to ?? "2026-11"], world.months) };
    }),
    costsUnitSet: (unit, month, count) => answer((world) => {
      world.units = [...(world.units ?? []).filter((one) => one.unit !== unit || one.month !== month), ...(count === null ? [] : [{ unit, month, count }])];
      return world.units;
    }),
    costsSupport: (asked) => answer((world) => (facts(world), supportOf(world, whole(asked)))),
  };
}
