import { useMemo } from "react";
import { useSearchParams } from "react-router";
import { duration, money } from "../../components/format";
import { ListTable, type ListColumn } from "../../components/ListTable";
import { useSaveCsv } from "../../components/csv";
import { shell, type Plan } from "../../ipc/client";
import { changes, type Row } from "./changes";

const span = (row: Row) =>
  row.startS === null || row.endS === null ? "" : `${duration(row.startS)} to ${duration(row.endS)}`;

const COLUMNS: ListColumn<Row>[] = [
  {
    id: "name",
    header: "Stack or resource",
    rowHeader: true,
    filter: true,
    minWidth: 220,
    value: (row) => row.name,
    cell: (row) => row.name,
  },
  { id: "stack", header: "Stack", filter: true, hidden: true, value: (row) => row.stack, cell: (row) => row.stack },
  { id: "type", header: "Type", filter: true, minWidth: 250, value: (row) => row.type, cell: (row) => row.type },
  { id: "change", header: "Change", filter: true, value: (row) => row.change, cell: (row) => row.change },
  {
    id: "cost",
    header: "A month, USD",
    number: true,
    filter: true,
    minWidth: 160,
    value: (row) => row.micros / 1_000_000,
    cell: (row) => (row.micros === 0 ? "" : money(row.micros)),
  },
  { id: "time", header: "When", minWidth: 150, value: (row) => row.startS ?? 0, cell: span },
  {
    id: "critical",
    header: "Decides the time",
    filter: true,
    minWidth: 120,
    value: (row) => (row.critical ? "yes" : "no"),
    cell: (row) => (row.critical ? "yes" : ""),
  },
  { id: "place", header: "Template line", minWidth: 150, value: (row) => row.place, cell: (row) => row.place },
];

/** Every resource that the launch will make, by nested stack. */
export function Changes({ plan }: { plan: Plan }) {
  const address = useSearchParams();
  const rows = useMemo(() => changes(plan), [plan]);
  const save = useSaveCsv((name, text) => shell.saveText(name, text));
  return (
    <ListTable
      list="plan-changes"
      title="Changes"
      description="The environment is new: everything is added, nothing is modified, replaced or removed."
      items={rows}
      id={(row) => row.id}
      parent={(row) => row.parent}
      columns={COLUMNS}
      sorted={{ column: "time" }}
      address={address}
      placeholder="Find by name, stack, type or cost"
      save={(rows) => void save(`${plan.environment}-changes.csv`, rows)}
      empty="Nothing would be made."
    />
  );
}
