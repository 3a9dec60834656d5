// AWS as a source of costs: one export, prices as the engine quotes them, and a meter with a cap.
import type { commands as Commands, DataExport_Serialize as DataExport, ImportSource_Serialize as Source, QuotedCall, SpendMeter, UiError_Serialize as UiError } from "../../ipc/bindings";

export interface SourcesWorld {
  spend: SpendMeter;
}

const at = (text: string) => Date.parse(`2026-11-${text}Z`);

export const beginSources = (): SourcesWorld => ({
  spend: {
    period: "2026-11", spent: "0.120015", cap: "1",
    calls: [
      ...Array.from({ length: 12 }, (_, page) => ({ atMs: at("20T14:10:02") - page * 800, account: "release", call: "ce:GetCostAndUsage", usd: "0.01", what: `a page of 2026-${String(11 - Math.floor(page / 2)).padStart(2, "0")}` })),
      ...[3, 2, 1].map((day) => ({ atMs: at(`0${day}T07:00:00`), account: "release", call: "s3:ListObjectsV2", usd: "0.000005", what: "what array-costs has delivered" })),
    ],
  },
});

const EXPORT: DataExport = { arn: "arn:aws:bcm-data-exports:us-east-1:100000000001:export/array-costs", name: "array-costs", table: "FOCUS_1_2_AWS", bucket: "array-costs-100000000001", prefix: "focus", region: "us-east-1", unhealthy: null, lastRefreshed: "2026-11-24T04:00:00Z" };

const price = (call: string, unit: string, usd: string, source: string) => ({ call, unit, usd, source, asOf: "2026-11-23" });
const PAGE = price("ce:GetCostAndUsage", "page", "0.01", "AWS Cost Explorer pricing, as quoted in aws/aws-sdk-java#2065");
const GET = price("s3:GetObject", "request", "0.0000004", "Amazon S3 pricing, us-east-1: $0.0004 for 1,000 requests");
const TRANSFER = price("data transfer out", "GB", "0.09", "Amazon EC2 on-demand pricing, us-east-1");
const SCAN = price("athena:StartQueryExecution", "GB scanned", "0.0048828125", "Amazon Athena pricing, us-east-1");

function monthsOf(source: Source): string[] {
  if (source.kind === "files") return [];
  if (source.kind === "dataExport") return ["2026-10", "2026-11"];
  const months: string[] = [];
  for (let [year = 0, month = 1] = source.from.split("-").map(Number); `${year}-${String(month).padStart(2, "0")}` <= source.to; month === 12 ? ((year += 1), (month = 1)) : (month += 1))
    months.push(`${year}-${String(month).padStart(2, "0")}`);
  return months;
}

function callsOf(source: Source, months: number): QuotedCall[] {
  const free = "account" in source && source.account === "Practice";
  const calls: QuotedCall[] =
    source.kind === "costExplorer" ? [{ price: PAGE, units: `${2 * months} pages`, usd: (0.02 * months).toFixed(2) }]
    : source.kind === "athena" ? [{ price: SCAN, units: "0.507 GB", usd: "0.0024755859375" }]
    : [{ price: GET, units: "2 requests", usd: "0.0000008" }, { price: TRANSFER, units: "0.049 GB", usd: "0.00441" }];
  return free ? calls.map((call) => ({ ...call, usd: "0" })) : calls;
}

type Names = "costsExports" | "costsSyncQuote" | "costsSyncStart" | "costsSpend" | "costsSpendCap";
type Answer<T> = { status: "ok"; data: T } | { status: "error"; error: UiError };
type Begun = Awaited<ReturnType<(typeof Commands)["costsSyncStart"]>> extends infer A ? (A extends { status: "ok"; data: infer T } ? T : never) : never;

export function sourceCommands<W extends SourcesWorld>(answer: <T>(work: (world: W) => T | Promise<T>) => Promise<Answer<T>>, refuse: (detail: UiError) => Error, start: (world: W, source: Source) => Begun): Pick<typeof Commands, Names> {
  const quoted = (world: W, source: Source) => {
    const months = monthsOf(source);
    const calls = callsOf(source, months.length);
    const cents = calls.reduce((sum, call) => sum + Number(call.usd), 0);
    const usd = String(Number(cents.toFixed(12)));
    const { spent, cap } = world.spend;
    const over = Number(spent) + cents > Number(cap);
    const most = source.kind === "costExplorer" ? "at least" : "at most";
    const words = cents === 0 ? `${months.length} months will cost nothing.` : `${months.length} months will cost ${most} $${usd}; $${spent} of this month's cap of $${cap} is spent.${over ? " That is beyond the cap, so it cannot be started." : ""}`;
    return { source, months, calls, usd, bound: source.kind === "costExplorer" ? ("atLeast" as const) : ("atMost" as const), meter: world.spend, words };
  };
  return {
    costsExports: (account) => answer(() => {
      if (account === "audit") throw refuse({ code: "access_denied", message: "AWS does not allow bcm-data-exports:ListExports.", hint: "Ask for it, or use Cost Explorer.", fields: null, retryable: false, requestId: "5f3c" });
      return [EXPORT];
    }),
    costsSyncQuote: (source) => answer((world) => quoted(world, source as Source)),
    costsSyncStart: (source) => answer((world) => start(world, source as Source)),
    costsSpend: () => answer(({ spend }) => spend),
    costsSpendCap: (cap) => answer((world) => (world.spend = { ...world.spend, cap })),
  };
}
