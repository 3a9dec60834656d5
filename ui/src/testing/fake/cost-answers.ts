// Reports that look at costs twice: what changed, what stands out, what is to come.
import type { CostQuestion_Serialize as Question, KeptMonth_Serialize as KeptMonth } from "../../ipc/bindings";
import type { UiError_Serialize as UiError } from "../../ipc/bindings";
import type { Anomaly, Comparison_Serialize as Comparison, CurrencyOverview_Serialize as CurrencyOverview, DriverLine_Serialize as DriverLine, Drivers_Serialize as Drivers, Forecast, Overview_Serialize as Overview, Span_Serialize as Span, Trend_Serialize as TrendAnswer, Waterfall_Serialize as WaterfallShape } from "../../ipc/bindings";
import { costsOf, exact, monthWords, passes, provenanceOf, reportOf, UNTIL, wordsOf, type Fact } from "./cost-ledger";

const DAYS = 23;
const money = (micros: number, currency = "USD") => (micros < 0 ? "-" : "") + (Math.abs(micros) / 1e6).toLocaleString("en-US", { style: "currency", currency });
const back = (period: string, months: number) => new Date(Date.UTC(Number(period.slice(0, 4)), Number(period.slice(5)) - 1 - months, 1)).toISOString().slice(0, 7);

/** Where a month goes on, as many first days of the other count. */
function spans(before: Span | null, after: Span | null): { before: Span; after: Span } {
  const now = after ?? { from: "2026-11", to: "2026-11", days: null };
  const then = before ?? { from: back(now.from, 1), to: back(now.to, 1), days: null };
  const days = now.to === "2026-11" && now.from === now.to ? DAYS : null;
  return { before: { ...then, days }, after: { ...now, days } };
}

const range = ({ from, to }: Question): Span => ({ from: from ?? "2026-11", to: to ?? "2026-11", days: null });

const within = ({ from, to, days }: Span) => ({ values }: Fact) => from <= (values.month ?? "") && (values.month ?? "") <= to && (days === null || Number(values.day?.slice(8)) <= days);
const total = (all: readonly Fact[]) => all.reduce((sum, fact) => sum + fact.micros, 0);

function sums(all: readonly Fact[], by: readonly string[]): Map<string, { values: Record<string, string>; micros: number; quantity: number }> {
  const out = new Map<string, { values: Record<string, string>; micros: number; quantity: number }>();
  for (const fact of all) {
    const values = Object.fromEntries(by.map((field) => [field, fact.values[field] ?? ""]));
    const known = out.get(JSON.stringify(values)) ?? { values, micros: 0, quantity: 0 };
    known.micros += fact.micros;
    known.quantity += fact.quantity;
    out.set(JSON.stringify(values), known);
  }
  return out;
}

const NAMED: Record<string, string> = { "NatGateway-Bytes": "NAT data", "NatGateway-Hours": "NAT gateways", "BoxUsage:m6i.xlarge": "m6i.xlarge nodes", "BoxUsage:m6i.large": "m6i.large nodes", "AmazonEKS-Hours:extendedSupport": "EKS extended support" };

function waterfallOf(all: readonly Fact[], currency: string, { before, after }: { before: Span; after: Span }): WaterfallShape {
  const mine = all.filter((fact) => fact.currency === currency);
  const [old, now] = [mine.filter(within(before)), mine.filter(within(after))];
  const by = ["usageType", "service", "environment", "chargeCategory"];
  const [was, is] = [sums(old, by), sums(now, by)];
  const lines = [...new Set([...was.keys(), ...is.keys()])]
    .map((key): DriverLine & { micros: number } => {
      const [one, other] = [was.get(key), is.get(key)];
      const values = (one ?? other)?.values ?? {};
      const micros = (other?.micros ?? 0) - (one?.micros ?? 0);
      const kind = values.chargeCategory === "Tax" ? "tax" : values.chargeCategory === "Credit" ? "credit" : !one ? "new" : !other ? "gone" : "usage";
      const measured = kind === "usage" && one && other;
      return {
        kind, micros, amount: exact(micros), what: `${NAMED[values.usageType ?? ""] ?? `${values.service} ${values.usageType}`}${values.environment ? ` in ${values.environment}` : ""}`,
        values: Object.fromEntries(Object.entries(values).filter(([field]) => field !== "chargeCategory")), before: exact(one?.micros ?? 0), after: exact(other?.micros ?? 0),
        quantityBefore: measured ? exact(one.quantity * 1e6) : null, quantityAfter: measured ? exact(other.quantity * 1e6) : null,
      };
    })
    .filter((line) => line.micros !== 0)
    .sort((a, b) => Math.abs(b.micros) - Math.abs(a.micros));
  const difference = total(now) - total(old);
  const kinds = [...new Set(lines.map((line) => line.kind))];
  const first = lines[0];
  return {
    currency, before: exact(total(old)), after: exact(total(now)), difference: exact(difference),
    steps: kinds.map((kind) => ({ kind, amount: exact(lines.filter((line) => line.kind === kind).reduce((sum, line) => sum + line.micros, 0)), lines: lines.filter((line) => line.kind === kind).length })),
    lines, sentence: `${money(Math.abs(difference), currency)} ${difference < 0 ? "less" : "more"}${first ? `: ${first.what} explains ${money(first.micros, currency)}` : ""}.`,
  };
}

export function driversOf(all: readonly Fact[], question: Question, sides: [Span | null, Span | null], kept: readonly KeptMonth[]): Drivers {
  const span = spans(...sides);
  const mine = all.filter(passes(question));
  return {
    words: `${wordsOf({ ...question, by: [] }, span.after.from, span.after.to)} against ${monthWords(span.before.from)}`, cost: question.cost, ...span,
    waterfalls: [...new Set(mine.map((fact) => fact.currency))].map((currency) => waterfallOf(mine, currency, span)),
    provenance: provenanceOf([span.before.from, span.after.from], kept),
  };
}

/** Why nothing is compared. */
export function nothingBefore(before: Pick<Span, "from" | "to"> | null, kept: readonly KeptMonth[]): UiError | null {
  if (!before || kept.some(({ key }) => before.from <= key.period && key.period <= before.to)) return null;
  return { code: "not_found", message: "Nothing was imported for these months.", hint: "There is November 2026.", fields: null, retryable: false, requestId: null };
}

export function comparisonOf(all: readonly Fact[], question: Question, sides: [Span | null, Span | null], kept: readonly KeptMonth[]): Comparison {
  const span = spans(...sides);
  const by = [...question.by, "__currency"];
  const mine = all.filter(passes(question)).map((fact) => ({ ...fact, values: { ...fact.values, __currency: fact.currency } }));
  const [was, is] = [sums(mine.filter(within(span.before)), by), sums(mine.filter(within(span.after)), by)];
  const rows = [...new Set([...was.keys(), ...is.keys()])].map((key) => {
    const [one, other] = [was.get(key)?.micros ?? 0, is.get(key)?.micros ?? 0];
    const { __currency: currency = "USD", ...values } = (was.get(key) ?? is.get(key))?.values ?? {};
    return { values, currency, before: costsOf(one), after: costsOf(other), difference: costsOf(other - one) };
  });
  return { words: wordsOf(question, span.after.from, span.after.to), cost: question.cost, ...span, rows, totals: {}, provenance: provenanceOf([span.before.from, span.after.from], kept) };
}

const ANOMALY: Anomaly = {
  sentence: "NAT data in staging +$7.92 a day, since 12 Nov", values: { usageType: "NatGateway-Bytes", environment: "staging" }, from: "2026-11-12", to: "2026-11-23", ongoing: true,
  amount: "95.04", amountADay: "7.92", usualADay: "0.945", score: 11.4,
};

function forecastOf(mine: readonly Fact[]): Forecast | null {
  const november = mine.filter((fact) => fact.values.month === "2026-11");
  if (november.length === 0) return null;
  const recent = november.filter((fact) => fact.values.chargeCategory === "Usage" && (fact.values.day ?? "") >= "2026-11-12");
  const days = Array.from({ length: 7 }, (_, index) => {
    const middle = (total(recent) / 12) * ([5, 6].includes((index + 1) % 7) ? 0.8 : 1.06);
    return { day: `2026-11-${24 + index}`, expected: exact(middle), low: exact(middle * 0.88), high: exact(middle * 1.12) };
  });
  const rest = days.reduce((sum, day) => sum + Number(day.expected) * 1e6, 0);
  const expected = total(november) + rest;
  return {
    month: "2026-11", soFar: exact(total(november)), expected: exact(expected), low: exact(expected - rest * 0.12), high: exact(expected + rest * 0.12), otherCharges: "0", days,
    method: "holtWinters", backtest: { origins: 12, horizon: 7, mase: 0.71, mape: 3.2, tried: [["holtWinters", 0.71], ["seasonalNaive", 1], ["mean", 1.34], ["drift", 1.6]] },
    sentence: `November 2026 will end near ${money(expected)}, between ${money(expected - rest * 0.12)} and ${money(expected + rest * 0.12)} in 8 cases of 10 (Holt-Winters' method, weeks as seasons; tried 12 times over 7 days, its sum was off by 3.2% on average, MASE 0.71).`,
  };
}

export function trendOf(all: readonly Fact[], question: Question, kept: readonly KeptMonth[]): TrendAnswer {
  const after = range(question);
  const mine = all.filter(passes(question)).filter(within({ ...after, days: null }));
  const hasAnomaly = question.filter.every((one) => one.is.includes(ANOMALY.values[one.field] ?? "") !== one.not) && after.to === "2026-11";
  return {
    words: wordsOf({ ...question, by: ["day"] }, after.from, after.to), cost: question.cost,
    series: [...new Set(mine.map((fact) => fact.currency))].map((currency) => {
      const of = mine.filter((fact) => fact.currency === currency);
      const usage = of.filter((fact) => fact.values.chargeCategory === "Usage");
      const days = [...sums(of, ["day"]).values()].sort((a, b) => (a.values.day ?? "").localeCompare(b.values.day ?? ""));
      const used = sums(usage, ["day"]);
      const forecast = after.to === "2026-11" ? forecastOf(of) : null;
      return {
        currency, days: days.map(({ values, micros }) => ({ day: values.day ?? "", amount: exact(micros), usage: exact(used.get(JSON.stringify(values))?.micros ?? 0) })),
        anomalies: hasAnomaly && currency === "USD" ? [ANOMALY] : [], forecast, noForecast: forecast ? null : "The month is over.",
      };
    }),
    provenance: provenanceOf([after.from, after.to], kept),
  };
}

export function overviewOf(all: readonly Fact[], question: Question, kept: readonly KeptMonth[], budgeted: boolean): Overview {
  const drivers = driversOf(all, question, [null, { from: question.to ?? "2026-11", to: question.to ?? "2026-11", days: null }], kept);
  const trend = trendOf(all, question, kept);
  const period = drivers.after.to;
  const open = period === "2026-11";
  const known = kept.some((one) => one.key.period === drivers.before.from);
  const currencies = drivers.waterfalls.map((waterfall): CurrencyOverview => {
    const series = trend.series.find((one) => one.currency === waterfall.currency);
    const amount = Number(waterfall.after) * 1e6;
    const monthly = 2_600e6;
    const over = Number(series?.forecast?.expected ?? 0) * 1e6 > monthly;
    return {
      currency: waterfall.currency, amount: waterfall.after, whole: !open, before: known ? drivers.before : null, waterfall: known ? waterfall : null,
      sentence: `${monthWords(period).split(" ")[0]}${open ? " so far" : ""}: ${money(amount, waterfall.currency)}${known ? `, ${waterfall.sentence.replace("more", "above").replace("less", "below").replace(/(above|below)/, `$1 the ${open ? `first ${DAYS} days of October` : "month before"}`)}` : ". It is the only month here, so there is nothing to compare it with."}`,
      forecast: series?.forecast ?? null, noForecast: series?.noForecast ?? null,
      budgets: budgeted && waterfall.currency === "USD" ? [{ budget: { environment: null, currency: "USD", monthly: "2600", cost: question.cost }, month: period, actual: waterfall.after, forecast: series?.forecast?.expected ?? null, left: exact(monthly - amount), verdict: over ? "forecastOver" : "within", sentence: over ? "The whole will probably end above its budget of $2,600.00." : `The whole is within its budget of $2,600.00: ${money(monthly - amount)} is left.` }] : [],
      anomalies: series?.anomalies ?? [],
    };
  });
  return { month: period, cost: question.cost, words: wordsOf({ ...question, by: [] }, drivers.after.from, period), currencies, environments: reportOf(all, { ...question, by: ["environment"], from: drivers.after.from, to: drivers.after.to }, kept), months: kept.map((one) => one.key.period), provenance: provenanceOf([drivers.after.from, period], kept) };
}

export const kept = (period: string, euros: boolean): KeptMonth => {
  const whole = period !== "2026-11";
  return {
    key: { provider: "AWS", billingAccount: "100000000001", period }, format: "FOCUS_1_2_AWS", source: [`BILLING_PERIOD=${period}/array-costs-00001.snappy.parquet`], lines: whole ? 429_822 : 363_305,
    totals: { USD: costsOf(whole ? 2_204_180_000 : 1_904_944_100), ...(euros && { EUR: costsOf(92_600_000) }) }, firstDay: 0, lastDay: 0, asOfMs: whole ? Date.parse(`${back(period, -1)}-01T00:00:00Z`) : Date.parse(`${UNTIL}T00:00:00Z`),
    accounts: [{ id: "210000000001", name: "crewdesk-prod" }, { id: "210000000002", name: "crewdesk-staging" }], tagKeys: ["user_environment", "user_component", "user_team"],
    findings: whole ? [] : [
      { code: "rejected-rows", severity: "warning", message: "Line items could not be read and are missing from every figure.", lines: 2 },
      { code: "month-open", severity: "note", message: "The month is not over: usage is known up to 23 November.", lines: 0 },
    ],
    importedAtMs: Date.parse("2026-11-24T07:30:41Z"), bytes: whole ? 1_842_112 : 1_504_331,
  };
};
