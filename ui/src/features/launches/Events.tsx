import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Toggle from "@cloudscape-design/components/toggle";
import { useEffect, useMemo, useRef, useState } from "react";
import { Problem } from "../../components/Problem";
import { duration, local, utc, words } from "../../components/format";
import { shell, type EventRow } from "../../ipc/client";
import { ROW, visible } from "./window";

const HEIGHT = 460;

/** Every event of every stack, oldest first; only what is on screen is drawn. */
export function Events({ jobId, count, startedAtMs, find }: { jobId: string; count: number; startedAtMs: number; find: string }) {
  const [rows, setRows] = useState<EventRow[]>([]);
  const [error, setError] = useState<unknown>(null);
  const [wanted, setWanted] = useState(find);
  const [follow, setFollow] = useState(true);
  const [times, setTimes] = useState("relative");
  const [scroll, setScroll] = useState(0);
  const area = useRef<HTMLDivElement>(null);
  const after = useRef(0);
  useEffect(() => {
    let gone = false;
    // What came since the last question, and nothing twice.
    void shell.launchEvents(jobId, after.current).then((more) => {
      if (gone || more.length === 0) return;
      const fresh = more.filter((row) => row.seq > after.current);
      after.current = Math.max(after.current, ...more.map((row) => row.seq));
      setRows((before) => [...before, ...fresh]);
    }).catch((problem: unknown) => !gone && setError(problem));
    return () => { gone = true; };
  }, [jobId, count]);
  const shown = useMemo(() => {
    const needle = wanted.toLowerCase();
    return needle === "" ? rows : rows.filter(({ stack, event }) => [stack, event.logicalId, event.type, event.status, event.reason ?? ""].some((text) => text.toLowerCase().includes(needle)));
  }, [rows, wanted]);
  useEffect(() => {
    if (follow && area.current) area.current.scrollTop = area.current.scrollHeight;
  }, [follow, shown.length]);
  const { from, to } = visible(scroll, HEIGHT, shown.length);
  const time = (ms: number) => (times === "relative" ? `+${duration((ms - startedAtMs) / 1000)}` : local(ms));
  return (
    <Container header={<Header variant="h2" counter={`(${shown.length} of ${count})`}>Events</Header>}>
      <SpaceBetween size="s">
        {error !== null && <Problem error={error} />}
        <SpaceBetween size="m" direction="horizontal">
          <Input type="search" ariaLabel="Find in events" placeholder="Find by stack, resource, status or words" value={wanted} onChange={({ detail }) => setWanted(detail.value)} />
          <SegmentedControl label="Times" selectedId={times} onChange={({ detail }) => setTimes(detail.selectedId)} options={[{ id: "relative", text: "Since the start" }, { id: "absolute", text: "Clock" }]} />
          <Toggle checked={follow} onChange={({ detail }) => setFollow(detail.checked)}>Follow</Toggle>
        </SpaceBetween>
        <div ref={area} tabIndex={0} role="region" aria-label="Events" style={{ height: HEIGHT, overflow: "auto" }}
          onScroll={(event) => setScroll(event.currentTarget.scrollTop)} onWheel={(event) => { if (event.deltaY < 0) setFollow(false); }}>
          {shown.length === 0 && <Box color="text-body-secondary">Nothing has happened yet.</Box>}
          <div style={{ height: shown.length * ROW, position: "relative", minWidth: 900 }}>
            {shown.slice(from, to).map(({ seq, stack, event }, index) => (
              <div key={seq} style={{ position: "absolute", top: (from + index) * ROW, height: ROW, left: 0, right: 0, display: "grid", gridTemplateColumns: "120px 150px 220px 230px minmax(0,1fr)", gap: 8, fontSize: 12, lineHeight: `${ROW}px`, whiteSpace: "nowrap" }}>
                <span title={`${local(event.atMs)} (${utc(event.atMs)})`}>{time(event.atMs)}</span>
                <span style={{ overflow: "hidden", textOverflow: "ellipsis" }}>{words(stack)}</span>
                <span style={{ overflow: "hidden", textOverflow: "ellipsis" }} title={event.type}>{event.logicalId}</span>
                <span><Box variant="span" fontSize="body-s" color={event.status.endsWith("_FAILED") ? "text-status-error" : event.status.endsWith("_COMPLETE") ? "text-status-success" : "text-status-info"}>{event.status.toLowerCase().replaceAll("_", " ")}</Box></span>
                <span style={{ overflow: "hidden", textOverflow: "ellipsis" }} title={event.reason ?? ""}>{event.reason ?? ""}</span>
              </div>
            ))}
          </div>
        </div>
      </SpaceBetween>
    </Container>
  );
}
