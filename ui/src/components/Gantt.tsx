import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import { useMemo, useState } from "react";
import { duration, words } from "./format";
import { rows, ticks, type Bar, type Row } from "./gantt-rows";

export type { Bar } from "./gantt-rows";

/** State by shape and by colour. */
const SIGNS: Record<Bar["state"], [string, string, string]> = {
  waiting: ["○", "", "not begun"],
  running: ["…", "ac-busy", "running"],
  done: ["✓", "ac-good", "done"],
  failed: ["✕", "ac-bad", "failed"],
  gone: ["–", "", "removed"],
};

interface Props {
  bars: Bar[];
  /** Seconds that the axis covers. */
  total: number;
  /** Where the now-line stands. */
  now?: number | null;
  /** A bar, or the name of a resource, was chosen; a stack's own bar has the ID `group:Network`. */
  onSelect?: (bar: Bar) => void;
}

/** Predicted outline behind what really happened; the chain that decides is marked. */
export function Gantt({ bars, total, now = null, onSelect }: Props) {
  const [open, setOpen] = useState<ReadonlySet<string>>(
    () => new Set(bars.filter((bar) => bar.state === "failed").map((bar) => bar.group)),
  );
  const [zoom, setZoom] = useState("1");
  const shown = useMemo(() => rows(bars, open), [bars, open]);
  const groups = useMemo(() => [...new Set(bars.map((bar) => bar.group))], [bars]);
  const planned = bars.every((bar) => bar.state === "waiting");
  const span = Math.max(total, now ?? 0, 1);
  const steps = ticks(span, 9 * Number(zoom));
  const at = (seconds: number) => `${(100 * seconds) / span}%`;
  const toggle = (group: string) =>
    setOpen((before) => {
      const after = new Set(before);
      if (!after.delete(group)) after.add(group);
      return after;
    });
  return (
    <SpaceBetween size="xs">
      <div className="ac-tools">
        <Button onClick={() => setOpen(open.size === 0 ? new Set(groups) : new Set())}>
          {open.size === 0 ? "Show all resources" : "Show stacks only"}
        </Button>
        <SegmentedControl
          label="Zoom"
          selectedId={zoom}
          onChange={({ detail }) => setZoom(detail.selectedId)}
          options={[
            { id: "1", text: "Whole" },
            { id: "2", text: "2×" },
            { id: "4", text: "4×" },
          ]}
        />
        <Legend planned={planned} />
      </div>
      <div className="ac-gantt">
        <div>
          <div className="ac-gantt-axis" />
          {shown.map((row) => (
            <Name
              key={row.id}
              row={row}
              planned={planned}
              open={open.has(row.group)}
              onToggle={() => toggle(row.group)}
              onSelect={() => onSelect?.(row)}
            />
          ))}
        </div>
        <div className="ac-gantt-scroll" tabIndex={0} role="region" aria-label="Timeline">
          <div style={{ width: `${100 * Number(zoom)}%`, position: "relative" }}>
            <div className="ac-gantt-axis">
              {steps
                .filter((tick) => tick <= span * 0.94)
                .map((tick) => (
                  <span key={tick} style={{ left: at(tick) }}>
                    {tick === 0 ? "0" : duration(tick)}
                  </span>
                ))}
            </div>
            {shown.map((row) => (
              <Track key={row.id} row={row} at={at} now={now ?? span} onSelect={onSelect && (() => onSelect(row))} />
            ))}
            {steps.map((tick) => (
              <div key={tick} className="ac-gantt-line" style={{ left: at(tick) }} />
            ))}
            {now !== null && (
              <div className="ac-gantt-now" style={{ left: at(Math.min(now, span)) }}>
                <span>now</span>
              </div>
            )}
          </div>
        </div>
      </div>
    </SpaceBetween>
  );
}

interface NameProps {
  row: Row;
  planned: boolean;
  open: boolean;
  onToggle: () => void;
  onSelect: () => void;
}

function Name({ row, planned, open, onToggle, onSelect }: NameProps) {
  const label = row.isGroup ? `${words(row.label)} (${row.count})` : row.label;
  const [shape, colour, told] = SIGNS[row.state];
  return (
    <div className="ac-gantt-name" style={{ paddingLeft: row.isGroup ? 0 : 18 }}>
      <button
        type="button"
        onClick={row.isGroup ? onToggle : onSelect}
        aria-expanded={row.isGroup ? open : undefined}
        title={label}
        className="ac-plain"
        style={{ fontWeight: row.critical ? 700 : 400 }}
      >
        {row.isGroup && <span aria-hidden>{open ? "▾ " : "▸ "}</span>}
        {!planned && (
          <span className={colour} role="img" aria-label={`${told}: `}>
            {shape}{" "}
          </span>
        )}
        {label}
      </button>
    </div>
  );
}

function Track({
  row,
  at,
  now,
  onSelect,
}: {
  row: Row;
  at: (seconds: number) => string;
  now: number;
  onSelect: (() => void) | undefined;
}) {
  const end = row.end ?? (row.start === null ? null : Math.max(now, row.start));
  const happened =
    row.start === null ? "not begun" : `from ${duration(row.start)} to ${row.end === null ? "now" : duration(row.end)}`;
  const expected =
    row.predictedEnd === null
      ? ""
      : `, predicted ${duration(row.predictedStart ?? 0)} to ${duration(row.predictedEnd)}`;
  const place = (from: number, to: number) => ({ left: at(from), width: `max(3px, calc(${at(to)} - ${at(from)}))` });
  return (
    // The name beside it does the same by keyboard.
    <div
      className={`ac-gantt-track${onSelect ? " ac-chosen" : ""}`}
      title={`${row.label}: ${happened}${expected}${row.critical ? ". It decides how long all takes" : ""}`}
      onClick={onSelect}
    >
      {row.predictedStart !== null && row.predictedEnd !== null && (
        <div
          className={`ac-gantt-outline${row.critical ? " ac-critical" : ""}`}
          style={place(row.predictedStart, row.predictedEnd)}
        />
      )}
      {row.start !== null && end !== null && (
        <div className={`ac-gantt-bar ac-${row.state}`} style={place(row.start, end)} />
      )}
    </div>
  );
}

function Legend({ planned }: { planned: boolean }) {
  const item = (label: string, name: string) => (
    <span key={label}>
      <i className={name} />
      {label}
    </span>
  );
  return (
    <div className="ac-legend">
      {item("predicted", "ac-gantt-outline")}
      {item("decides the time", "ac-gantt-outline ac-critical")}
      {!planned && [
        item("running", "ac-gantt-bar ac-running"),
        item("done", "ac-gantt-bar ac-done"),
        item("failed", "ac-gantt-bar ac-failed"),
        item("removed", "ac-gantt-bar ac-gone"),
      ]}
    </div>
  );
}
