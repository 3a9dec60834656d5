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
    minWidth: 200,
    value: (row) => row.name,
    cell: (row) => row.name,
  },
  { id: "stack", header: "Stack", filter: true, hidden: true, value: (row) => row.stack, cell: (row) => row.stack },
  { id: "type", header: "Type", filter: true, width: 230, value: (row) => row.type, cell: (row) => row.type },
  { id: "change", header: "Change", filter: true, hidden: true, width: 110, value: (row) => row.change, cell: (row) => row.change },
  {
    id: "cost",
    header: "A month, USD",
    number: true,
    filter: true,
    width: 160,
    value: (row) => row.micros / 1_000_000,
    cell: (row) => (row.micros === 0 ? "" : money(row.micros)),
  },
  { id: "time", header: "When", width: 170, value: (row) => row.startS ?? 0, cell: span },
  {
    id: "critical",
    header: "Decides",
    filter: true,
    width: 120,
    value: (row) => (row.critical ? "yes" : "no"),
    cell: (row) => (row.critical ? "yes" : ""),
  },
  { id: "place", header: "Template line", hidden: true, width: 160, value: (row) => row.place, cell: (row) => row.place },
];

/** Every resource that the launch will make, by nested stack. */
export function Changes({ plan }: { plan: Plan }) {
  const address = useSearchParams();
  const rows = useMemo(() => changes(plan), [plan]);
  const save = useSaveCsv((name, text) => shell.saveText(name, text));
  const stacks = plan.resources.filter((one) => one.type === "AWS::CloudFormation::Stack").length;
  return (
    <ListTable
      list="plan-changes"
      title="Changes"
      description={`The environment is new: all ${plan.resources.length} are added, ${stacks} of them the stacks that hold the others.`}
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
