import Container from "@cloudscape-design/components/container";
import { useMemo } from "react";
import { useNow } from "../../components/figures";
import { Gantt, type Bar } from "../../components/Gantt";
import type { LaunchSnapshot, ResourceView } from "../../ipc/client";

/** Unlimited practice plays fifteen seconds in a millisecond. */
const UNLIMITED = 15_000;

/** Real milliseconds since the start as seconds at AWS's pace; unlimited practice is stretched to it. */
export function pace(snapshot: LaunchSnapshot): (ms: number) => number {
  const speed = snapshot.speed ?? 1;
  return (ms) => ((ms - snapshot.startedAtMs) / 1000) * (speed > 0 ? speed : UNLIMITED);
}

export function barOf(view: ResourceView, deletes: boolean, seconds: (ms: number) => number): Bar {
  const status = view.status ?? null;
  const state: Bar["state"] =
    status === null
      ? "waiting"
      : status.endsWith("_FAILED")
        ? "failed"
        : status === "DELETE_COMPLETE" || status === "DELETE_SKIPPED"
          ? deletes
            ? "done"
            : "gone"
          : status.endsWith("_IN_PROGRESS")
            ? "running"
            : "done";
  return {
    id: `${view.stack}/${view.logicalId}`,
    group: view.stack,
    label: view.logicalId,
    start: view.startedAtMs == null ? null : Math.max(0, seconds(view.startedAtMs)),
    end: view.finishedAtMs == null ? null : Math.max(0, seconds(view.finishedAtMs)),
    predictedStart: view.predictedStartS ?? null,
    predictedEnd: view.predictedEndS ?? null,
    critical: view.critical,
    state,
  };
}

export function TimelineTab({ snapshot, onSelect }: { snapshot: LaunchSnapshot; onSelect: (find: string) => void }) {
  const clock = useNow(snapshot.state === "running" ? 500 : 60_000);
  const bars = useMemo(() => {
    const seconds = pace(snapshot);
    return snapshot.resources
      .filter((view) => view.type !== "AWS::CloudFormation::Stack")
      .map((view) => barOf(view, snapshot.operation === "delete", seconds));
  }, [snapshot]);
  const total = Math.max(...bars.map((bar) => Math.max(bar.predictedEnd ?? 0, bar.end ?? 0)), 60);
  const running = snapshot.state === "running" && (snapshot.speed ?? 1) > 0;
  return (
    <Container>
      <Gantt
        bars={bars}
        total={total}
        now={running ? pace(snapshot)(clock) : null}
        onSelect={(bar) => onSelect(bar.id.startsWith("group:") ? (bar.group === "root" ? "" : bar.group) : bar.id)}
      />
    </Container>
  );
}
