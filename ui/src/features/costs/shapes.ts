// Shapes of answers whose commands are still to come.
import type { Costs, Cost, MonthKey, CostQuestion_Serialize as Question, Report_Serialize as Report } from "../../ipc/client";

type Provenance = Report["provenance"];

export interface Span { from: string; to: string; days: number | null }
export type DriverKind = "usage" | "price" | "new" | "gone" | "unmeasured" | "unusedCommitment" | "commitmentPurchase" | "purchase" | "credit" | "refund" | "adjustment" | "tax";
export interface DriverLine { kind: DriverKind; amount: string; what: string; values: Record<string, string>; before: string; after: string; quantityBefore: string | null; quantityAfter: string | null }
export interface WaterfallShape { currency: string; before: string; after: string; difference: string; steps: { kind: DriverKind; amount: string; lines: number }[]; lines: DriverLine[]; sentence: string }
export interface Drivers { words: string; cost: Cost; before: Span; after: Span; waterfalls: WaterfallShape[]; provenance: Provenance }
export interface ComparedCosts { before: Costs; after: Costs; difference: Costs }
export interface Comparison { words: string; cost: Cost; before: Span; after: Span; rows: ({ values: Record<string, string>; currency: string } & ComparedCosts)[]; totals: Record<string, ComparedCosts>; provenance: Provenance }
export interface Anomaly { sentence: string; values: Record<string, string>; from: string; to: string; ongoing: boolean; amount: string; amountADay: string; usualADay: string; score: number }
export type Method = "mean" | "seasonalNaive" | "drift" | "holtWinters";
export interface Forecast {
  month: string; soFar: string; expected: string; low: string; high: string; otherCharges: string;
  days: { day: string; expected: string; low: string; high: string }[];
  method: Method; backtest: { origins: number; horizon: number; mase: number; mape: number; tried: [Method, number][] }; sentence: string;
}
export interface TrendSeries { currency: string; days: { day: string; amount: string; usage: string }[]; anomalies: Anomaly[]; forecast: Forecast | null; noForecast: string | null }
export interface TrendAnswer { words: string; cost: Cost; series: TrendSeries[]; provenance: Provenance }
export interface BudgetState { budget: { environment: string | null; currency: string; monthly: string; cost: Cost }; month: string; actual: string; forecast: string | null; left: string; verdict: "within" | "forecastOver" | "over"; sentence: string }
export interface CurrencyOverview { currency: string; sentence: string; amount: string; whole: boolean; before: Span | null; waterfall: WaterfallShape | null; forecast: Forecast | null; noForecast: string | null; budgets: BudgetState[]; anomalies: Anomaly[] }
export interface Overview { month: string; cost: Cost; words: string; currencies: CurrencyOverview[]; environments: Report; months: string[]; provenance: Provenance }
export interface CommitmentTotals { currency: string; sentence: string; used: string; unused: string; utilisation: number | null; covered: string; uncovered: string; coverage: number | null; saved: string }
export interface Commitment { id: string; currency: string; purchased: string; used: string; unused: string; utilisation: number | null; saved: string; balance: string }
export interface Commitments { words: string; currencies: CommitmentTotals[]; rows: Commitment[]; provenance: Provenance }
export interface Waste { code: string; title: string; confidence: "high" | "medium" | "low"; currency: string; monthly: string; evidence: string; foundBy: string; remedy: string; filter: Question["filter"]; resources: string[] }
export interface WasteList { words: string; findings: Waste[]; cannotTell: string[]; provenance: Provenance }
export interface Quality { sentence: string; worst: "note" | "warning" | "error" | null; months: { key: MonthKey; lines: number; rejected: number; reconciled: boolean; findings: { code: string; severity: "note" | "warning" | "error"; message: string; lines: number }[] }[]; provenance: Provenance }
