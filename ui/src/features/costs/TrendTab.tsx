import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useDeferredValue, useMemo, useState } from "react";
import { amount, size, tick } from "../../components/amounts";
import { HeatCalendar } from "../../components/charts/HeatCalendar";
import { Trend, type TrendPoint } from "../../components/charts/Trend";
import { date } from "../../components/format";
import { Loading } from "../../components/Loading";
import { Problem } from "../../components/Problem";
import type { CostQuestion_Serialize as Question } from "../../ipc/client";
import { useTrend } from "./answers";
import { Anomalies } from "./OverviewTab";
import { earlier } from "./view";
import type { Anomaly, BudgetState_Serialize as BudgetState, Forecast, Series_Serialize as TrendSeries } from "../../ipc/client";

interface Props {
  question: Question;
  currency: string;
  budgets: BudgetState[];
  open: (values: Record<string, string>, what: string) => void;
}

/** Costs by day: what was, what stands out, what is to come. */
export function TrendTab({ question, currency, budgets, open }: Props) {
  const trend = useTrend(question);
  const [only, setOnly] = useState("usage");
  const series = trend.data?.series.find((one) => one.currency === currency);
  const whole = budgets.find((one) => one.budget.environment === null) ?? null;
  const points = useMemo(() => (series ? pointsOf(series, whole, currency, only === "usage") : []), [series, whole, currency, only]);
  if (trend.error) return <Problem error={trend.error} onRetry={() => void trend.refetch()} />;
  if (!trend.data) return <Loading />;
  if (!series) return <Box>Nothing was charged in {currency}.</Box>;
  const chosen = (point: number) => {
    const day = points[point]?.key;
    if (day && points[point]?.actual !== null) open({ day }, date(day));
  };
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2" description={`${trend.data.words}. ${currency}. A click on a day shows its line items.`}>Day by day</Header>}>
        <SpaceBetween size="m">
          <Trend
            label={trend.data.words}
            points={points}
            tick={(value) => tick(value, currency)}
            height={300}
            onChoose={chosen}
            actions={
              <SegmentedControl
                label="What is drawn"
                selectedId={only}
                onChange={({ detail }) => setOnly(detail.selectedId)}
                options={[
                  { id: "usage", text: "Usage" },
                  { id: "all", text: "All charges" },
                ]}
              />
            }
          />
          {series.forecast ? <ForecastWords forecast={series.forecast} /> : series.noForecast && <Box color="text-body-secondary">{series.noForecast}</Box>}
        </SpaceBetween>
      </Container>
      {series.anomalies.length > 0 && <Anomalies anomalies={series.anomalies} currency={currency} open={open} />}
      <Calendar question={question} currency={currency} open={open} />
    </SpaceBetween>
  );
}

/** Months before the last one that the calendar shows: a week is told by its neighbours. */
const BACK = 5;

function Calendar({ question, currency, open }: Omit<Props, "budgets">) {
  const early = earlier(question.to ?? "", BACK);
  const asked = { ...question, from: question.from !== null && question.from < early ? question.from : early };
  const trend = useTrend(asked);
  // Below the edge of the window, and a thousand days are as much to draw as everything above them: they come after it.
  const series = useDeferredValue(trend.data?.series.find((one) => one.currency === currency) ?? null, null);
  return (
    <Container
      header={
        <Header variant="h2" description={`${trend.data ? `${trend.data.words}. ` : ""}A frame marks a day with an anomaly; a click shows its line items.`}>
          Calendar
        </Header>
      }
    >
      {series && series.days.length > 0 ? (
        <HeatCalendar
          label="Costs by weekday and week"
          days={series.days.map((day) => ({ date: day.day, value: size(day.amount), text: amount(day.amount, currency), ...noteOf(series.anomalies, day.day) }))}
          onChoose={(day) => open({ day }, date(day))}
        />
      ) : (
        <div className="ac-heat-room" />
      )}
    </Container>
  );
}

/** The forecast with how it was made and how far it was off; its last figure is a term of its own. */
function ForecastWords({ forecast }: { forecast: Forecast }) {
  return (
    <div>
      <Box>{forecast.sentence}</Box>
      <Box color="text-body-secondary">MASE below 1 means: a day was closer than repeating the week before would have been.</Box>
    </div>
  );
}

const noteOf = (anomalies: readonly Anomaly[], day: string) => {
  const of = anomalies.filter((one) => one.from <= day && day <= one.to).map((one) => one.sentence);
  return of.length > 0 ? { note: of.join("; ") } : {};
};

const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/** `Saturday, 12 September 2026` and `12 Sep`. */
function dayNames(day: string) {
  const [number = "", period = ""] = date(day).split(" ");
  return { name: `${WEEKDAYS[new Date(day).getUTCDay()]}, ${date(day)}`, label: `${number} ${period.slice(0, 3)}` };
}

/** Days that were, then days to come; the budget is spread over the days of its month. */
export function pointsOf(series: TrendSeries, budget: BudgetState | null, currency: string, usage: boolean): TrendPoint[] {
  const daily = (day: string) => {
    if (!budget || !day.startsWith(budget.month)) return null;
    const [year = 0, number = 1] = budget.month.split("-").map(Number);
    return size(budget.budget.monthly) / new Date(Date.UTC(year, number, 0)).getUTCDate();
  };
  const named = (day: string) => ({ key: day, ...dayNames(day), budget: daily(day) });
  const starts = new Set(series.anomalies.map((one) => one.from));
  const known = series.days.map((day): TrendPoint => ({
    ...named(day.day),
    actual: size(usage ? day.usage : day.amount),
    told: () => [
      { label: "Usage", text: amount(day.usage, currency), ...(usage && { swatch: "ac-swatch-actual" }) },
      { label: "All charges", text: amount(day.amount, currency), ...(!usage && { swatch: "ac-swatch-actual" }) },
    ],
    anomaly: starts.has(day.day),
    ...noteOf(series.anomalies, day.day),
  }));
  const last = series.days.at(-1);
  const coming = (series.forecast?.days ?? []).filter((day) => !last || day.day > last.day).map((day): TrendPoint => ({
    ...named(day.day),
    actual: null,
    forecast: { low: size(day.low), middle: size(day.expected), high: size(day.high) },
    told: () => [
      { label: "Expected", text: amount(day.expected, currency), swatch: "ac-swatch-forecast" },
      { label: "8 of 10 between", text: `${amount(day.low, currency)} and ${amount(day.high, currency)}` },
    ],
  }));
  return [...known, ...coming];
}
