import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useMutation } from "@tanstack/react-query";
import { useDeferredValue, useMemo, useState, type ReactNode } from "react";
import { useSearchParams } from "react-router";
import { amount, size, sum, tick } from "../../components/amounts";
import { StackedBars, type Series } from "../../components/charts/StackedBars";
import { useFlash } from "../../components/flash-context";
import { month } from "../../components/format";
import { Loading } from "../../components/Loading";
import { Problem } from "../../components/Problem";
import { Steady } from "../../components/Steady";
import { shell, type CostQuestion_Serialize as Question, type Report_Serialize as Report } from "../../ipc/client";
import { useCostReport } from "../../ipc/queries";
import { useCompare } from "./answers";
import { unknown } from "./OverviewTab";
import { ReportTable } from "./ReportTable";
import { FIELDS, fieldName, isTime, shown, written, type Against } from "./view";

interface Props {
  /** Of the months of the page. */
  question: Question;
  against: Against;
  currency: string;
  /** Every month that there is. */
  months: string[];
  open: (values: Record<string, string>, what: string) => void;
}

/** Costs by one field, with share and change; a click looks into a value. */
export function BreakdownTab({ question, against, currency, months, open }: Props) {
  const [search, setSearch] = useSearchParams();
  const flash = useFlash();
  const report = useCostReport(question);
  const compared = useCompare(question, against);
  const waiting = !report.data || report.isPlaceholderData || (against !== "off" && (compared.isPending || compared.isPlaceholderData));
  const { mutate, isPending } = useMutation({
    mutationFn: () => shell.costsSave(question, "csv", false),
    onSuccess: (path) => path !== null && flash.add({ type: "success", header: `Saved ${path}` }),
    onError: (error) => flash.fail("The report could not be saved", error),
  });
  // Months that are not here leave their columns empty: where columns change, all of the table is measured anew.
  const beside = against === "off" ? undefined : unknown(compared.error) ? null : compared.error ? undefined : compared.data;
  // Columns that come need the room that the names have taken, and leave it to them where they go: that is another
  // table. Days and months are short names, and leave the room as it is.
  const [room, setRoom] = useState({ shared: beside !== undefined, times: 0 });
  const shared = beside !== undefined || (isTime(question.by[0] ?? "") && room.shared);
  if (!waiting && room.shared !== shared) setRoom({ shared, times: room.times + 1 });
  // Whatever else comes in, the table is drawn anew only for what it shows.
  const table = useMemo(() => {
    if (!report.data) return null;
    const field = report.data.question.by[0] ?? "environment";
    return (
      <ReportTable
        key={room.times}
        list={`costs-${field}`}
        title={`By ${fieldName(field).toLowerCase()}`}
        report={report.data}
        compared={beside}
        currency={currency}
        address={[search, setSearch]}
        open={open}
        actions={
          <SpaceBetween size="xs" direction="horizontal">
            <Button loading={isPending} onClick={() => mutate()}>
              Save with all four costs
            </Button>
            <GroupBy />
          </SpaceBetween>
        }
      />
    );
  }, [report.data, beside, room.times, currency, search, setSearch, open, mutate, isPending]);
  return (
    <SpaceBetween size="l">
      <ByMonth question={question} currency={currency} months={months} waiting={waiting} />
      {compared.error && !unknown(compared.error) && <Problem error={compared.error} onRetry={() => void compared.refetch()} />}
      {report.error ? (
        <Problem error={report.error} onRetry={() => void report.refetch()} />
      ) : (
        <Steady waiting={waiting} before={<Loading />}>
          {table}
        </Steady>
      )}
    </SpaceBetween>
  );
}

const GROUPS = Object.entries(FIELDS).map(([value, label]) => ({ value, label }));

/** What the address groups by: it changes at once, and the table once its answer has come. */
function GroupBy() {
  const [search, setSearch] = useSearchParams();
  const field = search.get("by") ?? "environment";
  return (
    <div className="ac-tools">
      <span id="costs-by">Group by</span>
      <Select
        ariaLabelledby="costs-by"
        selectedOption={GROUPS.find((one) => one.value === field) ?? { value: field, label: fieldName(field) }}
        options={GROUPS}
        expandToViewport
        onChange={({ detail }) => setSearch(written(search, { by: detail.selectedOption.value ?? null }), { replace: true })}
      />
    </div>
  );
}

/** Months before the last one that are shown beside it. */
const BACK = 11;

/** The last twelve months as bars, by the same field. */
function ByMonth({ question, currency, months, waiting }: { question: Question; currency: string; months: string[]; waiting: boolean }) {
  const field = question.by[0] ?? "environment";
  const last = months.indexOf(question.to ?? "");
  const shownMonths = months.slice(Math.max(0, (last < 0 ? months.length - 1 : last) - BACK), last < 0 ? undefined : last + 1);
  // Thousands of resources a month are many megabytes: they are asked for once the table has what it needs.
  const wanted = field !== "day" && shownMonths.length > 1 && !(field === "resource" && waiting);
  const report = useCostReport({ ...question, from: shownMonths[0] ?? null, to: shownMonths.at(-1) ?? null, by: ["month", field] }, wanted);
  if (shownMonths.length < 2 || field === "day" || report.error) return null;
  return (
    <Steady waiting={!report.data || report.isPlaceholderData} before={<Months description=" "><div className="ac-chart-room" /></Months>}>
      {report.data && <Bars report={report.data} currency={currency} months={shownMonths} />}
    </Steady>
  );
}

const Months = ({ description, children }: { description: string; children: ReactNode }) => (
  <Container
    header={
      <Header variant="h2" description={description}>
        Month by month
      </Header>
    }
  >
    {children}
  </Container>
);

function Bars(told: { report: Report; currency: string; months: string[] }) {
  const [search, setSearch] = useSearchParams();
  // Drawn after the table: thousands of resources take a while to be added up.
  const { report, currency, months } = useDeferredValue(told);
  const { all, totals } = useMemo(() => seriesOf(report, report.question.by[1] ?? "", currency, months), [report, currency, months]);
  return (
    <Months description={`${report.words}. ${currency}. A click on a month shows it alone.`}>
      <StackedBars
        label={report.words}
        columns={months.map((period, index) => ({ key: period, label: shortMonth(period), name: month(period), total: amount(totals[index] ?? "0", currency) }))}
        series={all}
        tick={(value) => tick(value, currency)}
        onChoose={(column) => setSearch(written(search, { from: months[column] ?? null, to: months[column] ?? null }))}
      />
    </Months>
  );
}

const shortMonth = (period: string) => `${month(period).slice(0, 3)} ${period.slice(2, 4)}`;

/** As many as there are colours for, with one of them for all others. */
const COLOURS = 8;

/** The largest values as series, and the rest as one. */
export function seriesOf(report: Report, field: string, currency: string, months: string[]): { all: Series[]; totals: string[] } {
  const cost = report.question.cost;
  const rows = report.rows.filter((row) => row.currency === currency);
  const weight = new Map<string, number>();
  for (const row of rows) weight.set(row.values[field] ?? "", (weight.get(row.values[field] ?? "") ?? 0) + Math.abs(size(row[cost])));
  const ranked = [...weight].sort((a, b) => b[1] - a[1]).map(([value]) => value);
  const named = ranked.length > COLOURS + 1 ? ranked.slice(0, COLOURS) : ranked;
  const known = new Set(named);
  const parts = new Map<string, string[]>();
  for (const row of rows) {
    const value = row.values[field] ?? "";
    const place = known.has(value) ? `${row.values.month} ${value}` : `${row.values.month}, others`;
    const part = parts.get(place);
    if (part) part.push(row[cost]);
    else parts.set(place, [row[cost]]);
  }
  const sums = (place: (period: string) => string) => months.map((period) => sum(parts.get(place(period)) ?? []));
  const series = named.map((value) => ({ label: shown(field, value), sums: sums((period) => `${period} ${value}`) }));
  if (named.length < ranked.length) series.push({ label: `${ranked.length - named.length} others`, sums: sums((period) => `${period}, others`) });
  return {
    all: series.map(({ label, sums }) => ({ label, values: sums.map(size), texts: sums.map((text) => amount(text, currency)) })),
    totals: months.map((_, index) => sum(series.map((one) => one.sums[index] ?? "0"))),
  };
}
