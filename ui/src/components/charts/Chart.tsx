import "./charts.css";
import Toggle from "@cloudscape-design/components/toggle";
import { useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { every, ticks } from "./scale";

/** A figure of a column, as it is read: what, how much, and how it is drawn. */
export interface Told {
  label: string;
  text: string;
  /** Class of the swatch beside it. */
  swatch?: string;
}

/** What stands at one place of the horizontal axis. */
export interface Column {
  key: string;
  /** Under the axis: `12 Sep`. */
  label: string;
  /** In full: `Saturday, 12 September 2026`. */
  name: string;
  /** Worked out for those columns that are read. */
  told: () => Told[];
  /** A sentence about it: an anomaly, why it is empty. */
  note?: string;
}

/** Places in pixels. */
export interface Places {
  /** Of a column's middle. */
  x: (column: number) => number;
  y: (value: number) => number;
  /** Width of a column. */
  band: number;
  left: number;
  right: number;
  active: number | null;
}

interface Props {
  /** What it shows, for whoever does not see it. */
  label: string;
  columns: Column[];
  /** Lowest and highest value that is drawn. */
  values: [number, number];
  tick: (value: number) => string;
  legend: { label: string; swatch: string }[];
  height?: number;
  draw: (places: Places) => ReactNode;
  /** A column was clicked, or Enter was pressed on it. */
  onChoose?: (column: number) => void;
  /** Beside the switch to the numbers. */
  actions?: ReactNode;
}

const LEFT = 64;
const RIGHT = 12;
const TOP = 10;
const BOTTOM = 26;

/**
 * The frame of a chart over columns: axes, legend, the figures of the column under the pointer or reached with
 * the arrow keys, and the same numbers as a table.
 */
export function Chart({ label, columns, values, tick, legend, height = 260, draw, onChoose, actions }: Props) {
  const [asTable, setAsTable] = useState(false);
  const { ref, width } = useWidth();
  const [active, setActive] = useState<number | null>(null);
  const at = active !== null && active < columns.length ? active : null;
  const steps = ticks(...values);
  const low = steps[0] ?? 0;
  const high = steps.at(-1) ?? 1;
  const right = Math.max(LEFT + 1, width - RIGHT);
  const band = (right - LEFT) / Math.max(1, columns.length);
  const places: Places = {
    x: (column) => LEFT + (column + 0.5) * band,
    y: (value) => TOP + ((high - value) / (high - low)) * (height - TOP - BOTTOM),
    band,
    left: LEFT,
    right,
    active: at,
  };
  const keyed = (event: KeyboardEvent) => {
    const last = columns.length - 1;
    const to = { ArrowRight: Math.min(last, (at ?? -1) + 1), ArrowLeft: Math.max(0, (at ?? last + 1) - 1), Home: 0, End: last }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      setActive(to);
    } else if (event.key === "Escape" && at !== null) {
      event.stopPropagation();
      setActive(null);
    } else if (event.key === "Enter" && at !== null) onChoose?.(at);
  };
  return (
    <div className="ac-chart">
      <div className="ac-chart-head">
        <ul className="ac-legend" aria-label="Legend">
          {legend.map((item) => (
            <li key={item.label}>
              <i className={item.swatch} aria-hidden />
              {item.label}
            </li>
          ))}
        </ul>
        <div className="ac-chart-tools">
          {actions}
          <Toggle checked={asTable} onChange={({ detail }) => setAsTable(detail.checked)}>
            As numbers
          </Toggle>
        </div>
      </div>
      {asTable ? (
        <Numbers label={label} columns={columns} />
      ) : (
        <div
          ref={ref}
          className={`ac-chart-area${onChoose ? " ac-chosen" : ""}`}
          style={{ height }}
          tabIndex={0}
          role="application"
          aria-roledescription="chart"
          aria-label={`${label}. The arrow keys go through it${onChoose ? ", Enter opens what it stands on" : ""}.`}
          onKeyDown={keyed}
          onBlur={() => setActive(null)}
          onPointerLeave={() => setActive(null)}
          onPointerMove={(event) => {
            const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
            const column = Math.floor((x - LEFT) / band);
            setActive(column >= 0 && column < columns.length ? column : null);
          }}
          onClick={() => at !== null && onChoose?.(at)}
        >
          {width > 0 && (
            <svg width={width} height={height} aria-hidden focusable="false">
              {steps.map((value) => (
                <g key={value}>
                  <line className={value === 0 ? "ac-chart-zero" : "ac-chart-grid"} x1={LEFT} x2={right} y1={places.y(value)} y2={places.y(value)} />
                  <text className="ac-chart-text" x={LEFT - 8} y={places.y(value) + 4} textAnchor="end">
                    {tick(value)}
                  </text>
                </g>
              ))}
              {at !== null && <rect className="ac-chart-here" x={LEFT + at * band} width={band} y={TOP} height={height - TOP - BOTTOM} />}
              {draw(places)}
              <Labels columns={columns} places={places} y={height - 8} />
            </svg>
          )}
          <div role="status" className="ac-chart-said">
            {at !== null && columns[at] && <Card column={columns[at]} x={places.x(at)} width={width} />}
          </div>
        </div>
      )}
    </div>
  );
}

function Labels({ columns, places, y }: { columns: Column[]; places: Places; y: number }) {
  const longest = Math.max(0, ...columns.map((column) => column.label.length));
  const step = every(columns.length, places.right - places.left, longest);
  return columns.map(
    (column, index) =>
      index % step === 0 && (
        <text key={column.key} className="ac-chart-text" x={places.x(index)} y={y} textAnchor="middle">
          {column.label}
        </text>
      ),
  );
}

/** The figures of a column, beside it on whichever side has room. */
function Card({ column, x, width }: { column: Column; x: number; width: number }) {
  const side = x > width / 2 ? { right: width - x + 14 } : { left: x + 14 };
  return (
    <div className="ac-chart-card" style={side}>
      <b>{column.name}</b>
      <dl>
        {column.told().map((told) => (
          <div key={told.label}>
            <dt>
              {told.swatch && <i className={told.swatch} aria-hidden />}
              {told.label}
            </dt>
            <dd>{told.text}</dd>
          </div>
        ))}
      </dl>
      {column.note && <p>{column.note}</p>}
    </div>
  );
}

/** The same numbers as a table; a figure that a column does not have is a dash. */
function Numbers({ label, columns }: { label: string; columns: Column[] }) {
  const figures = columns.map((column) => column.told());
  const heads = [...new Set(figures.flatMap((told) => told.map(({ label }) => label)))];
  const noted = columns.some((column) => column.note);
  return (
    <div className="ac-numbers" tabIndex={0} role="region" aria-label={`${label}, as numbers`}>
      <table>
        <thead>
          <tr>
            <td />
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
            {noted && (
              <th scope="col" className="ac-note">
                Note
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {columns.map((column, index) => (
            <tr key={column.key}>
              <th scope="row">{column.name}</th>
              {heads.map((head) => (
                <td key={head}>{figures[index]?.find((told) => told.label === head)?.text ?? "–"}</td>
              ))}
              {noted && <td className="ac-note">{column.note}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The width that a chart has, followed. */
function useWidth() {
  const [width, setWidth] = useState(0);
  const [element, ref] = useState<HTMLDivElement | null>(null);
  const last = useRef(0);
  // Before the first frame: an empty one would be a flicker.
  useLayoutEffect(() => {
    if (!element) return;
    const follow = () => {
      const now = Math.floor(element.clientWidth);
      if (now !== last.current) setWidth((last.current = now));
    };
    follow();
    const observer = new ResizeObserver(follow);
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  return { ref, width };
}
