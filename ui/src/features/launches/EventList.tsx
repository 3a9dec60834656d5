import Box from "@cloudscape-design/components/box";
import { useEffect, useRef, useState } from "react";
import { local, utc, words } from "../../components/format";
import type { EventRow } from "../../ipc/client";
import { ROW, visible } from "./window";

const HEIGHT = 460;

interface Props {
  rows: EventRow[];
  time: (ms: number) => string;
  /** Keeps the newest row in sight. */
  follow: boolean;
  /** The person has scrolled back. */
  onLeave: () => void;
  current: number | null;
  onCurrent: (seq: number) => void;
  onOpen: (seq: number) => void;
  empty: string;
}

/** A table of which only the rows on screen are in the page. Arrows move, Enter opens. */
export function EventList({ rows, time, follow, onLeave, current, onCurrent, onOpen, empty }: Props) {
  const [scroll, setScroll] = useState(0);
  const area = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (follow && area.current) area.current.scrollTop = area.current.scrollHeight;
  }, [follow, rows.length]);
  const { from, to } = visible(scroll, HEIGHT, rows.length);
  const at = rows.findIndex((row) => row.seq === current);
  const move = (to: number) => {
    const index = Math.min(Math.max(0, to), rows.length - 1);
    const row = rows[index];
    if (!row || !area.current) return;
    onCurrent(row.seq);
    onLeave();
    const top = index * ROW;
    if (top < area.current.scrollTop) area.current.scrollTop = top;
    else if (top + ROW > area.current.scrollTop + HEIGHT) area.current.scrollTop = top + ROW - HEIGHT;
  };
  const key = (event: React.KeyboardEvent) => {
    const page = Math.floor(HEIGHT / ROW);
    const to = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: rows.length - 1,
    }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      move(to);
    } else if (event.key === "Enter" && current !== null) onOpen(current);
  };
  return (
    <div role="table" aria-label="Events" aria-rowcount={rows.length + 1}>
      <div role="rowgroup">
        <div role="row" aria-rowindex={1} className="ac-event ac-event-head">
          {["Time", "Stack", "Resource", "Status", "AWS's words"].map((head) => (
            <span key={head} role="columnheader">
              {head}
            </span>
          ))}
        </div>
      </div>
      <div
        ref={area}
        tabIndex={0}
        role="rowgroup"
        aria-label="Events, oldest first: arrows move, Enter shows all of one"
        className="ac-events"
        style={{ height: HEIGHT }}
        onKeyDown={key}
        onScroll={(event) => setScroll(event.currentTarget.scrollTop)}
        onWheel={(event) => {
          if (event.deltaY < 0) onLeave();
        }}
      >
        {rows.length === 0 && (
          <Box color="text-body-secondary" padding="s">
            {empty}
          </Box>
        )}
        <div role="presentation" data-rows style={{ height: rows.length * ROW, position: "relative" }}>
          {rows.slice(from, to).map((row, index) => (
            <Line
              key={row.seq}
              row={row}
              index={from + index}
              time={time}
              picked={row.seq === current}
              onOpen={() => onOpen(row.seq)}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

/** Shape and colour both say how it went. */
function sign(status: string): [string, string] {
  if (status.endsWith("_FAILED")) return ["✕", "ac-bad"];
  if (status.includes("ROLLBACK")) return ["↶", "ac-warn"];
  if (status.endsWith("_COMPLETE")) return ["✓", "ac-good"];
  return ["…", "ac-busy"];
}

function Line({
  row,
  index,
  time,
  picked,
  onOpen,
}: {
  row: EventRow;
  index: number;
  time: Props["time"];
  picked: boolean;
  onOpen: () => void;
}) {
  const { stack, event } = row;
  const [shape, colour] = sign(event.status);
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={picked}
      onClick={onOpen}
      className={`ac-event${picked ? " ac-picked" : ""}${index % 2 ? " ac-odd" : ""}`}
      style={{ position: "absolute", top: index * ROW, height: ROW, left: 0, right: 0 }}
    >
      <span role="cell" title={`${local(event.atMs)} (${utc(event.atMs)})`}>
        {time(event.atMs)}
      </span>
      <span role="cell" title={stack}>
        {words(stack)}
      </span>
      <span role="cell" title={`${event.logicalId}, ${event.type}`}>
        {event.logicalId}
      </span>
      <span role="cell" className={colour}>
        <span aria-hidden>{shape}</span> {event.status.toLowerCase().replaceAll("_", " ")}
      </span>
      <span role="cell" title={event.reason ?? ""}>
        {event.reason ?? ""}
      </span>
    </div>
  );
}
