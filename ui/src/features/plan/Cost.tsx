import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useSearchParams } from "react-router";
import { Figure } from "../../components/figures";
import { date, money, words } from "../../components/format";
import { ListTable, type ListColumn } from "../../components/ListTable";
import { useSaveCsv } from "../../components/csv";
import { shell, type Estimate, type EstimateItem } from "../../ipc/client";
import { Assumptions } from "./Assumptions";

interface Props {
  estimate: Estimate;
  /** Of what runs, where the plan changes it. */
  before: Estimate | null;
  again: () => Promise<void>;
  running: boolean;
  change: (field?: string | null) => void;
}

/** Parts and items with their assumptions; what has no price is named, never counted as nothing. */
export function Cost({ estimate, before, again, running, change }: Props) {
  return (
    <SpaceBetween size="l">
      <Parts estimate={estimate} before={before} />
      <Assumptions again={again} running={running} sum={money(estimate.monthlyMicros, estimate.complete)} />
      {estimate.unpriced.length > 0 && <Unpriced estimate={estimate} />}
      <Items estimate={estimate} change={change} />
    </SpaceBetween>
  );
}

function Parts({ estimate, before }: { estimate: Estimate; before: Estimate | null }) {
  const gone = before?.parts.filter((part) => !estimate.parts.some((one) => one.stack === part.stack)) ?? [];
  const parts = [...estimate.parts, ...gone.map((part) => ({ ...part, monthlyMicros: 0, complete: true }))].sort((a, b) => b.monthlyMicros - a.monthlyMicros);
  const most = Math.max(1, parts[0]?.monthlyMicros ?? 0);
  const share = (micros: number) => `${Math.round((100 * micros) / Math.max(1, estimate.monthlyMicros))}% of the sum`;
  const description = `List prices, the oldest of ${date(estimate.pricesAsOf)}. Not in it: taxes, discounts, support plans, and the free tier unless an item says so.`;
  return (
    <Container
      header={
        <Header variant="h2" description={description}>
          {money(estimate.monthlyMicros, estimate.complete)} a month
        </Header>
      }
    >
      {parts.map((part) => (
        <div key={part.stack} className="ac-cost-row">
          <span>{part.label}</span>
          <span className="ac-bar" aria-hidden>
            <span style={{ width: `${(100 * part.monthlyMicros) / most}%` }} />
          </span>
          <span className="ac-number">
            <Figure origin={share(part.monthlyMicros)}>{money(part.monthlyMicros, part.complete)}</Figure>
            {before && <Moved micros={part.monthlyMicros - (was(before, part.stack) ?? 0)} />}
          </span>
        </div>
      ))}
    </Container>
  );
}

const was = (estimate: Estimate, stack: string) => estimate.parts.find((part) => part.stack === stack)?.monthlyMicros;

/** How much more or less than now; a line of its own, so that the amounts stay below each other. */
function Moved({ micros }: { micros: number }) {
  return (
    <Box color="text-body-secondary" fontSize="body-s" textAlign="right">
      {micros === 0 ? "as now" : `${micros < 0 ? "-" : "+"}${money(Math.abs(micros))}`}
    </Box>
  );
}

function Unpriced({ estimate }: { estimate: Estimate }) {
  const { unpriced } = estimate;
  return (
    <Container
      header={
        <Header
          variant="h2"
          counter={`(${unpriced.length})`}
          description="These cost money too, but no price is known: the sum is the least."
        >
          Unpriced
        </Header>
      }
    >
      <SpaceBetween size="xs">
        {unpriced.map((one) => (
          <div key={`${one.stack}/${one.logicalId}/${one.what}`}>
            <b>{words(one.stack)}</b>: {one.what}
            <Box color="text-body-secondary" fontSize="body-s">
              {one.why}
            </Box>
          </div>
        ))}
      </SpaceBetween>
    </Container>
  );
}

/** `730 hours`, `1 month`, `20 GB`. */
const quantity = (number: number, unit: string) => `${number.toLocaleString("en-US")} ${unit}${number === 1 || !/[a-z]$/.test(unit) ? "" : "s"}`;

function Items({ estimate, change }: { estimate: Estimate; change: Props["change"] }) {
  const address = useSearchParams();
  const save = useSaveCsv((name, text) => shell.saveText(name, text));
  const columns: ListColumn<EstimateItem>[] = [
    {
      id: "what",
      header: "Item",
      rowHeader: true,
      filter: true,
      minWidth: 230,
      value: (item) => item.what,
      cell: (item) => item.what,
    },
    {
      id: "part",
      header: "Part",
      filter: true,
      minWidth: 150,
      value: (item) => words(item.stack),
      cell: (item) => words(item.stack),
    },
    {
      id: "month",
      header: "A month, USD",
      number: true,
      filter: true,
      minWidth: 150,
      value: (item) => item.monthlyMicros / 1_000_000,
      cell: (item) => money(item.monthlyMicros),
    },
    {
      id: "quantity",
      header: "Quantity",
      number: true,
      minWidth: 140,
      value: (item) => `${item.quantity} ${item.unit}`,
      cell: (item) => quantity(Number(item.quantity), item.unit),
    },
    {
      id: "price",
      header: "Unit price, USD",
      number: true,
      minWidth: 150,
      value: (item) => Number(item.unitPrice),
      cell: (item) => <Figure origin={`${item.source}, as of ${date(item.asOf)}${item.confidence === "low" ? "; look it up before you rely on it" : ""}`}>{item.unitPrice}</Figure>,
    },
    {
      id: "assumption",
      header: "Assumption",
      minWidth: 240,
      value: (item) => item.assumption,
      cell: (item) => item.assumption,
    },
    {
      id: "field",
      header: "Decided by",
      filter: true,
      minWidth: 240,
      value: (item) => item.field,
      cell: (item) =>
        item.field ? (
          <Button
            variant="inline-link"
            wrapText={false}
            ariaLabel={`Change ${item.field}, which decides ${item.what}`}
            onClick={() => change(item.field)}
          >
            {item.field}
          </Button>
        ) : (
          ""
        ),
    },
    {
      id: "source",
      header: "Source of the price",
      minWidth: 200,
      value: (item) => `${item.source}, ${item.asOf}`,
      cell: (item) => `${item.source}, ${item.asOf}`,
    },
  ];
  return (
    <ListTable
      list="plan-cost"
      title="Items"
      items={estimate.items}
      id={(item) => `${item.stack}/${item.logicalId}/${item.what}`}
      columns={columns}
      sorted={{ column: "month", descending: true }}
      address={address}
      placeholder="Find by item, part, cost or deciding field"
      save={(rows) => void save("estimate.csv", rows)}
      empty="Nothing of it has a price."
    />
  );
}
