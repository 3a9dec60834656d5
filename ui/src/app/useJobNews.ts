import { useEffect, useRef } from "react";
import { useFlash } from "../components/flash-context";
import { jobNoun } from "../components/format";
import { onImportChanged, onLaunchChanged, type Import, type LaunchChanged } from "../ipc/client";

const SEVERITY = { done: "success", failed: "error", needsYou: "warning", cancelled: "info" } as const;

/** Whether a job ended just now, on another page than the one that is shown. */
function ended(states: Map<string, string>, id: string, state: string, to: string): boolean {
  const before = states.get(id);
  states.set(id, state);
  return before === "running" && state !== "running" && !window.location.hash.startsWith(`#${to}`);
}

/** Says when a job ends that ran while another page was shown. */
export function useJobNews(action: (to: string, words: string) => React.ReactNode) {
  const flash = useFlash();
  const said = useRef({ add: flash.add, action });
  const states = useRef(new Map<string, string>());
  useEffect(() => {
    said.current = { add: flash.add, action };
  });
  useEffect(
    () =>
      onImportChanged((moved: Import) => {
        if (!ended(states.current, moved.id, moved.state, "/costs") || moved.state === "running") return;
        said.current.add({
          id: moved.id,
          type: SEVERITY[moved.state],
          header: "Import of costs",
          content: moved.sentence,
          action: said.current.action(`/costs?tab=data&import=${moved.id}`, moved.state === "failed" ? "Show why" : "Show"),
        });
      }),
    [],
  );
  useEffect(
    () =>
      onLaunchChanged((snapshot: LaunchChanged) => {
        const to = `/launches/${snapshot.jobId}`;
        if (!ended(states.current, snapshot.jobId, snapshot.state, to) || snapshot.state === "running") return;
        said.current.add({
          id: snapshot.jobId,
          type: SEVERITY[snapshot.state],
          header: `${jobNoun(snapshot.operation)} of ${snapshot.environment}`,
          content: snapshot.sentence,
          action: said.current.action(
            to,
            snapshot.state === "needsYou" ? "Show the steps" : snapshot.state === "failed" ? "Show why" : "Show",
          ),
        });
      }),
    [],
  );
}
