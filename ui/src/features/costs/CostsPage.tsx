import "./costs.css";
import "../../components/colours.css";
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import HelpPanel from "@cloudscape-design/components/help-panel";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tabs from "@cloudscape-design/components/tabs";
import { useCallback, useState } from "react";
import { useSearchParams } from "react-router";
import { month } from "../../components/format";
import { useHelp } from "../../components/help-context";
import { Loading } from "../../components/Loading";
import { Problem } from "../../components/Problem";
import type { KeptMonth_Serialize as KeptMonth } from "../../ipc/client";
import { costReport, useAhead, useCostMonths, useCostReport, useImports } from "../../ipc/queries";
import { ahead, useOverview } from "./answers";
import { BreakdownTab } from "./BreakdownTab";
import { CommitmentsTab } from "./CommitmentsTab";
import { DataTab } from "./DataTab";
import { EstimatesTab } from "./EstimatesTab";
import { FilterBar } from "./FilterBar";
import { FirstUse } from "./FirstUse";
import { HandOn } from "./HandOn";
import { ImportProgress } from "./ImportProgress";
import { LineItems } from "./LineItems";
import { OverviewTab } from "./OverviewTab";
import type { CurrencyOverview_Serialize as CurrencyOverview } from "../../ipc/client";
import { SharedTab } from "./SharedTab";
import { TrendTab } from "./TrendTab";
import { UnitsTab } from "./UnitsTab";
import { readView, TABS, written, type Narrowing, type Tab } from "./view";
import { WasteTab } from "./WasteTab";

const LABELS: Record<Tab, string> = {
  overview: "Overview",
  breakdown: "Breakdown",
  trend: "Trend",
  estimates: "Estimates",
  units: "Units",
  shared: "Shared",
  commitments: "Commitments",
  waste: "Waste",
  data: "Data",
};

/** What did we pay, why did it change, what will it be? */
export default function CostsPage() {
  const months = useCostMonths();
  const imports = useImports();
  useHelp(<Help />, "costs");
  if (months.isPending || imports.isPending) return <Loading title="Costs" />;
  if (months.error) return <Problem error={months.error} onRetry={() => void months.refetch()} />;
  const begun = (imports.data ?? []).length > 0;
  return months.data.length > 0 ? (
    <Costs months={months.data} />
  ) : (
    <SpaceBetween size="l">
      <Header variant="h1" description="From exports on this computer. Reports never ask AWS.">
        Costs
      </Header>
      {begun ? <DataTab months={[]} /> : <FirstUse />}
    </SpaceBetween>
  );
}

function Costs({ months }: { months: KeptMonth[] }) {
  const [search, setSearch] = useSearchParams();
  const view = readView(search);
  const imports = useImports();
  const periods = [...new Set(months.map((one) => one.key.period))].sort();
  const latest = periods.at(-1) ?? null;
  const question = { ...view.question, from: view.question.from ?? latest, to: view.question.to ?? latest };
  const everything = { ...question, by: [] };
  useAhead([...ahead(view.tab, question, view.against), costReport(everything)]);
  const whole = useCostReport(everything);
  const overview = useOverview(question);
  // What is shown beside the page is of its figures: another address, and it is gone.
  const address = search.toString();
  const [picked, pick] = useState<{ values: Narrowing; what: string; address: string } | null>(null);
  const [handing, handOn] = useState(false);
  const chosen = picked?.address === address ? picked : null;
  const currencies = Object.keys(whole.data?.totals ?? {}).sort(dollarsFirst);
  const currency = currencies.find((one) => one === view.currency) ?? currencies[0] ?? "USD";
  const known = overview.data?.currencies ?? [];
  const of = known.find((one) => one.currency === currency);
  const open = useCallback((values: Narrowing, what: string) => pick({ values, what, address }), [address]);
  const running = (imports.data ?? []).filter((one) => one.state === "running");
  const origin = { words: overview.data?.words ?? "", source: overview.data?.provenance.sentence ?? "" };
  const waiting = overview.error ? <Problem error={overview.error} onRetry={() => void overview.refetch()} /> : <Loading />;
  const content: Record<Tab, () => React.ReactNode> = {
    overview: () =>
      !overview.data || overview.error ? waiting
      : of ? <OverviewTab overview={overview.data} of={of} question={question} against={view.against} origin={origin} open={open} />
      : <Box>Nothing was charged for this.</Box>,
    breakdown: () => <BreakdownTab question={question} against={view.against} currency={currency} months={periods} open={open} />,
    trend: () => <TrendTab question={question} currency={currency} budgets={of?.budgets ?? []} open={open} />,
    estimates: () => <EstimatesTab question={question} />,
    units: () => <UnitsTab question={question} currency={currency} />,
    shared: () => <SharedTab question={question} currency={currency} open={open} />,
    commitments: () => <CommitmentsTab question={question} currency={currency} />,
    waste: () => <WasteTab question={question} currency={currency} open={open} />,
    data: () => <DataTab months={months} />,
  };
  const asks = view.tab !== "data";
  const source = whole.data?.provenance;
  return (
    <SpaceBetween size="m">
      <Header variant="h1" description={source?.sentence ?? " "} actions={asks && <Button onClick={() => handOn(true)}>Export…</Button>}>
        Costs
      </Header>
      {asks && !overview.error && <Sentence of={of} others={known.filter((one) => one !== of)} />}
      {running.length > 0 && asks && running.map((one) => <ImportProgress key={one.id} one={one} />)}
      {asks && source && source.missing.length > 0 && (
        <Alert type="warning" header="Months are missing in between">
          {source.missing.map(month).join(", ")}: nothing was imported for them, so sums over these months are too small.
        </Alert>
      )}
      {asks && <FilterBar months={periods} currencies={currencies} whole={whole.data} />}
      <Tabs
        activeTabId={view.tab}
        onChange={({ detail }) => setSearch(written(search, { tab: detail.activeTabId, sort: null, order: null, filter: null, join: null, import: null, month: null }))}
        tabs={TABS.map((id) => ({
          id,
          label: LABELS[id],
          content:
            id !== view.tab ? null
            : asks && whole.error ? <Problem error={whole.error} onRetry={() => void whole.refetch()} />
            : asks && !whole.data ? <Loading />
            : content[id](),
        }))}
      />
      {handing && <HandOn question={question} close={() => handOn(false)} />}
      {chosen && <LineItems what={chosen.what} values={chosen.values} question={question} currency={currency} onClose={() => pick(null)} />}
    </SpaceBetween>
  );
}

const dollarsFirst = (one: string, other: string) => Number(other === "USD") - Number(one === "USD") || one.localeCompare(other);

/** The one sentence; a currency that is not shown has its own. */
function Sentence({ of, others }: { of: CurrencyOverview | undefined; others: CurrencyOverview[] }) {
  return (
    <div className="ac-sentence">
      <Box fontSize="heading-m">{of?.sentence ?? " "}</Box>
      {others.map((one) => (
        <Box key={one.currency} color="text-body-secondary">
          In {one.currency}: {one.sentence}
        </Box>
      ))}
    </div>
  );
}

function Help() {
  return (
    <HelpPanel header={<h2>Costs</h2>}>
      <h3>Which cost</h3>
      <ul>
        <li>
          <b>Effective</b>: what was paid in advance is spread over what it covers. Use it to compare months and teams.
        </li>
        <li>
          <b>Billed</b>: what the invoice charges. Use it to check the invoice.
        </li>
        <li>
          <b>List</b>: what it would be without discounts and commitments.
        </li>
        <li>
          <b>Contracted</b>: at negotiated prices, before commitments.
        </li>
      </ul>
      <p>The four are never added to each other, and neither are currencies.</p>
      <h3>Without the window</h3>
      <p>
        <code>arrayctl costs import PATH</code>, <code>arrayctl costs report --by service</code>
      </p>
    </HelpPanel>
  );
}
