import { useEffect, useRef } from "react";
import { useFlash } from "../components/flash-context";
import { jobNoun } from "../components/format";
import { onLaunchChanged, type LaunchChanged } from "../ipc/client";

const SEVERITY = { done: "success", failed: "error", needsYou: "warning", cancelled: "info" } as const;

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
      onLaunchChanged((snapshot: LaunchChanged) => {
        const before = states.current.get(snapshot.jobId);
        states.current.set(snapshot.jobId, snapshot.state);
        const to = `/launches/${snapshot.jobId}`;
        if (before !== "running" || snapshot.state === "running" || window.location.hash.startsWith(`#${to}`)) return;
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
