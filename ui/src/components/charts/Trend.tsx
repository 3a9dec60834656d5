import type { ReactNode } from "react";
import { Chart, type Column } from "./Chart";
import { runs } from "./scale";

/** A day, or a month, of a trend. */
export interface TrendPoint extends Column {
  /** What was paid; null for what is still to come. */
  actual: number | null;
  /** The same of what it is compared with. */
  before?: number | null;
  /** What is expected, and the band it is in; null where nothing is forecast. */
  forecast?: { low: number; middle: number; high: number } | null;
  /** Marked; its note says why. */
  anomaly?: boolean;
  budget?: number | null;
}

interface Props {
  label: string;
  points: TrendPoint[];
  tick: (value: number) => string;
  /** Under what name what it is compared with stands in the legend. */
  before?: string;
  height?: number;
  onChoose?: (point: number) => void;
  actions?: ReactNode;
}

/** A line of what was, a band of what is expected, marks on what was not expected, and the budget. */
export function Trend({ label, points, tick, before, height, onChoose, actions }: Props) {
  const all = points.flatMap((point) => [point.actual, point.before, point.forecast?.low, point.forecast?.high, point.budget].filter((value) => value != null));
  const has = (test: (point: TrendPoint) => boolean) => points.some(test);
  return (
    <Chart
      label={label}
      columns={points}
      values={[Math.min(0, ...all), Math.max(0, ...all)]}
      tick={tick}
      height={height}
      onChoose={onChoose}
      actions={actions}
      legend={[
        { label: "Actual", swatch: "ac-swatch-actual" },
        ...(before && has((point) => point.before != null) ? [{ label: before, swatch: "ac-swatch-before" }] : []),
        ...(has((point) => point.forecast != null) ? [{ label: "Forecast, with its interval", swatch: "ac-swatch-forecast" }] : []),
        ...(has((point) => point.budget != null) ? [{ label: "Budget", swatch: "ac-swatch-budget" }] : []),
        ...(has((point) => point.anomaly === true) ? [{ label: "Anomaly", swatch: "ac-swatch-anomaly" }] : []),
      ]}
      draw={({ x, y, active }) => {
        const line = (values: (number | null)[]) =>
          runs(values)
            .map(({ start, values: run }) => run.map((value, index) => `${index === 0 ? "M" : "L"}${x(start + index).toFixed(1)} ${y(value).toFixed(1)}`).join(""))
            .join("");
        const band = runs(points.map((point) => point.forecast ?? null))
          .map(({ start, values }) => {
            const upper = values.map((value, index) => `${x(start + index).toFixed(1)} ${y(value.high).toFixed(1)}`);
            const lower = values.map((value, index) => `${x(start + index).toFixed(1)} ${y(value.low).toFixed(1)}`).reverse();
            return `M${upper.join("L")}L${lower.join("L")}Z`;
          })
          .join("");
        const actual = points.map((point) => point.actual);
        // A single day between gaps is no line; it is a dot.
        const alone = runs(actual).filter((run) => run.values.length === 1);
        return (
          <>
            <path className="ac-trend-band" d={band} />
            <path className="ac-trend-budget" d={line(points.map((point) => point.budget ?? null))} />
            <path className="ac-trend-before" d={line(points.map((point) => point.before ?? null))} />
            <path className="ac-trend-forecast" d={line(points.map((point) => point.forecast?.middle ?? null))} />
            <path className="ac-trend-actual" d={line(actual)} />
            {alone.map(({ start, values }) => (
              <circle key={start} className="ac-trend-dot" cx={x(start)} cy={y(values[0] ?? 0)} r={3} />
            ))}
            {points.map((point, index) => point.anomaly && point.actual !== null && <Mark key={point.key} x={x(index)} y={y(point.actual)} />)}
            {active !== null && points[active] && points[active].actual !== null && (
              <circle className="ac-trend-dot" cx={x(active)} cy={y(points[active].actual)} r={4} />
            )}
          </>
        );
      }}
    />
  );
}

/** An anomaly, by shape as well as by colour. */
function Mark({ x, y }: { x: number; y: number }) {
  return (
    <g transform={`translate(${x.toFixed(1)} ${Math.max(14, y - 14).toFixed(1)})`}>
      <path className="ac-trend-mark" d="M0 8L-6 -3H6Z" />
    </g>
  );
}
