import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import { useMemo, useState } from "react";
import { duration, words } from "./format";
import { rows, ticks, type Bar, type Row } from "./gantt-rows";

export type { Bar } from "./gantt-rows";

const COLOURS: Record<Bar["state"], string> = { waiting: "transparent", running: "#0972d3", done: "#037f0c", failed: "#d91515", gone: "#7d8998" };

interface Props {
  bars: Bar[];
  /** Seconds that the axis covers. */
  total: number;
  /** Where the now-line stands. */
  now?: number | null;
  onSelect?: (bar: Bar) => void;
}

/** Predicted outline behind what really happened; the chain that decides is marked. */
export function Gantt({ bars, total, now = null, onSelect }: Props) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [zoom, setZoom] = useState("1");
  const shown = useMemo(() => rows(bars, open), [bars, open]);
  const groups = useMemo(() => [...new Set(bars.map((bar) => bar.group))], [bars]);
  const width = `${100 * Number(zoom)}%`;
  const span = Math.max(total, now ?? 0, 1);
  const at = (seconds: number) => `${(100 * seconds) / span}%`;
  const toggle = (group: string) => setOpen((before) => {
    const after = new Set(before);
    if (!after.delete(group)) after.add(group);
    return after;
  });
  return (
    <SpaceBetween size="xs">
      <SpaceBetween size="xs" direction="horizontal">
        <Button onClick={() => setOpen(open.size === 0 ? new Set(groups) : new Set())}>{open.size === 0 ? "Show all resources" : "Show stacks only"}</Button>
        <SegmentedControl label="Zoom" selectedId={zoom} onChange={({ detail }) => setZoom(detail.selectedId)} options={[{ id: "1", text: "Whole" }, { id: "2", text: "2×" }, { id: "4", text: "4×" }]} />
        <Legend />
      </SpaceBetween>
      <div style={{ display: "grid", gridTemplateColumns: "230px minmax(0, 1fr)", fontSize: 12, lineHeight: "20px" }}>
        <div>
          <div style={{ height: 20 }} />
          {shown.map((row) => <Name key={row.id} row={row} open={open.has(row.group)} onToggle={() => toggle(row.group)} onSelect={() => onSelect?.(row)} />)}
        </div>
        <div style={{ overflowX: "auto" }} tabIndex={0} role="region" aria-label="Timeline">
          <div style={{ width, position: "relative" }}>
            <div style={{ height: 20, position: "relative" }}>
              {ticks(span).map((tick) => <span key={tick} style={{ position: "absolute", left: at(tick), opacity: 0.8, whiteSpace: "nowrap" }}>{tick === 0 ? "0" : duration(tick)}</span>)}
            </div>
            {shown.map((row) => <Track key={row.id} row={row} at={at} now={now ?? span} />)}
            {ticks(span).map((tick) => <div key={tick} style={{ position: "absolute", top: 20, bottom: 0, left: at(tick), borderLeft: "1px solid rgba(127,127,127,.25)" }} />)}
            {now !== null && <div title="now" style={{ position: "absolute", top: 18, bottom: 0, left: at(now), borderLeft: "2px solid #d9a515" }} />}
          </div>
        </div>
      </div>
    </SpaceBetween>
  );
}

function Name({ row, open, onToggle, onSelect }: { row: Row; open: boolean; onToggle: () => void; onSelect: () => void }) {
  const label = row.isGroup ? words(row.label) : row.label;
  return (
    <div style={{ height: 24, lineHeight: "24px", overflow: "hidden", whiteSpace: "nowrap", textOverflow: "ellipsis", paddingLeft: row.isGroup ? 0 : 18 }}>
      <button type="button" onClick={row.isGroup ? onToggle : onSelect} aria-expanded={row.isGroup ? open : undefined} title={label}
        className="ac-plain" style={{ fontWeight: row.critical ? 700 : 400 }}>
        {row.isGroup ? `${open ? "▾" : "▸"} ${label} (${row.count})` : label}
      </button>
    </div>
  );
}

function Track({ row, at, now }: { row: Row; at: (seconds: number) => string; now: number }) {
  const end = row.end ?? (row.start === null ? null : Math.max(now, row.start));
  const told = `${row.label}: ${row.start === null ? "not begun" : `from ${duration(row.start)} to ${row.end === null ? "now" : duration(row.end)}`}`
    + (row.predictedEnd === null ? "" : `, predicted ${duration(row.predictedStart ?? 0)} to ${duration(row.predictedEnd)}`);
  const bar = (from: number, to: number) => ({ position: "absolute" as const, left: at(from), width: `max(3px, calc(${at(to)} - ${at(from)}))` });
  return (
    <div style={{ position: "relative", height: 24 }} title={told}>
      {row.predictedStart !== null && row.predictedEnd !== null && (
        <div style={{ ...bar(row.predictedStart, row.predictedEnd), top: 4, height: 14, borderRadius: 3, border: `${row.critical ? 2 : 1}px solid ${row.critical ? "#b8710b" : "rgba(127,127,127,.7)"}`, background: row.critical ? "rgba(217,142,21,.18)" : "rgba(127,127,127,.12)", boxSizing: "border-box" }} />
      )}
      {row.start !== null && end !== null && <div style={{ ...bar(row.start, end), top: 7, height: 8, borderRadius: 2, background: COLOURS[row.state] }} />}
    </div>
  );
}

function Legend() {
  const item = (label: string, style: React.CSSProperties) => (
    <span key={label} style={{ marginRight: 12, whiteSpace: "nowrap", fontSize: 12 }}>
      <span style={{ display: "inline-block", width: 16, height: 8, marginRight: 4, borderRadius: 2, boxSizing: "border-box", ...style }} />{label}
    </span>
  );
  return (
    <div style={{ paddingTop: 6 }}>
      {item("predicted", { border: "1px solid rgba(127,127,127,.7)" })}
      {item("decides the time", { border: "2px solid #b8710b" })}
      {item("running", { background: COLOURS.running })}
      {item("done", { background: COLOURS.done })}
      {item("failed", { background: COLOURS.failed })}
    </div>
  );
}
