// Imports of costs as browsers are played them: one that ended with findings, one that failed, and whatever is picked,
// which takes a moment. The words are the engine's.
import type { commands as Commands, Costs, FileReport, Import_Serialize as Import, KeptMonth_Serialize as KeptMonth, Settings_Serialize as Settings, Span_Deserialize as Span, MonthChange_Serialize as MonthChange, UiError_Serialize as UiError } from "../../ipc/bindings";
import { commitmentsOf, wasteOf } from "./cost-money";
import { allocationCommands } from "./cost-allocation";
import { unitCommands } from "./cost-units";
import { comparisonOf, driversOf, kept, nothingBefore, overviewOf, trendOf } from "./cost-answers";
import { budgetCommands } from "./cost-budgets";
import { YEARS, yearsCommands } from "./cost-years";
import { facts, linesOf, MONTHS, reportOf, whole } from "./cost-ledger";
import { beginSources, sourceCommands, type SourcesWorld } from "./cost-sources";
import type { Scenario } from "./scenarios";

export interface CostsWorld extends SourcesWorld {
  imports: Import[];
  months: KeptMonth[];
}

const EXPORT = "/home/ada/exports/array-costs/data";
const BEGUN = Date.parse("2026-11-24T07:30:00Z");

const files = (...paths: string[]): Import["source"] => ({ kind: "files", paths });
const costs = (billed: string, effective = billed): Costs => ({ billed, effective, list: effective, contracted: effective });
const file = (path: string, rows: number, rejected: FileReport["rejected"] = []): FileReport => ({ path, format: "FOCUS_1_2_AWS", rows, rejected, rejectedCount: rejected.length });
const came = (period: string, lines: number, billed: string, rest: Partial<MonthChange> = {}): MonthChange => ({
  key: { provider: "AWS", billingAccount: "100000000001", period }, lines, totals: { USD: costs(billed) }, before: null, restated: [], ...rest,
});

const begun = (id: string, source: Import["source"], startedAtMs: number): Import => ({
  id, source, state: "running", sentence: "Reading the files: 0% of all files, 0 line items.", startedAtMs, finishedAtMs: null,
  bytesDone: 0, bytesTotal: 544_120_331, rows: 0, file: null, files: [], months: [], ignored: [], notes: [], stored: [], failure: null, begunBy: "this process", resumed: false,
});

const DONE: Import = {
  ...begun("import-2", files(EXPORT), BEGUN),
  state: "done", finishedAtMs: BEGUN + 41_000, bytesDone: 544_120_331, rows: 1_204_331,
  sentence: "3 months came in from 3 files: 1,204,331 line items; 2 could not be read.",
  files: [
    file(`${EXPORT}/BILLING_PERIOD=2026-09/array-costs-00001.snappy.parquet`, 411_204),
    file(`${EXPORT}/BILLING_PERIOD=2026-10/array-costs-00001.snappy.parquet`, 429_822),
    file(`${EXPORT}/BILLING_PERIOD=2026-11/array-costs-00001.csv.gz`, 363_305, [
      { row: 18_204, column: "EffectiveCost", reason: "`12,4.1` is not a number" },
      { row: 211_840, column: "ChargePeriodStart", reason: "`2026-11-31 00:00:00` is no point in time" },
    ]),
  ],
  months: [
    came("2026-09", 411_204, "3902.18", { before: { USD: costs("3902.18") } }),
    came("2026-10", 429_822, "4212.18", {
      before: { USD: costs("4180.02") },
      restated: [
        { service: "Amazon Elastic Compute Cloud", currency: "USD", before: costs("1801.11"), after: costs("1829.02") },
        { service: "AmazonCloudWatch", currency: "USD", before: costs("88.2"), after: costs("92.45") },
      ],
    }),
    came("2026-11", 363_305, "3104.9441"),
  ],
  ignored: ["metadata/BILLING_PERIOD=2026-11/array-costs-Manifest.json: describes the export"],
  stored: ["a", "b", "c"],
};

const FAILED: Import = {
  ...begun("import-1", files("/home/ada/Downloads/costs-october.csv.gz"), BEGUN - 600_000),
  state: "failed", finishedAtMs: BEGUN - 598_000, bytesDone: 1_204_551, bytesTotal: 4_204_551,
  sentence: "Nothing came in, and what was there before is still there.",
  failure: {
    message: "A file breaks off.", hint: "Download it again, or copy it once more from where it lies; its size there is what it should be.",
    problems: [{ code: "cost-file", severity: "error", field: "/home/ada/Downloads/costs-october.csv.gz", line: 211_840, column: null, message: "The compressed data ends in the middle, after 211,840 line items.", hint: null }],
  },
};

const plain = (span: Span | null) => span && { ...span, days: span.days ?? null };

export const beginCosts = (scenario: Scenario): CostsWorld => ({
  ...beginSources(),
  imports: scenario.empty || scenario.first ? [] : scenario.importing ? [halfway(begun("import-3", files(EXPORT), BEGUN + 3_600_000)), DONE, FAILED] : [DONE, FAILED],
  months: scenario.empty || scenario.first ? [] : scenario.years ? YEARS : (scenario.oneMonth ? MONTHS.slice(-1) : MONTHS).map((period) => kept(period, scenario.currencies ?? false)),
});

/** What an import of another process leaves behind. */
export function importedBeside(world: CostsWorld) {
  world.months = MONTHS.map((period) => kept(period, false));
  world.imports = [{ ...DONE, id: "beside" }, ...world.imports];
}

const halfway = (one: Import): Import => ({
  ...one, bytesDone: 231_004_112, rows: 511_204, file: `${EXPORT}/BILLING_PERIOD=2026-10/array-costs-00001.snappy.parquet`,
  sentence: "Reading array-costs-00001.snappy.parquet: 42% of all files, 511,204 line items.", months: DONE.months.slice(0, 1), stored: ["a"], resumed: true,
});

type Names = "costsImportFiles" | "costsImportFolder" | "costsImports" | "costsImportCancel" | "costsMonths" | "costsMonthsDelete" | "costsReport" | "costsSave" | "costsPrint" | "costsLines" | "costsLinesSave" | "costsOverview" | "costsDrivers" | "costsCompare" | "costsTrend" | "costsCommitments" | "costsWaste";
type Answer<T> = { status: "ok"; data: T } | { status: "error"; error: UiError };

export function costsCommands<W extends CostsWorld & { settings: Settings }>(
  answer: <T>(work: (world: W) => T | Promise<T>) => Promise<Answer<T>>,
  moved: (one: Import) => void,
  lasts: number,
  delay: number,
  scenario: Scenario,
  refuse: (detail: UiError) => Error,
): Pick<typeof Commands, Names> & ReturnType<typeof sourceCommands> & ReturnType<typeof budgetCommands> & ReturnType<typeof unitCommands> & ReturnType<typeof allocationCommands> {
  const put = (world: W, one: Import) => {
    world.imports = world.imports.some((known) => known.id === one.id) ? world.imports.map((known) => (known.id === one.id ? one : known)) : [one, ...world.imports];
    moved(one);
    return one;
  };
  const state = (world: W, id: string) => world.imports.find((one) => one.id === id)?.state;
  const start = (world: W, source: Import["source"]) => {
    const one = begun(`import-${world.imports.length + 1}`, source, Date.now());
    setTimeout(() => state(world, one.id) === "running" && put(world, halfway(one)), lasts / 3);
    setTimeout(() => state(world, one.id) === "running" && ended(world, one), lasts);
    return put(world, one);
  };
  const ended = (world: W, one: Import) => {
    if (world.months.length === 0) world.months = MONTHS.map((period) => kept(period, false));
    put(world, { ...DONE, id: one.id, source: one.source, startedAtMs: one.startedAtMs, finishedAtMs: Date.now() });
  };
  const all = (world: W) => {
    if (scenario.failing) throw refuse({ code: "internal", message: "The local store refused to read the costs.", hint: "Try again. If it stays, copy the support details and report it.", fields: null, retryable: false, requestId: null });
    return facts(world.months.map((one) => one.key.period), scenario.currencies ?? false);
  };
  const known = (world: W, before: Span | null) => {
    const why = nothingBefore(before, world.months);
    if (why) throw refuse(why);
    return world.months;
  };
  return {
    ...sourceCommands<W>(answer, refuse, start),
    ...budgetCommands<W>(answer, refuse, all),
    ...unitCommands<W>(answer, all),
    ...allocationCommands<W>(answer, refuse, all),
    costsOverview: (asked) => answer((world) => overviewOf(all(world), whole(asked), world.months, !scenario.oneMonth)),
    costsDrivers: (asked, before, after) => answer((world) => driversOf(all(world), whole(asked), [plain(before), plain(after)], known(world, before))),
    costsCompare: (asked, before, after) => answer((world) => comparisonOf(all(world), whole(asked), [plain(before), plain(after)], known(world, before))),
    costsTrend: (asked) => answer((world) => trendOf(all(world), whole(asked), world.months)),
    costsCommitments: (asked) => answer((world) => (all(world), commitmentsOf(whole(asked), world.months))),
    costsWaste: (asked) => answer((world) => wasteOf(all(world), whole(asked), world.months)),
    costsMonths: () => answer(({ months }) => months),
    costsMonthsDelete: (from, to) => answer((world) => {
      const gone = world.months.filter(({ key }) => from <= key.period && key.period <= to);
      world.months = world.months.filter((one) => !gone.includes(one));
      return gone;
    }),
    costsReport: (asked) => answer((world) => reportOf(all(world), whole(asked), world.months)),
    costsSave: (_question, format) => answer(() => `/home/ada/costs.${format}`),
    costsPrint: () => answer(() => null),
    costsLines: (asked, most) => answer((world) => linesOf(all(world), whole(asked), most, world.months)),
    costsLinesSave: () => answer(() => "/home/ada/line-items.csv"),
    costsImportFiles: () => answer((world) => start(world, files(`${EXPORT}/array-costs-00001.csv.gz`))),
    costsImportFolder: () => answer((world) => start(world, files(EXPORT))),
    costsImports: () => answer(({ imports }) => imports),
    costsImportCancel: (id) => answer((world) => {
      const one = world.imports.find((known) => known.id === id);
      if (one) put(world, { ...one, state: "cancelled", file: null, finishedAtMs: Date.now(), sentence: "Cancelled. Nothing came in, and what was there before is still there." });
      return null;
    }),
    ...(scenario.years && yearsCommands(delay)),
  };
}
