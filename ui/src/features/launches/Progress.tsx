import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import ProgressBar from "@cloudscape-design/components/progress-bar";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Steps from "@cloudscape-design/components/steps";
import { JobState } from "../../components/figures";
import { duration } from "../../components/format";
import type { LaunchSnapshot } from "../../ipc/client";
import { pace } from "./TimelineTab";

const STEP_STATE = {
  waiting: "pending",
  active: "in-progress",
  done: "success",
  failed: "error",
  skipped: "stopped",
} as const;

/** The sentence that is always true, progress by predicted minutes, and the phases. */
export function Progress({ now }: { now: LaunchSnapshot }) {
  const running = now.state === "running";
  return (
    <Container>
      <SpaceBetween size="s">
        <div>
          <JobState state={now.state} operation={now.operation} />
          <Box fontSize="heading-m">
            <span data-testid="sentence" aria-live="polite">
              {now.sentence}
            </span>
          </Box>
          {!running && <Box color="text-body-secondary">{took(now)}</Box>}
        </div>
        {running && <ProgressBar value={now.percent ?? 0} label={left(now)} ariaLabel="Progress by predicted time" />}
        <Steps
          orientation="horizontal"
          ariaLabel="Phases"
          steps={now.phases.map((phase) => ({
            header: phase.label,
            status: STEP_STATE[phase.state],
            statusIconAriaLabel: phase.state,
          }))}
        />
        {now.watched && (
          <Box color="text-body-secondary">Another window or arrayctl drives this; it is only watched here.</Box>
        )}
      </SpaceBetween>
    </Container>
  );
}

/** Minutes left at AWS's pace and, where practice runs faster, here. */
function left(now: LaunchSnapshot): string {
  if (now.secondsLeft == null) return "Progress by predicted time";
  const speed = now.speed ?? 1;
  const here = speed > 1 ? `, ${duration(now.secondsLeft / speed)} here at ${speed}×` : "";
  return `About ${duration(now.secondsLeft)} left at AWS's pace${here}`;
}

/** How long it took against what was predicted. */
function took(now: LaunchSnapshot): string {
  const predicted = Math.max(0, ...now.resources.map((view) => view.predictedEndS ?? 0));
  if (now.finishedAtMs == null) return "";
  const actual = now.speed === 0 ? "" : `It took ${duration(pace(now)(now.finishedAtMs))} at AWS's pace`;
  const expected =
    predicted > 0
      ? `${duration(predicted)} ${now.state === "done" ? "were predicted" : "were predicted for all of it"}`
      : "";
  return [actual, expected].filter(Boolean).join("; ").concat(".");
}
