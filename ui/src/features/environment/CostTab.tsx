import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useState } from "react";
import { useSaveCsv } from "../../components/csv";
import { date, money } from "../../components/format";
import { shell, type EnvironmentView, type Estimate } from "../../ipc/client";

interface Line {
  id: string;
  name: string;
  micros: number | null;
  complete: boolean;
  share: number;
  assumption: string;
  source: string;
  children: Line[];
}

/** How many items a part has, and how many of them have no price. */
function counted(estimate: Estimate, stack: string): string {
  const priced = estimate.items.filter((item) => item.stack === stack).length;
  const unpriced = estimate.unpriced.filter((item) => item.stack === stack).length;
  return `${priced} ${priced === 1 ? "item" : "items"}${unpriced > 0 ? `, and ${unpriced} unpriced` : ""}`;
}

function lines(estimate: Estimate): Line[] {
  const all = Math.max(1, estimate.monthlyMicros);
  return [...estimate.parts]
    .sort((a, b) => b.monthlyMicros - a.monthlyMicros)
    .map((part): Line => ({
      id: part.stack,
      name: part.label,
      micros: part.monthlyMicros,
      complete: part.complete,
      share: part.monthlyMicros / all,
      source: "",
      assumption: counted(estimate, part.stack),
      children: [
        ...estimate.items
          .filter((item) => item.stack === part.stack)
          .map((item, index): Line => ({
            id: `${part.stack}/${item.logicalId}/${index}`,
            name: `${item.what} (${item.logicalId})`,
            micros: item.monthlyMicros,
            complete: true,
            share: item.monthlyMicros / all,
            assumption: `${item.assumption} × $${item.unitPrice} a ${item.unit}`,
            source: `${item.source}, ${item.asOf}`,
            children: [],
          })),
        ...estimate.unpriced
          .filter((item) => item.stack === part.stack)
          .map((item, index): Line => ({
            id: `${part.stack}/unpriced/${index}`,
            name: `${item.what} (${item.logicalId})`,
            micros: null,
            complete: false,
            share: 0,
            assumption: item.why,
            source: "",
            children: [],
          })),
      ],
    }));
}

/** The estimate by nested stack and item, each with its assumption and where its price was read. */
export function CostTab({ view }: { view: EnvironmentView }) {
  const { estimate, row } = view;
  const [open, setOpen] = useState<string[]>([]);
  const save = useSaveCsv(shell.saveText);
  const items = lines(estimate);
  const budget =
    row.budgetMicros == null
      ? "There is no budget."
      : `${Math.round((100 * estimate.monthlyMicros) / row.budgetMicros)}% of the budget of ${money(row.budgetMicros)}.`;
  const table = () => [
    ["part", "item", "USD a month", "assumption", "source"],
    ...items.flatMap((part) =>
      part.children.map((item) => [
        part.name,
        item.name,
        item.micros === null ? "unpriced" : (item.micros / 1e6).toFixed(2),
        item.assumption,
        item.source,
      ]),
    ),
  ];
  return (
    <Table<Line>
      items={items}
      trackBy="id"
      enableKeyboardNavigation
      wrapLines
      header={
        <Header
          variant="h2"
          description={`Estimate at list price, the oldest of ${date(estimate.pricesAsOf)}. ${budget} What was really paid comes with cost reports.`}
          actions={<Button onClick={() => void save(`${row.name}-estimate.csv`, table())}>Save as CSV</Button>}
        >
          {money(estimate.monthlyMicros, estimate.complete)} a month
        </Header>
      }
      footer={
        estimate.unpriced.length > 0 && (
          <Box color="text-body-secondary">
            {estimate.unpriced.length} items have no list price here; the total says “at least”.
          </Box>
        )
      }
      expandableRows={{
        getItemChildren: (line) => line.children,
        isItemExpandable: (line) => line.children.length > 0,
        expandedItems: items.filter((line) => open.includes(line.id)),
        onExpandableItemToggle: ({ detail }) =>
          setOpen((before) =>
            detail.expanded ? [...before, detail.item.id] : before.filter((id) => id !== detail.item.id),
          ),
      }}
      ariaLabels={{
        expandButtonLabel: (line) => `Show the items of ${line.name}`,
        collapseButtonLabel: (line) => `Hide the items of ${line.name}`,
      }}
      columnDefinitions={[
        { id: "name", header: "Part", isRowHeader: true, minWidth: 210, cell: (line) => line.name },
        { id: "month", header: "A month", minWidth: 150, cell: (line) => <Amount line={line} /> },
        { id: "why", header: "Assumption", minWidth: 180, cell: (line) => line.assumption },
        { id: "source", header: "Price read", minWidth: 120, cell: (line) => line.source },
      ]}
    />
  );
}

function Amount({ line }: { line: Line }) {
  if (line.micros === null) return "unpriced";
  return (
    <SpaceBetween size="xxs">
      <span className="ac-nowrap">{money(line.micros, line.complete)}</span>
      <div className="ac-bar" role="img" aria-label={`${Math.round(line.share * 100)}% of all`}>
        <div style={{ width: `${Math.max(1, line.share * 100)}%`, background: "#0972d3" }} />
      </div>
    </SpaceBetween>
  );
}
