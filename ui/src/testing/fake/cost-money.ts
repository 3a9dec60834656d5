// Money that buys less than it could, in the engine's words: two commitments, and what the ledger's lines show.
import type { Commitments_Serialize as Commitments, CostQuestion_Serialize as Question, KeptMonth_Serialize as KeptMonth, Waste_Serialize as Waste, WasteList_Serialize as WasteList } from "../../ipc/bindings";
import { exact, MONTHS, passes, provenanceOf, wordsOf, type Fact } from "./cost-ledger";

const PLAN = "arn:aws:savingsplans::100000000001:savingsplan/8f0c1d2e-3b4a-4c5d-9e6f-7a8b9c0d1e2f";
const RESERVED = "arn:aws:ec2:us-east-1:100000000001:reserved-instances/0a1b2c3d-4e5f-4061-8293-a4b5c6d7e8f9";

const asked = (question: Question) => {
  const [from, to] = [question.from ?? "2026-11", question.to ?? "2026-11"];
  return { words: wordsOf({ ...question, by: [] }, from, to), months: MONTHS.filter((month) => from <= month && month <= to) };
};

export function commitmentsOf(question: Question, kept: readonly KeptMonth[]): Commitments {
  const { words, months } = asked(question);
  // Who filters for an environment sees what it uses of them; here none does.
  const none = question.filter.length > 0;
  return {
    words,
    currencies: none ? [] : [{ currency: "USD", sentence: "Commitments were used to 90.5% ($41.20 unused), covered 72.6% of what they could, and saved $129.44.", used: "390.8", unused: "41.2", utilisation: 0.9046, covered: "561.44", uncovered: "212.1", coverage: 0.7258, saved: "129.44" }],
    rows: none ? [] : [
      { id: RESERVED, currency: "USD", purchased: "72", used: "35.1", unused: "36.9", utilisation: 0.4875, saved: "-11.76", balance: "0" },
      { id: PLAN, currency: "USD", purchased: "360", used: "355.7", unused: "4.3", utilisation: 0.988, saved: "141.2", balance: "0" },
    ],
    provenance: provenanceOf(months, kept),
  };
}

type Rule = Pick<Waste, "code" | "title" | "confidence" | "foundBy" | "remedy"> & { environment: string; usageType: string; share: number; evidence: (quantity: string) => string };

const RULES: Rule[] = [
  { code: "extended-support", title: "Versions beyond standard support", confidence: "high", environment: "rehearsal", usageType: "AmazonEKS-Hours:extendedSupport", share: 1, evidence: (quantity) => `${quantity} hours of extended support, us-east-1 in rehearsal.`, foundBy: "AWS charges extended support beside the usual price.", remedy: "Update to a version in standard support; the charge ends with it." },
  { code: "idle-load-balancer", title: "Load balancers that nobody calls", confidence: "medium", environment: "", usageType: "LoadBalancerUsage", share: 1, evidence: (quantity) => `${quantity} load balancer hours used 0.0 LCU hours, us-east-1.`, foundBy: "Hours are charged, and less than 0.01 capacity units an hour are used.", remedy: "Delete the ingress or service that the load balancer belongs to." },
  { code: "search-outside-production", title: "Search nodes outside production", confidence: "low", environment: "staging", usageType: "ESInstance:t3.medium.search", share: 0.5, evidence: (quantity) => `${quantity} node hours in staging, us-east-1 in staging.`, foundBy: "Search runs in an environment that is not production; how busy it is, costs do not tell. Counted is half of it.", remedy: "Look at CPUUtilization and JVMMemoryPressure of the domain before choosing smaller nodes." },
];

export function wasteOf(all: readonly Fact[], question: Question, kept: readonly KeptMonth[]): WasteList {
  const { words, months } = asked(question);
  const mine = all.filter(passes(question)).filter((fact) => months.includes(fact.values.month ?? ""));
  const found = RULES.flatMap(({ environment, usageType, share, evidence, ...rule }): Waste[] => {
    const lines = mine.filter(({ values }) => values.environment === environment && values.usageType === usageType);
    const [micros, quantity] = [lines.reduce((sum, line) => sum + line.micros, 0), lines.reduce((sum, line) => sum + line.quantity, 0)];
    if (micros === 0) return [];
    const filter = Object.entries({ environment, usageType, region: "us-east-1" }).map(([field, value]) => ({ field, is: [value], not: false }));
    return [{ ...rule, currency: "USD", monthly: exact((micros * share) / months.length), evidence: evidence(quantity.toFixed(1)), filter, resources: [] }];
  });
  const unused: Waste = {
    code: "unused-commitment", title: "Commitments that nothing used", confidence: "high", currency: "USD", monthly: "36.9", evidence: `$36.90 of ${RESERVED} went unused.`,
    foundBy: "The export charges the unused part as a line of its own.", remedy: "Move work to what it covers, or commit to less when it ends.",
    filter: [{ field: "commitment", is: [RESERVED], not: false }, { field: "commitmentStatus", is: ["Unused"], not: false }], resources: [],
  };
  return {
    words, findings: question.filter.length > 0 ? found : [unused, ...found],
    cannotTell: ["Whether a volume is attached: exports charge attached and unattached volumes alike.", "Whether search nodes or instances are too large for their load: costs hold no load.", "Whether a snapshot is still wanted."],
    provenance: provenanceOf(months, kept),
  };
}
