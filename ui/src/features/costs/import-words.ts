// An import in words.
import { month } from "../../components/format";
import type { Import, MonthChange } from "../../ipc/client";

const UNITS = ["bytes", "KB", "MB", "GB", "TB"] as const;

/** `544 MB`; thousands as file managers count them. */
export function bytes(count: number): string {
  const power = count < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(count) / 3));
  const value = count / 1000 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${UNITS[power]}`;
}

const COUNT = new Intl.NumberFormat("en-US");
export const count = (number: number) => COUNT.format(number);

/** The last part of a path, whichever system wrote it. */
export const fileName = (path: string) => path.split(/[\\/]/).filter(Boolean).at(-1) ?? path;

/** Everything that was named, or asked. */
export function sources({ source }: Import): string[] {
  switch (source.kind) {
    case "files":
      return source.paths;
    case "dataExport":
      return [`Data Export ${source.export.name} of ${source.account}`];
    case "costExplorer":
      return [`Cost Explorer of ${source.account}, ${month(source.from)} to ${month(source.to)}`];
    case "athena":
      return [`Athena in ${source.account}, ${month(source.from)} to ${month(source.to)}`];
  }
}

/** What was named, in a line: `export-2026-09` or `a.csv and 3 more`. */
export function named(one: Import): string {
  const [first = "", ...rest] = sources(one);
  const name = one.source.kind === "files" ? fileName(first) : first;
  return rest.length === 0 ? name : `${name} and ${rest.length} more`;
}

/** Whole percent of the bytes; an import of nothing has nothing to wait for. */
export const percentOf = (one: Import) => (one.bytesTotal === 0 ? 0 : Math.min(100, Math.floor((100 * one.bytesDone) / one.bytesTotal)));

/** Line items that did not come in. */
export const rejectedOf = (one: Import) => one.files.reduce((sum, file) => sum + file.rejectedCount, 0);

/** What an import did to a month. */
export function outcome(change: MonthChange): "new" | "same" | "restated" {
  if (change.before === null || change.before === undefined) return "new";
  return change.restated.length > 0 || JSON.stringify(change.before) !== JSON.stringify(change.totals) ? "restated" : "same";
}
