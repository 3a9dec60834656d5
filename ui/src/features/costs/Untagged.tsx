import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useSearchParams } from "react-router";
import { amount, percent, size, sum } from "../../components/amounts";
import { Loading } from "../../components/Loading";
import { Problem } from "../../components/Problem";
import type { CostQuestion_Serialize as Question, ReportRow_Serialize as ReportRow } from "../../ipc/client";
import { useCostReport } from "../../ipc/queries";
import { Money } from "./Figures";
import { drilled, withoutList } from "./view";

/** Rows that are shown; the rest is one click away. */
const SHOWN = 10;

interface Props {
  question: Question;
  currency: string;
  open: (values: Record<string, string>, what: string) => void;
}

/** What is of no environment, and what can be done about each part of it. */
export function Untagged({ question, currency, open }: Props) {
  const [search, setSearch] = useSearchParams();
  const report = useCostReport({ ...question, by: ["service", "chargeCategory"], filter: [...question.filter, { field: "environment", is: [""], not: false }] });
  if (report.error) return <Problem error={report.error} onRetry={() => void report.refetch()} />;
  if (!report.data) return <Loading />;
  const { words, provenance } = report.data;
  const cost = question.cost;
  const rows = report.data.rows.filter((row) => row.currency === currency && size(row[cost]) !== 0);
  const of = (some: ReportRow[]) => sum(some.map((row) => row[cost]));
  const usage = rows.filter(isUsage);
  const fixed = rows.filter((row) => !isUsage(row));
  const whole = of(rows);
  const nested = drilled(withoutList(search), "environment", "");
  const follow = (to: URLSearchParams) => (event: { preventDefault: () => void }) => {
    event.preventDefault();
    setSearch(to);
  };
  const link = (to: URLSearchParams, text: string) => (
    <Link href={`#/costs?${to.toString()}`} onFollow={follow(to)}>
      {text}
    </Link>
  );
  return (
    <Container header={<Header variant="h2" description={`${words}. ${currency}.`}>Costs of no environment</Header>}>
      {rows.length === 0 ? (
        <Box>Every cost is of an environment.</Box>
      ) : (
        <SpaceBetween size="m">
          <ul className="ac-joined">
            {usage.length > 0 && (
              <li>
                <b>{amount(of(usage), currency)}</b> is usage of resources without the tag. Tag {link(nested, "what costs most")}, and see that the tag is active in AWS under Billing, Cost allocation tags: it counts from that day on.
              </li>
            )}
            {usage.length > 0 && (
              <li>
                A misspelt tag counts as an environment of its own. <Link href="#/settings">Say in Settings</Link> which environment it means, or which other tags name one.
              </li>
            )}
            {fixed.length > 0 && (
              <li>
                <b>{amount(of(fixed), currency)}</b> is tax, credits, support and fees, which carry no tags. Only the rule above brings them to environments.
              </li>
            )}
          </ul>
          <Table
            variant="embedded"
            items={rows.slice(0, SHOWN)}
            enableKeyboardNavigation
            wrapLines
            ariaLabels={{ tableLabel: "Costs of no environment" }}
            columnDefinitions={[
              { id: "service", header: "Service", isRowHeader: true, minWidth: 160, cell: (row) => link(drilled(nested, "service", row.values.service ?? ""), row.values.service || "(none)") },
              { id: "kind", header: "Kind", minWidth: 90, cell: (row) => row.values.chargeCategory || "(none)" },
              { id: "cost", header: <div className="ac-number">Cost</div>, minWidth: 95, cell: (row) => <div className="ac-number"><Money text={row[cost]} currency={currency} origin={{ words, source: provenance.sentence }} /></div> },
              { id: "share", header: <div className="ac-number">Of these</div>, minWidth: 85, cell: (row) => <div className="ac-number">{percent(size(row[cost]) / size(whole))}</div> },
              { id: "remedy", header: "What to do", minWidth: 125, cell: (row) => (isUsage(row) ? "Tag its resources" : "Share it out") },
              {
                id: "open",
                header: "Items",
                minWidth: 75,
                cell: (row) => {
                  const { service = "", chargeCategory = "" } = row.values;
                  return <Button variant="inline-icon" iconName="list-view" ariaLabel={`Line items of ${service}, ${chargeCategory}`} onClick={() => open({ environment: "", service, chargeCategory }, `${service}, no environment`)} />;
                },
              },
            ]}
            footer={rows.length > SHOWN && <Box textAlign="center">{link(nested, `All ${rows.length}`)}</Box>}
          />
        </SpaceBetween>
      )}
    </Container>
  );
}

const isUsage = (row: ReportRow) => row.values.chargeCategory === "Usage";
