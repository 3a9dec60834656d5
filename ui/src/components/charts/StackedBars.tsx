import { Chart, type Column } from "./Chart";
import { stacked } from "./scale";

/** Of one kind through all columns: a service, an environment. */
export interface Series {
  label: string;
  /** One for each column; only for the places of bars. */
  values: number[];
  /** The same as they are read. */
  texts: string[];
}

interface Props {
  label: string;
  columns: { key: string; label: string; name: string; total: string; note?: string }[];
  series: Series[];
  tick: (value: number) => string;
  onChoose?: (column: number) => void;
}

/** Costs by month, told apart by colour; credits stand below the line. */
export function StackedBars({ label, columns, series, tick, onChoose }: Props) {
  const stacks = columns.map((_, column) => stacked(series.map((one) => one.values[column] ?? 0)));
  const ends = stacks.flat().flatMap((part) => [part.from, part.to]);
  const full = columns.map((column, index): Column => ({
    ...column,
    told: () => [
      { label: "Total", text: column.total },
      ...series.map((one, place) => ({ label: one.label, text: one.texts[index] ?? "–", swatch: `ac-series-${place + 1}` })),
    ],
  }));
  return (
    <Chart
      label={label}
      columns={full}
      values={[Math.min(0, ...ends), Math.max(0, ...ends)]}
      tick={tick}
      onChoose={onChoose}
      legend={series.map((one, place) => ({ label: one.label, swatch: `ac-series-${place + 1}` }))}
      draw={({ x, y, band }) => {
        const width = Math.max(1, Math.min(64, band * 0.66));
        return stacks.map((parts, column) =>
          parts.map((part, place) => {
            const top = y(Math.max(part.from, part.to));
            const height = Math.abs(y(part.from) - y(part.to));
            return height < 0.05 ? null : (
              <rect key={`${column}-${place}`} className={`ac-series-${place + 1}`} x={x(column) - width / 2} y={top} width={width} height={Math.max(0.5, height - (height > 3 ? 1 : 0))} />
            );
          }),
        );
      }}
    />
  );
}
