// What is asked before a sync, and the source that it makes.
import type { DataExport_Serialize as DataExport, ImportSource_Serialize as Source } from "../../ipc/client";

export interface SyncAnswers {
  account: string;
  /** `export:ARN`, `explorer` or `athena:ARN`; null while nothing is chosen. */
  way: string | null;
  /** Months, both included; an export's own months are those that have changed. */
  from: string;
  to: string;
  database: string;
  table: string;
  workgroup: string;
  output: string;
}

/** The source that was chosen, or what is still missing. */
export function chosenSource({ account, way, from, to, ...athena }: SyncAnswers, exports: DataExport[]): Source | { missing: string } {
  if (way === "explorer") return { kind: "costExplorer", account, from, to };
  const found = exports.find((one) => way?.endsWith(`:${one.arn}`));
  if (!found) return { missing: "Choose where costs come from." };
  if (way?.startsWith("export:")) return { kind: "dataExport", account, export: found };
  const { database, table, workgroup, output } = athena;
  if ([database, table, workgroup].some((text) => text.trim() === "")) return { missing: "Name Athena's database, table and workgroup." };
  const place = { export: found, database: database.trim(), table: table.trim(), workgroup: workgroup.trim(), output: output.trim() || null };
  return { kind: "athena", account, table: place, from, to };
}

/** As far back as Cost Explorer keeps costs, the newest first. */
export function lastMonths(today: string): string[] {
  const [year = 0, number = 1] = today.split("-").map(Number);
  return Array.from({ length: 38 }, (_, back) => new Date(Date.UTC(year, number - 1 - back, 1)).toISOString().slice(0, 7));
}
