import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Modal from "@cloudscape-design/components/modal";
import ProgressBar from "@cloudscape-design/components/progress-bar";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import Steps from "@cloudscape-design/components/steps";
import Tabs from "@cloudscape-design/components/tabs";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { Ago, JobState } from "../../components/figures";
import { useFlash } from "../../components/flash-context";
import { duration } from "../../components/format";
import { Problem } from "../../components/Problem";
import { shell, type LaunchSnapshot } from "../../ipc/client";
import { keys, useLaunch } from "../../ipc/queries";
import { CauseCard } from "./CauseCard";
import { Events } from "./Events";
import { Stacks } from "./Stacks";
import { TimelineTab } from "./TimelineTab";

const STEP_STATE = { waiting: "pending", active: "in-progress", done: "success", failed: "error", skipped: "stopped" } as const;

/** How far is it, is it all right, when will it be done? */
export default function LaunchPage() {
  const { id = "" } = useParams();
  const [search, setSearch] = useSearchParams();
  const navigate = useNavigate();
  const client = useQueryClient();
  const flash = useFlash();
  const launch = useLaunch(id);
  const [cancelling, setCancelling] = useState(false);
  const [resource, setResource] = useState("");
  const act = useMutation({
    mutationFn: (work: () => Promise<LaunchSnapshot>) => work(),
    onSuccess: async (snapshot) => {
      client.setQueryData(keys.launch(snapshot.jobId), snapshot);
      setCancelling(false);
      if (snapshot.jobId !== id) await navigate(`/launches/${snapshot.jobId}`);
    },
  });
  const copyDetails = () => shell.supportDetails(id).then((text) => navigator.clipboard.writeText(text)).then(() => flash.add({ type: "success", header: "Support details are copied" })).catch((error: unknown) => flash.fail("Support details could not be copied", error));
  if (launch.error) return <Problem error={launch.error} onRetry={() => void launch.refetch()} />;
  const now = launch.data;
  if (!now) return <Box padding="xl" textAlign="center"><Spinner size="large" /></Box>;
  const running = now.state === "running";
  const verb = now.operation === "delete" ? "Deletion" : "Launch";
  const canRetry = now.state === "failed" || now.state === "cancelled";
  return (
    <SpaceBetween size="l">
      <Header variant="h1"
        description={<>{now.account}, {now.region}. Begun <Ago ms={now.startedAtMs} />. {running ? "You can leave this page or quit: it goes on." : ""}</>}
        actions={
          <SpaceBetween size="xs" direction="horizontal">
            <Button onClick={() => void copyDetails()}>Copy support details</Button>
            {now.operation !== "delete" && (running || now.state === "needsYou") && <Button onClick={() => setCancelling(true)}>Cancel launch</Button>}
            {canRetry && !now.rootCause && <Button variant="primary" loading={act.isPending} onClick={() => act.mutate(() => shell.launchRetry(id))}>Try again</Button>}
            {now.state === "done" && now.operation !== "delete" && <Button variant="primary" onClick={() => void navigate(`/environments/${now.environment}`)}>Show environment</Button>}
            {now.state === "done" && now.operation === "delete" && <Button variant="primary" onClick={() => void navigate("/environments")}>Show environments</Button>}
          </SpaceBetween>
        }>
        {verb} of {now.environment}
      </Header>
      {act.error && <Problem error={act.error} />}
      {now.rootCause && <CauseCard cause={now.rootCause} doing={now.sentence} running={running} retry={canRetry ? () => act.mutate(() => shell.launchRetry(id)) : undefined} pending={act.isPending} />}
      {now.needsYou && (
        <Alert type="warning" header="This needs you" action={<Button variant="primary" loading={act.isPending} onClick={() => act.mutate(() => shell.launchContinue(id))}>Continue</Button>}>
          {now.needsYou.message}
          <ol>{now.needsYou.steps.map((step) => <li key={step}>{step}</li>)}</ol>
        </Alert>
      )}
      <Container>
        <SpaceBetween size="m">
          <div>
            <JobState state={now.state} operation={now.operation} />
            <Box fontSize="heading-m"><span data-testid="sentence" aria-live="polite">{now.sentence}</span></Box>
          </div>
          <ProgressBar value={now.percent ?? 0} label={left(now)} ariaLabel="Progress by predicted time" status={now.state === "failed" ? "error" : now.state === "done" ? "success" : "in-progress"} resultText={now.sentence} />
          <Steps orientation="horizontal" ariaLabel="Phases" steps={now.phases.map((phase) => ({ header: phase.label, status: STEP_STATE[phase.state], statusIconAriaLabel: phase.state }))} />
          {now.watched && <Box color="text-body-secondary">Another window or arrayctl drives this; it is only watched here.</Box>}
        </SpaceBetween>
      </Container>
      <Tabs
        activeTabId={search.get("tab") ?? "timeline"}
        onChange={({ detail }) => setSearch({ tab: detail.activeTabId }, { replace: true })}
        tabs={[
          { id: "timeline", label: "Timeline", content: <TimelineTab snapshot={now} onSelect={(name) => { setResource(name); setSearch({ tab: "events" }, { replace: true }); }} /> },
          { id: "stacks", label: "Stacks", content: <Stacks snapshot={now} /> },
          { id: "events", label: `Events (${now.eventCount})`, content: <Events key={`${id}-${resource}`} jobId={id} count={now.eventCount} startedAtMs={now.startedAtMs} find={resource} /> },
        ]}
      />
      {cancelling && (
        <Modal visible onDismiss={() => setCancelling(false)} header="Cancel the launch?"
          footer={<Box float="right"><SpaceBetween size="xs" direction="horizontal"><Button onClick={() => setCancelling(false)}>Go on</Button><Button variant="primary" loading={act.isPending} onClick={() => act.mutate(() => shell.launchCancel(id))}>Cancel launch</Button></SpaceBetween></Box>}>
          CloudFormation removes everything that was made so far. That takes a few minutes.
        </Modal>
      )}
    </SpaceBetween>
  );
}

/** Minutes left at AWS's pace and, where practice runs faster, here. */
function left(now: LaunchSnapshot): string {
  if (now.secondsLeft == null || now.state !== "running") return "Progress by predicted time";
  const speed = now.speed ?? 1;
  const here = speed > 1 ? `, ${duration(now.secondsLeft / speed)} here at ${speed}×` : "";
  return `About ${duration(now.secondsLeft)} left at AWS's pace${here}`;
}
