import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useSearchParams } from "react-router";
import { amount, change } from "../../components/amounts";
import { date } from "../../components/format";
import { Note } from "../../components/Note";
import { Problem } from "../../components/Problem";
import { CommandError, type CostQuestion_Serialize as Question } from "../../ipc/client";
import { useDrivers } from "./answers";
import { DriverWaterfall } from "./DriverWaterfall";
import type { Origin } from "./Figures";
import { KeyFigures } from "./KeyFigures";
import { ReportTable } from "./ReportTable";
import type { Anomaly, BudgetState_Serialize as BudgetState, CurrencyOverview_Serialize as CurrencyOverview, Overview_Serialize as Overview } from "../../ipc/client";
import { written, type Against } from "./view";

interface Props {
  overview: Overview;
  of: CurrencyOverview;
  question: Question;
  against: Against;
  origin: Origin;
  /** Shows the line items of a figure. */
  open: (values: Record<string, string>, what: string) => void;
}

/** What was paid, why it changed, what stands out, and by environment. */
export function OverviewTab({ overview, of, question, against, origin, open }: Props) {
  const drivers = useDrivers(question, against);
  const address = useSearchParams();
  const waterfall = drivers.data?.waterfalls.find((one) => one.currency === of.currency);
  return (
    <SpaceBetween size="l">
      <KeyFigures of={of} period={overview.month} origin={origin} />
      {of.budgets.some((one) => one.verdict !== "within" || one.budget.environment !== null) && <Budgets budgets={of.budgets} />}
      {of.anomalies.length > 0 && <Anomalies anomalies={of.anomalies} currency={of.currency} open={open} />}
      {drivers.error && (unknown(drivers.error) ? <Box color="text-body-secondary">There is nothing to compare with. {drivers.error.message}</Box> : <Problem error={drivers.error} onRetry={() => void drivers.refetch()} />)}
      {against !== "off" && !drivers.error && drivers.data && waterfall && (
        <DriverWaterfall
          waterfall={waterfall}
          before={drivers.data.before}
          after={drivers.data.after}
          origin={{ words: drivers.data.words, source: drivers.data.provenance.sentence }}
          onChoose={open}
        />
      )}
      <ReportTable list="costs-environments" title="By environment" report={overview.environments} currency={of.currency} address={address} />
    </SpaceBetween>
  );
}

/** The months before are not here: that is no failure. */
export const unknown = (error: unknown) => error instanceof CommandError && error.detail.code === "not_found";

function Budgets({ budgets }: { budgets: BudgetState[] }) {
  return (
    <Container header={<Header variant="h2">Budgets</Header>}>
      <ul className="ac-cost-list">
        {budgets.map((one) => (
          <li key={one.budget.environment ?? ""}>{one.verdict === "within" ? one.sentence : <Note type={one.verdict === "over" ? "error" : "warning"}>{one.sentence}</Note>}</li>
        ))}
      </ul>
    </Container>
  );
}

/** Days that cost more or less than is usual; each leads to its line items. */
export function Anomalies({ anomalies, currency, open }: { anomalies: Anomaly[]; currency: string; open: Props["open"] }) {
  const [search, setSearch] = useSearchParams();
  const trend = search.get("tab") === "trend";
  return (
    <Container
      header={
        <Header
          variant="h2"
          counter={`(${anomalies.length})`}
          description="Usage that cost clearly more or less than it usually does."
          actions={!trend && <Button onClick={() => setSearch(written(search, { tab: "trend" }))}>Show in the trend</Button>}
        >
          Anomalies
        </Header>
      }
    >
      <ul className="ac-needs">
        {anomalies.map((one) => (
          <li key={one.sentence + one.from}>
            <div>
              <b>{one.sentence}</b>
              <Box color="text-body-secondary">
                {change(one.amount, currency)} in all, {date(one.from)} to {date(one.to)}
                {one.ongoing ? ", and it goes on" : ""}. Usually {amount(one.usualADay, currency)} a day, now {change(one.amountADay, currency)} on top{one.score !== null && `: ${one.score.toFixed(1)} times the usual ups and downs`}.
              </Box>
            </div>
            <Button ariaLabel={`Show the line items of ${one.sentence}`} onClick={() => open(one.values, one.sentence)}>
              Line items
            </Button>
          </li>
        ))}
      </ul>
    </Container>
  );
}
