import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useMutation } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import { amount, size, sum, tick } from "../../components/amounts";
import { StackedBars, type Series } from "../../components/charts/StackedBars";
import { useFlash } from "../../components/flash-context";
import { Loading } from "../../components/Loading";
import { Problem } from "../../components/Problem";
import { shell, type CostQuestion_Serialize as Question, type Report_Serialize as Report } from "../../ipc/client";
import { useCostReport } from "../../ipc/queries";
import { useCompare } from "./answers";
import { month } from "./import-words";
import { unknown } from "./OverviewTab";
import { ReportTable } from "./ReportTable";
import { FIELDS, fieldName, shown, written, type Against } from "./view";

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
  const field = question.by[0] ?? "environment";
  const report = useCostReport(question);
  const compared = useCompare(question, against);
  // Until the next answer has come, the table is named for what it shows.
  const told = report.data?.question.by[0] ?? field;
  const save = useMutation({
    mutationFn: () => shell.costsSave(question, "csv", false),
    onSuccess: (path) => path !== null && flash.add({ type: "success", header: `Saved ${path}` }),
    onError: (error) => flash.fail("The report could not be saved", error),
  });
  const options = Object.entries(FIELDS).map(([value, label]) => ({ value, label }));
  return (
    <SpaceBetween size="l">
      <ByMonth question={question} currency={currency} months={months} />
      {compared.error && !unknown(compared.error) && <Problem error={compared.error} onRetry={() => void compared.refetch()} />}
      {report.error ? (
        <Problem error={report.error} onRetry={() => void report.refetch()} />
      ) : report.data ? (
        <ReportTable
          key={told}
          list={`costs-${told}`}
          title={`By ${fieldName(told).toLowerCase()}`}
          report={report.data}
          compared={against === "off" || compared.error ? undefined : compared.data}
          currency={currency}
          open={open}
          actions={
            <SpaceBetween size="xs" direction="horizontal">
              <Button loading={save.isPending} onClick={() => save.mutate()}>
                Save with all four costs
              </Button>
              <div className="ac-tools">
                <span id="costs-by">Group by</span>
                <Select
                  ariaLabelledby="costs-by"
                selectedOption={options.find((one) => one.value === field) ?? { value: field, label: fieldName(field) }}
                options={options}
                expandToViewport
                onChange={({ detail }) => setSearch(written(search, { by: detail.selectedOption.value ?? null }), { replace: true })}
                />
              </div>
            </SpaceBetween>
          }
        />
      ) : (
        <Loading />
      )}
    </SpaceBetween>
  );
}

/** Months before the last one that are shown beside it. */
const BACK = 11;

/** The last twelve months as bars, by the same field. */
function ByMonth({ question, currency, months }: { question: Question; currency: string; months: string[] }) {
  const [search, setSearch] = useSearchParams();
  const field = question.by[0] ?? "environment";
  const last = months.indexOf(question.to ?? "");
  const shownMonths = months.slice(Math.max(0, (last < 0 ? months.length - 1 : last) - BACK), last < 0 ? undefined : last + 1);
  const report = useCostReport({ ...question, from: shownMonths[0] ?? null, to: shownMonths.at(-1) ?? null, by: ["month", field] }, field !== "day" && shownMonths.length > 1);
  if (shownMonths.length < 2 || report.error) return null;
  const series = report.data ? seriesOf(report.data, report.data.question.by[1] ?? field, currency, shownMonths) : null;
  return (
    <Container header={<Header variant="h2" description={report.data ? `${report.data.words}. ${currency}. A click on a month shows it alone.` : " "}>Month by month</Header>}>
      {series ? (
        <StackedBars
          label={report.data?.words ?? "Costs by month"}
          columns={shownMonths.map((period, index) => ({ key: period, label: shortMonth(period), name: month(period), total: amount(series.totals[index] ?? "0", currency) }))}
          series={series.all}
          tick={(value) => tick(value, currency)}
          onChoose={(column) => setSearch(written(search, { from: shownMonths[column] ?? null, to: shownMonths[column] ?? null }))}
        />
      ) : (
        <div className="ac-chart-room" />
      )}
    </Container>
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
  const parts = new Map<string, string[]>();
  for (const row of rows) {
    const value = row.values[field] ?? "";
    for (const place of [`${row.values.month}`, named.includes(value) ? `${row.values.month} ${value}` : `${row.values.month}, others`]) {
      const known = parts.get(place);
      if (known) known.push(row[cost]);
      else parts.set(place, [row[cost]]);
    }
  }
  const at = (place: string) => parts.get(place) ?? [];
  const series = (label: string, parts: string[][]): Series => {
    const sums = parts.map(sum);
    return { label, values: sums.map(size), texts: sums.map((text) => amount(text, currency)) };
  };
  const all = named.map((value) => series(shown(field, value), months.map((period) => at(`${period} ${value}`))));
  if (named.length < ranked.length) all.push(series(`${ranked.length - named.length} others`, months.map((period) => at(`${period}, others`))));
  return { all, totals: months.map((period) => sum(at(period))) };
}
