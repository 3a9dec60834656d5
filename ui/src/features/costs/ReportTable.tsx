import Button from "@cloudscape-design/components/button";
import Link from "@cloudscape-design/components/link";
import { useMemo, type ReactNode } from "react";
import { change, percent, size } from "../../components/amounts";
import { useSaveCsv } from "../../components/csv";
import type { Address } from "../../components/list";
import { ListTable, type ListColumn } from "../../components/ListTable";
import { shell, type Comparison_Serialize as Comparison, type ComparisonRow, type Report_Serialize as Report } from "../../ipc/client";
import { Money, type Origin } from "./Figures";
import { count } from "./import-words";
import { drilled, fieldName, isTime, shown, withoutList } from "./view";

interface Row {
  value: string;
  cost: string;
  /** What its share is of; nothing where it has none. */
  total: number;
  before: string | null;
  difference: string | null;
  lines: number | null;
}

interface Props {
  list: string;
  title: string;
  report: Report;
  /** The same before: absent where nothing is compared, null where the months before are not here. */
  compared?: Comparison | null | undefined;
  currency: string;
  /** Of the page. */
  address: Address;
  /** Shows the line items of a value. */
  open?: (values: Record<string, string>, what: string) => void;
  actions?: ReactNode;
}

/** Rows of one field: each with its share, its change, and what is below it one click away. */
export function ReportTable({ list, title, report, compared, currency, address, open, actions }: Props) {
  const [search, setSearch] = address;
  const save = useSaveCsv(shell.saveText);
  const field = report.question.by[0] ?? "environment";
  const cost = report.question.cost;
  const origin: Origin = { words: report.words, source: report.provenance.sentence };
  const rows = useMemo(() => rowsOf(report, compared, currency), [report, compared, currency]);
  const nested = withoutList(search);
  const money = (text: string, formula?: string) => <Money text={text} currency={currency} origin={{ ...origin, ...(formula && { formula }) }} />;
  const columns: ListColumn<Row>[] = [
    {
      id: "value",
      header: fieldName(field),
      rowHeader: true,
      minWidth: 185,
      value: (row) => shown(field, row.value),
      cell: (row) => {
        const below = drilled(nested, field, row.value);
        return (
          <Link
            href={`#/costs?${below.toString()}`}
            onFollow={(event) => {
              event.preventDefault();
              setSearch(below);
            }}
          >
            <span title={shown(field, row.value)}>{shown(field, row.value)}</span>
          </Link>
        );
      },
    },
    { id: "cost", header: "Cost", number: true, width: 130, value: (row) => size(row.cost), cell: (row) => money(row.cost) },
    {
      id: "share",
      header: "Share",
      width: 130,
      value: share,
      cell: (row) => (
        <div className="ac-share-cell">
          <div className="ac-bar" aria-hidden>
            <div className="ac-bar-fill" style={{ width: `${Math.max(0, Math.min(100, share(row) * 100))}%` }} />
          </div>
          <span>{percent(share(row))}</span>
        </div>
      ),
    },
    ...(compared !== undefined
      ? ([
          { id: "before", header: "Before", number: true, width: 130, value: (row) => size(row.before ?? "0"), cell: (row) => (row.before === null ? UNKNOWN : money(row.before)) },
          {
            id: "change",
            header: "Change",
            number: true,
            width: 130,
            value: (row) => size(row.difference ?? "0"),
            cell: (row) => (row.difference === null ? UNKNOWN : change(row.difference, currency)),
          },
          {
            id: "percent",
            header: "In percent",
            number: true,
            width: 130,
            value: (row) => ratio(row),
            cell: (row) => (row.before === null ? UNKNOWN : size(row.before) === 0 ? "new" : percent(ratio(row))),
          },
        ] satisfies ListColumn<Row>[])
      : []),
    { id: "lines", header: "Line items", number: true, width: 130, hidden: compared !== undefined, value: (row) => row.lines ?? 0, cell: (row) => (row.lines === null ? "–" : count(row.lines)) },
    ...(open
      ? ([
          {
            id: "open",
            header: "Items",
            unsorted: true,
            width: 85,
            value: () => "",
            cell: (row) => (
              <Button
                variant="inline-icon"
                iconName="list-view"
                ariaLabel={`Line items of ${shown(field, row.value)}`}
                onClick={() => open({ [field]: row.value }, shown(field, row.value))}
              />
            ),
          },
        ] satisfies ListColumn<Row>[])
      : []),
  ];
  // What is exported says what it is of, and where it comes from.
  const stamped = (table: (string | number)[][]) => [[report.words], [report.provenance.sentence], ...table.map((line) => line.slice(0, open ? -1 : undefined))];
  return (
    <ListTable<Row>
      list={list}
      title={title}
      description={`${report.words}. ${currency}.${compared === null ? " The months before were not imported." : ""}`}
      items={rows}
      anew
      id={(row) => row.value}
      columns={columns}
      sorted={isTime(field) ? { column: "value" } : { column: "cost", descending: true }}
      address={address}
      placeholder={`Find by ${fieldName(field).toLowerCase()}`}
      empty="Nothing was charged for this."
      actions={actions}
      save={(table) => void save(`costs-${field}-${cost}.csv`, stamped(table))}
    />
  );
}

/** Where there are no months to compare with. */
const UNKNOWN = <span title="The months before were not imported">–</span>;

const ratio = (row: Row) => size(row.difference ?? "0") / Math.abs(size(row.before ?? "0"));

/** Rows of a report in one currency; those that are gone since stand there with nothing. */
export function rowsOf(report: Report, compared: Comparison | null | undefined, currency: string): Row[] {
  const field = report.question.by[0] ?? "";
  const cost = report.question.cost;
  const total = size(report.totals[currency]?.[cost] ?? "0");
  const before = new Map<string, ComparisonRow>();
  for (const row of compared?.rows ?? []) if (row.currency === currency && field in row.values) before.set(row.values[field] ?? "", row);
  const rows: Row[] = [];
  for (const row of report.rows) {
    if (row.currency !== currency) continue;
    const value = row.values[field] ?? "";
    const known = before.get(value);
    before.delete(value);
    rows.push({ value, cost: row[cost], total, before: known ? known.before[cost] : compared ? "0" : null, difference: known ? known.difference[cost] : compared ? row[cost] : null, lines: row.lines });
  }
  for (const [value, row] of before) if (size(row.before[cost]) !== 0) rows.push({ value, cost: row.after[cost], total: 0, before: row.before[cost], difference: row.difference[cost], lines: null });
  return rows;
}

const share = (row: Row) => (row.total === 0 ? 0 : size(row.cost) / row.total);
