// A small ledger that answers as the engine does: lines of a year, added up by whatever is asked. The places and names
// are invented; amounts are exact micro-units.
import type { CostQuestion_Deserialize as Asked, CostQuestion_Serialize as Question, Costs, KeptMonth_Serialize as KeptMonth, LineItems_Serialize as LineItems, Report_Serialize as Report, ReportRow_Serialize as ReportRow } from "../../ipc/bindings";

/** The first day that nothing is known of. */
export const UNTIL = "2026-11-24";
export const MONTHS = Array.from({ length: 13 }, (_, index) => new Date(Date.UTC(2025, 10 + index, 1)).toISOString().slice(0, 7));

export interface Line {
  values: Record<string, string>;
  /** Micro-units a day. */
  daily: number;
  /** Units a day. */
  quantity: number;
  from?: string;
  until?: string;
  /** Less on Saturdays and Sundays. */
  weekly?: boolean;
  /** Only on this day of the month. */
  on?: number;
  /** Of effective: what the invoice charges, and list prices. */
  billed?: number;
  currency?: string;
}

const line = (environment: string, component: string, service: string, usageType: string, dollars: number, quantity: number, rest: Partial<Line> & { category?: string } = {}): Line => ({
  values: {
    environment, component, service, usageType, team: component === "" ? "" : component === "search" ? "Discovery" : "Crew platform", region: usageType.startsWith("USW2") ? "us-west-2" : "us-east-1",
    account: environment === "production" ? "210000000001" : "210000000002", billingAccount: "100000000001", chargeCategory: rest.category ?? "Usage", pricingCategory: "Standard", chargeClass: "", chargeFrequency: "Usage-Based", commitment: "", commitmentStatus: "",
    resource: "",
  },
  daily: Math.round(dollars * 1e6), quantity, ...rest,
});

const LINES: Line[] = [
  line("production", "cluster", "Amazon Elastic Compute Cloud", "BoxUsage:m6i.xlarge", 27.648, 144, { weekly: true }),
  line("staging", "cluster", "Amazon Elastic Compute Cloud", "BoxUsage:m6i.large", 9.216, 96, { weekly: true }),
  line("production", "network", "Amazon Elastic Compute Cloud", "NatGateway-Hours", 3.24, 72),
  line("production", "network", "Amazon Elastic Compute Cloud", "NatGateway-Bytes", 4.05, 90, { weekly: true }),
  line("staging", "network", "Amazon Elastic Compute Cloud", "NatGateway-Hours", 1.08, 24),
  line("staging", "network", "Amazon Elastic Compute Cloud", "NatGateway-Bytes", 0.945, 21, { weekly: true }),
  line("staging", "network", "Amazon Elastic Compute Cloud", "NatGateway-Bytes", 7.92, 176, { from: "2026-11-12" }),
  line("production", "cluster", "Amazon Elastic Compute Cloud", "EBS:VolumeUsage.gp3", 1.578947, 20),
  line("", "", "Amazon Elastic Compute Cloud", "EBS:SnapshotUsage", 0.4166667, 8.333),
  line("production", "cluster", "Amazon Elastic Kubernetes Service", "AmazonEKS-Hours:perCluster", 2.4, 24),
  line("staging", "cluster", "Amazon Elastic Kubernetes Service", "AmazonEKS-Hours:perCluster", 2.4, 24),
  line("rehearsal", "cluster", "Amazon Elastic Kubernetes Service", "AmazonEKS-Hours:extendedSupport", 12, 24, { from: "2026-09-09", until: "2026-10-31" }),
  line("production", "search", "Amazon OpenSearch Service", "ESInstance:r6g.large.search", 12.024, 72),
  line("staging", "search", "Amazon OpenSearch Service", "ESInstance:t3.medium.search", 1.752, 24),
  line("production", "network", "Elastic Load Balancing", "LoadBalancerUsage", 0.54, 24),
  line("", "", "Elastic Load Balancing", "LoadBalancerUsage", 0.54, 24),
  line("production", "delivery", "AWS CodeBuild", "Build-Min:Linux:g1.small", 0.92, 184, { weekly: true }),
  line("production", "", "AmazonCloudWatch", "DataProcessing-Bytes", 2.15, 4.3),
  line("staging", "", "AmazonCloudWatch", "DataProcessing-Bytes", 0.55, 1.1),
  line("production", "images", "Amazon Elastic Container Registry", "TimedStorage-ByteHrs", 0.113, 1.13),
  line("production", "", "Amazon Simple Storage Service", "TimedStorage-ByteHrs", 0.000000413 * 900, 0.016),
  line("", "", "Amazon Simple Storage Service", "USW2-Requests-Tier1", 0.0000004, 0.08),
  line("", "", "AWS Support (Business)", "Dollar", 92, 1, { on: 1, category: "Purchase" }),
  line("", "", "AWS credits", "Credit", -40, 1, { on: 3, category: "Credit", from: "2026-10-01" }),
  line("", "", "Tax", "Tax", 118.44, 1, { on: 1, category: "Tax" }),
];

const EUROS: Line[] = [line("production", "", "Marketplace: scheduling data", "MP:Subscription", 3.2, 1, { currency: "EUR" }), line("", "", "Tax", "Tax", 19, 1, { on: 1, category: "Tax", currency: "EUR" })];

const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);

/** A day's charge of a line, in micro-units. */
function charge(of: Line, date: string): number {
  const at = new Date(`${date}T00:00:00Z`);
  if ((of.from && date < of.from) || (of.until && date > of.until) || (of.on && at.getUTCDate() !== of.on)) return 0;
  const weekend = of.weekly && [0, 6].includes(at.getUTCDay()) ? 0.55 : 1;
  // A year ago there was a third less; days differ a little.
  const grown = of.on ? 1 : 0.67 + 0.33 * Math.min(1, (Date.parse(date) - Date.parse("2025-11-01")) / (365 * 86_400_000));
  const wobble = of.on || of.daily < 1000 ? 1 : 1 + 0.04 * Math.sin(Date.parse(date) / 86_400_000 * 1.7 + of.daily);
  return Math.round(of.daily * weekend * grown * wobble);
}

export interface Fact {
  values: Record<string, string>;
  micros: number;
  quantity: number;
  currency: string;
}

export const facts = (months: readonly string[], euros: boolean): Fact[] => dailyFacts(euros ? [...LINES, ...EUROS] : LINES, months);

/** Every line of every day. */
export function dailyFacts(lines: readonly Line[], months: readonly string[]): Fact[] {
  const out: Fact[] = [];
  for (const month of months) {
    const first = Date.parse(`${month}-01T00:00:00Z`);
    for (let at = first; day(at).startsWith(month) && day(at) < UNTIL; at += 86_400_000) {
      const date = day(at);
      for (const of of lines) {
        const micros = charge(of, date);
        if (micros !== 0) out.push({ values: { ...of.values, day: date, month }, micros, quantity: of.quantity, currency: of.currency ?? "USD" });
      }
    }
  }
  return out;
}

/** Micro-units as the engine writes amounts. */
export function exact(micros: number): string {
  const most = Math.abs(Math.round(micros));
  const fraction = String(most % 1_000_000).padStart(6, "0").replace(/0+$/, "");
  return `${micros < 0 && most > 0 ? "-" : ""}${Math.floor(most / 1_000_000)}${fraction && `.${fraction}`}`;
}

export const costsOf = (micros: number): Costs => ({ billed: exact(micros), effective: exact(micros), list: exact(micros * 1.18), contracted: exact(micros * 1.06) });

export const whole = (question: Asked): Question => ({ by: question.by ?? [], from: question.from ?? null, to: question.to ?? null, filter: (question.filter ?? []).map((one) => ({ ...one, not: one.not ?? false })), cost: question.cost ?? "effective" });

export const passes = ({ filter }: Question) => ({ values }: Fact) => filter.every((one) => one.is.includes(values[one.field] ?? "") !== one.not);

const NAMES = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
export const monthWords = (period: string) => `${NAMES[Number(period.slice(5)) - 1]} ${period.slice(0, 4)}`;
const COSTS = { effective: "Effective cost", billed: "Billed cost", list: "Cost at list prices", contracted: "Cost at contracted prices" };
const spaced = (field: string) => field.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

export function wordsOf(question: Question, from: string, to: string): string {
  const by = question.by.length > 0 ? ` by ${question.by.map(spaced).join(" and ")}` : "";
  const where = question.filter.map((one) => `${spaced(one.field)} is ${one.not ? "not " : ""}${one.is.map((value) => value || "(untagged)").join(" or ")}`);
  return `${COSTS[question.cost]}${by}, ${monthWords(from)}${from === to ? "" : ` to ${monthWords(to)}`}${where.length > 0 ? `, where ${where.join(" and ")}` : ""}`;
}

export function provenanceOf(months: readonly string[], kept: readonly KeptMonth[]): Report["provenance"] {
  const sources = kept.filter((one) => months.includes(one.key.period));
  const [first, last] = [sources[0], sources.at(-1)];
  const lines = sources.reduce((sum, one) => sum + one.lines, 0);
  const span = first && last ? (first === last ? monthWords(first.key.period) : `${monthWords(first.key.period)} to ${monthWords(last.key.period)}`) : "";
  const open = last?.key.period === "2026-11" ? " Not over yet: November 2026." : "";
  return {
    sentence: `From FOCUS_1_2_AWS of ${span}, ${lines.toLocaleString("en-US")} line items, as of ${UNTIL}, imported 2026-11-24.${open}`,
    months: sources.map((one) => ({ key: one.key, format: one.format, source: one.source, lines: one.lines, asOfMs: one.asOfMs, importedAtMs: one.importedAtMs, whole: one.key.period !== "2026-11" })),
    missing: [], complete: open === "",
  };
}

export function reportOf(all: readonly Fact[], question: Question, kept: readonly KeptMonth[]): Report {
  const months = kept.map((one) => one.key.period);
  const from = question.from ?? months[0] ?? "";
  const to = question.to ?? months.at(-1) ?? "";
  const groups = new Map<string, { row: ReportRow; micros: number; quantity: number }>();
  const totals = new Map<string, number>();
  for (const fact of all.filter(passes(question))) {
    const month = fact.values.month ?? "";
    if (month < from || month > to) continue;
    const values = Object.fromEntries(question.by.map((field) => [field, fact.values[field] ?? ""]));
    const key = JSON.stringify([values, fact.currency]);
    const known = groups.get(key) ?? { row: { values, currency: fact.currency, ...costsOf(0), quantity: null, lines: 0 }, micros: 0, quantity: 0 };
    known.micros += fact.micros;
    known.quantity += fact.quantity;
    known.row.lines += 24;
    groups.set(key, known);
    totals.set(fact.currency, (totals.get(fact.currency) ?? 0) + fact.micros);
  }
  const time = question.by[0] === "month" || question.by[0] === "day" ? question.by[0] : null;
  const rows = [...groups.values()]
    .sort((a, b) => (time ? (a.row.values[time] ?? "").localeCompare(b.row.values[time] ?? "") : 0) || b.micros - a.micros)
    .map(({ row, micros, quantity }) => ({ ...row, ...costsOf(micros), quantity: question.by.includes("usageType") ? exact(quantity * 1e6) : null }));
  return {
    question, words: wordsOf(question, from, to), sentence: `${wordsOf(question, from, to)}.`, rows,
    totals: Object.fromEntries([...totals].map(([currency, micros]) => [currency, costsOf(micros)])),
    accounts: [{ id: "210000000001", name: "crewdesk-prod" }, { id: "210000000002", name: "crewdesk-staging" }],
    provenance: provenanceOf(months.filter((month) => from <= month && month <= to), kept),
  };
}

/** Line items as a file of FOCUS writes them, the largest first. */
export function linesOf(all: readonly Fact[], question: Question, most: number, kept: readonly KeptMonth[]): LineItems {
  const { words, totals, provenance } = reportOf(all, { ...question, by: [] }, kept);
  const within = ({ values: { month = "" } }: Fact) => (question.from ?? "") <= month && month <= (question.to ?? "9999");
  const found = all.filter(passes(question)).filter(within).sort((a, b) => Math.abs(b.micros) - Math.abs(a.micros));
  const items = found.slice(0, most).map(({ values, micros, quantity, currency }, at) => {
    const { month = "", ...fields } = values;
    return {
      file: `/home/ada/exports/array-costs/data/BILLING_PERIOD=${month}/array-costs-00001.snappy.parquet`, row: at * 97 + 5, currency, ...costsOf(micros), quantity: exact(quantity * 1e6),
      fields: Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== "")),
      values: [["BilledCost", exact(micros)], ["ServiceName", values.service], ["SkuMeter", values.usageType], ["ChargePeriodStart", `${values.day}T00:00:00Z`]].map(([column = "", value = ""]) => ({ column, value })),
    };
  });
  const sentence = `The ${items.length} largest of ${found.length.toLocaleString("en-US")} line items.`;
  return { question: { ...question, by: [] }, words, sentence, items, count: found.length, totals, notes: [], ledger: null, provenance };
}
