import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Toggle from "@cloudscape-design/components/toggle";
import { useEffect, useMemo, useRef, useState } from "react";
import { useSaveCsv } from "../../components/csv";
import { Status } from "../../components/figures";
import { utc, words } from "../../components/format";
import { Panel } from "../../components/panel-context";
import { Problem } from "../../components/Problem";
import { shell, type EventRow, type LaunchSnapshot } from "../../ipc/client";
import { EventList } from "./EventList";
import { clock, matching, sinceStart } from "./events";
import { pace } from "./TimelineTab";

interface Props {
  snapshot: LaunchSnapshot;
  /** What is looked for; it stands in the page's address. */
  find: string;
  onFind: (words: string) => void;
}

/** Every event of every stack, oldest first. */
export function Events({ snapshot, find, onFind }: Props) {
  const { jobId, eventCount } = snapshot;
  const { rows, error, again } = useEvents(jobId, eventCount);
  const [failures, setFailures] = useState(false);
  const [follow, setFollow] = useState(snapshot.state === "running");
  const [times, setTimes] = useState("relative");
  const [current, setCurrent] = useState<number | null>(null);
  const [open, setOpen] = useState(false);
  const save = useSaveCsv(shell.saveText);
  const shown = useMemo(() => matching(rows, find, failures), [rows, find, failures]);
  const seconds = pace(snapshot);
  const time = (ms: number) => (times === "relative" ? sinceStart(seconds(ms)) : clock(ms));
  const chosen = open ? rows.find((row) => row.seq === current) : undefined;
  const table = () => [
    ["time (UTC)", "seconds at AWS's pace", "stack", "logical ID", "type", "status", "reason", "physical ID"],
    ...shown.map(({ stack, event }) => [
      new Date(event.atMs).toISOString(),
      Math.round(seconds(event.atMs)),
      stack,
      event.logicalId,
      event.type,
      event.status,
      event.reason ?? null,
      event.physicalId ?? null,
    ]),
  ];
  return (
    <Container
      header={
        <Header
          variant="h2"
          counter={`(${shown.length} of ${eventCount})`}
          actions={
            <Button
              onClick={() => void save(`${snapshot.environment}-events.csv`, table())}
              disabled={shown.length === 0}
              disabledReason="There is no event to save."
            >
              Save as CSV
            </Button>
          }
        >
          Events
        </Header>
      }
    >
      <SpaceBetween size="s">
        {error !== null && <Problem error={error} onRetry={again} />}
        <div className="ac-tools" data-filter>
          <div className="ac-grow">
            <Input
              type="search"
              ariaLabel="Find in events"
              placeholder="Find by stack, resource, status or words"
              value={find}
              onChange={({ detail }) => onFind(detail.value)}
            />
          </div>
          <Toggle checked={failures} onChange={({ detail }) => setFailures(detail.checked)}>
            Failures only
          </Toggle>
          <Toggle checked={follow} onChange={({ detail }) => setFollow(detail.checked)}>
            Follow
          </Toggle>
          <SegmentedControl
            label="Times"
            selectedId={times}
            onChange={({ detail }) => setTimes(detail.selectedId)}
            options={[
              { id: "relative", text: "Since the start" },
              { id: "absolute", text: "Clock" },
            ]}
          />
        </div>
        <EventList
          rows={shown}
          time={time}
          follow={follow}
          onLeave={() => setFollow(false)}
          current={current}
          onCurrent={(seq) => setCurrent(seq)}
          onOpen={(seq) => {
            setCurrent(seq);
            setOpen(true);
          }}
          empty={find !== "" || failures ? "Nothing like that." : "Nothing has happened yet."}
        />
      </SpaceBetween>
      {chosen && <Detail row={chosen} since={sinceStart(seconds(chosen.event.atMs))} onClose={() => setOpen(false)} />}
    </Container>
  );
}

/** Asks for what came since the last question, and nothing twice. */
function useEvents(jobId: string, count: number) {
  const [rows, setRows] = useState<EventRow[]>([]);
  const [error, setError] = useState<unknown>(null);
  const [turn, setTurn] = useState(0);
  const after = useRef(0);
  useEffect(() => {
    let gone = false;
    void shell
      .launchEvents(jobId, after.current)
      .then((more) => {
        if (gone) return;
        setError(null);
        const fresh = more.filter((row) => row.seq > after.current);
        after.current = Math.max(after.current, ...more.map((row) => row.seq));
        if (fresh.length > 0) setRows((before) => [...before, ...fresh]);
      })
      .catch((problem: unknown) => !gone && setError(problem));
    return () => {
      gone = true;
    };
  }, [jobId, count, turn]);
  return { rows, error, again: () => setTurn((before) => before + 1) };
}

function Detail({ row, since, onClose }: { row: EventRow; since: string; onClose: () => void }) {
  const { event, stack } = row;
  return (
    <Panel header={`${words(stack)} / ${event.logicalId}`} onClose={onClose}>
      <SpaceBetween size="m">
        <KeyValuePairs
          columns={4}
          minColumnWidth={150}
          items={[
            { label: "Status", value: <Status status={event.status} /> },
            { label: "Type", value: event.type },
            { label: "Clock", value: `${clock(event.atMs)} (${utc(event.atMs)})` },
            { label: "Since the start, at AWS's pace", value: since },
          ]}
        />
        <div>
          <Box variant="awsui-key-label">Physical ID</Box>
          <div className="ac-verbatim">{event.physicalId || "none yet"}</div>
        </div>
        <div>
          <Box variant="awsui-key-label">AWS's words</Box>
          <div className="ac-verbatim">{event.reason ?? "AWS gave no reason."}</div>
        </div>
      </SpaceBetween>
    </Panel>
  );
}
