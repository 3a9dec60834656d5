import "./figures.css";
import StatusIndicator, { type StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import Tooltip from "@cloudscape-design/components/tooltip";
import { useSingleTabStopNavigation } from "@cloudscape-design/component-toolkit/internal";
import { useEffect, useId, useRef, useState, type ReactNode, type RefObject } from "react";
import { ago, local, utc } from "./format";

/** Ends what the figure tells that was rested on last: of a row of figures one speaks at a time. */
let hush = () => {};

/** A figure with its origin one hover or focus away; a list has thousands, so nothing of the origin is there before. */
export function Figure({ children, origin }: { children: ReactNode; origin: ReactNode }) {
  const figure = useRef<HTMLButtonElement>(null);
  const words = useRef<HTMLDivElement>(null);
  const [told, tell] = useState(false);
  const id = useId();
  const { tabIndex } = useSingleTabStopNavigation(figure as RefObject<HTMLButtonElement>);
  // It stays while the pointer rests on its words as well: all of a figure's digits can be copied from them.
  useEffect(() => {
    if (!told) return;
    const timer = setInterval(() => {
      const rested = figure.current?.matches(":hover, :focus") || words.current?.closest("[role=tooltip]")?.matches(":hover");
      if (!rested) tell(false);
    }, 150);
    return () => clearInterval(timer);
  }, [told]);
  const speak = () => {
    if (told) return;
    hush();
    hush = () => tell(false);
    tell(true);
  };
  return (
    <>
      <button type="button" ref={figure} tabIndex={tabIndex} className="ac-figure" aria-describedby={told ? id : undefined} onPointerEnter={speak} onFocus={speak} onClick={speak}>
        {children}
      </button>
      {told && (
        <Tooltip
          getTrack={() => figure.current}
          content={
            <div id={id} ref={words}>
              {origin}
            </div>
          }
          onEscape={() => tell(false)}
        />
      )}
    </>
  );
}

/** Local time, UTC on hover, renewed while it is shown. */
export function Ago({ ms }: { ms: number }) {
  const now = useNow(10_000);
  return <span title={`${local(ms)} (${utc(ms)})`}>{ago(ms, now)}</span>;
}

/** The time, renewed every so often. */
export function useNow(every: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), every);
    return () => clearInterval(timer);
  }, [every]);
  return now;
}

type Kind = StatusIndicatorProps.Type;

/** CloudFormation's status by shape, colour and word. */
export function Status({ status }: { status: string | null }) {
  const type: Kind =
    status === null ? "pending"
    : status.endsWith("_FAILED") ? "error"
    : status === "DELETE_COMPLETE" || status === "DELETE_SKIPPED" ? "stopped"
    : status.includes("ROLLBACK") ? "warning"
    : status.endsWith("_IN_PROGRESS") ? "in-progress"
    : "success";
  return <StatusIndicator type={type}>{status === null ? "Waiting" : status.toLowerCase().replaceAll("_", " ")}</StatusIndicator>;
}

const STATES: Record<string, [Kind, string]> = {
  launching: ["in-progress", "Launching"],
  running: ["success", "Running"],
  updating: ["in-progress", "Updating"],
  updateFailed: ["error", "Update failed"],
  failed: ["error", "Failed"],
  needsYou: ["warning", "Needs you"],
  deleting: ["in-progress", "Deleting"],
  deleteFailed: ["error", "Delete failed"],
  done: ["success", "Done"],
  cancelled: ["stopped", "Cancelled"],
};

/** The state in a word, for filters and exports. */
export const stateWord = (state: string) => STATES[state]?.[1] ?? state;

/** State of an environment or a job. */
export function State({ state }: { state: string }) {
  const [type, label] = STATES[state] ?? ["info", state];
  return <StatusIndicator type={type}>{label}</StatusIndicator>;
}

/** State of a running job is told by what it does. */
export function JobState({ state, operation }: { state: string; operation: string }) {
  if (state !== "running") return <State state={state} />;
  const words: Record<string, string> = { delete: "Deleting", update: "Updating" };
  return <StatusIndicator type="in-progress">{words[operation] ?? "Launching"}</StatusIndicator>;
}
