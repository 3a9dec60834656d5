import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import HelpPanel from "@cloudscape-design/components/help-panel";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tabs from "@cloudscape-design/components/tabs";
import { useState } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { Ago } from "../../components/figures";
import { jobNoun } from "../../components/format";
import { useCopy } from "../../components/copy";
import { useHelp } from "../../components/help-context";
import { DialogFooter } from "../../components/DialogFooter";
import { Loading } from "../../components/Loading";
import { Problem } from "../../components/Problem";
import { shell, type LaunchSnapshot } from "../../ipc/client";
import { useLaunch } from "../../ipc/queries";
import { CauseCard } from "./CauseCard";
import { Events } from "./Events";
import { NeedsYouCard } from "./NeedsYouCard";
import { OrphanTable } from "./OrphanTable";
import { Progress } from "./Progress";
import { REVIEW, ReviewCard } from "./ReviewCard";
import { STUCK, StuckCard } from "./StuckCard";
import { Stacks } from "./Stacks";
import { TimelineTab } from "./TimelineTab";
import { useLaunchActions, type Actions } from "./useLaunchActions";

/** How far is it, is it all right, when will it be done? */
export default function LaunchPage() {
  const { id = "" } = useParams();
  const navigate = useNavigate();
  const launch = useLaunch(id);
  useHelp(<Help />, "launch");
  if (launch.error) {
    return (
      <SpaceBetween size="m">
        <Header variant="h1">Launch</Header>
        <Problem error={launch.error} onRetry={() => void launch.refetch()} />
        <Button onClick={() => void navigate("/environments")}>All environments</Button>
      </SpaceBetween>
    );
  }
  if (!launch.data) return <Loading />;
  // A retry is another job: nothing of the last one is kept.
  return <Launch key={id} now={launch.data} />;
}

function Launch({ now }: { now: LaunchSnapshot }) {
  const [search, setSearch] = useSearchParams();
  const [cancelling, setCancelling] = useState(false);
  const actions = useLaunchActions(now.jobId, now.account, () => setCancelling(false));
  const show = (tab: string, find = "") => setSearch(find ? { tab, find } : { tab }, { replace: true });
  const canRetry = now.state === "failed" || now.state === "cancelled";
  const needsYou = now.needsYou ?? null;
  return (
    <SpaceBetween size="l">
      <Top now={now} actions={actions} onCancel={() => setCancelling(true)} />
      {actions.error && <Problem error={actions.error} />}
      {needsYou?.code === STUCK && <StuckCard asks={needsYou} pending={actions.pending} onContinue={actions.unstick} />}
      {now.rootCause && (
        <CauseCard
          cause={now.rootCause}
          snapshot={now}
          rehearsed={canRetry ? actions.rehearsed : null}
          onEvents={(find) => show("events", find)}
          remedies={canRetry && <Remedies now={now} actions={actions} />}
        />
      )}
      {needsYou?.code === REVIEW && now.changeSet && (
        <ReviewCard
          tree={now.changeSet}
          environment={now.environment}
          pending={actions.pending}
          onExecute={actions.execute}
          onDiscard={actions.cancel}
        />
      )}
      {needsYou && needsYou.code !== REVIEW && needsYou.code !== STUCK && (
        <NeedsYouCard now={now} asks={needsYou} actions={actions} />
      )}
      {now.orphans && <OrphanTable orphans={now.orphans} />}
      <Progress now={now} />
      <Tabs
        ariaLabel="Views of the launch"
        activeTabId={search.get("tab") ?? "timeline"}
        onChange={({ detail }) => show(detail.activeTabId)}
        tabs={[
          {
            id: "timeline",
            label: "Timeline",
            content: <TimelineTab snapshot={now} onSelect={(find) => show("events", find)} />,
          },
          {
            id: "stacks",
            label: `Stacks (${now.stacks.length})`,
            content: <Stacks snapshot={now} onSelect={(find) => show("events", find)} />,
          },
          {
            id: "events",
            label: `Events (${now.eventCount})`,
            content: <Events snapshot={now} find={search.get("find") ?? ""} onFind={(find) => show("events", find)} />,
          },
        ]}
      />
      {cancelling && (
        <Cancel updates={now.operation === "update"} actions={actions} onClose={() => setCancelling(false)} />
      )}
    </SpaceBetween>
  );
}

function Top({ now, actions, onCancel }: { now: LaunchSnapshot; actions: Actions; onCancel: () => void }) {
  const navigate = useNavigate();
  const copy = useCopy();
  const running = now.state === "running";
  const deletes = now.operation === "delete";
  const updates = now.operation === "update";
  const asked = now.needsYou?.code;
  // A change set has its own button to discard it; AWS cancels no rollback.
  const cancellable = !deletes && (running || now.state === "needsYou") && asked !== REVIEW && asked !== STUCK;
  const canRetry = now.state === "failed" || now.state === "cancelled";
  return (
    <Header
      variant="h1"
      description={
        <>
          {now.account}, {now.region}. Begun <Ago ms={now.startedAtMs} />.{" "}
          {running ? "You can leave this page or quit: it goes on, and shows where it is when you are back." : ""}
        </>
      }
      actions={
        <SpaceBetween size="xs" direction="horizontal">
          <Button iconName="copy" onClick={() => void copy("Support details", shell.supportDetails(now.jobId))}>
            Support details
          </Button>
          {cancellable && <Button onClick={onCancel}>{updates ? "Cancel update" : "Cancel launch"}</Button>}
          {canRetry && !now.rootCause && updates && <Button onClick={() => void actions.change()}>Change the file</Button>}
          {canRetry && !now.rootCause && (
            <Button variant="primary" loading={actions.pending} onClick={actions.retry}>
              Try again
            </Button>
          )}
          {now.state === "done" && !deletes && (
            <Button variant="primary" onClick={() => void navigate(`/environments/${now.environment}`)}>
              Show environment
            </Button>
          )}
          {now.state === "done" && deletes && (
            <Button variant="primary" onClick={() => void navigate("/environments")}>
              Show environments
            </Button>
          )}
        </SpaceBetween>
      }
    >
      {jobNoun(now.operation)} of {now.environment}
    </Header>
  );
}

function Remedies({ now, actions }: { now: LaunchSnapshot; actions: Actions }) {
  return (
    <SpaceBetween size="xs" direction="horizontal">
      {actions.rehearsed && (
        <Button variant="primary" loading={actions.pending} onClick={actions.retryWithoutFailure}>
          Stop rehearsing and try again
        </Button>
      )}
      <Button variant={actions.rehearsed ? "normal" : "primary"} loading={actions.pending} onClick={actions.retry}>
        Try again
      </Button>
      {now.operation !== "delete" && <Button onClick={() => void actions.change()}>Change the file</Button>}
    </SpaceBetween>
  );
}

function Cancel({ updates, actions, onClose }: { updates: boolean; actions: Actions; onClose: () => void }) {
  return (
    <Modal
      visible
      onDismiss={onClose}
      header={updates ? "Cancel the update?" : "Cancel the launch?"}
      footer={
        <DialogFooter>
          <Button onClick={onClose}>Go on</Button>
          <Button variant="primary" loading={actions.pending} onClick={actions.cancel}>
            {updates ? "Cancel update" : "Cancel launch"}
          </Button>
        </DialogFooter>
      }
    >
      {updates
        ? "CloudFormation sets back what was changed so far; the environment is then as before. That takes a few minutes."
        : "CloudFormation removes everything that was made so far. That takes a few minutes."}
    </Modal>
  );
}

function Help() {
  return (
    <HelpPanel header={<h2>Launch</h2>}>
      <p>
        CloudFormation makes or changes the environment, stack by stack. Closing this page or the app stops nothing.
      </p>
      <p>
        <b>An update</b> stops at its change set: AWS says what it would add, change, replace and remove, and carries
        nothing out before you agree.
      </p>
      <p>
        <b>Progress</b> goes by predicted minutes, not by the number of resources: the cluster and the search domain
        take most of the time.
      </p>
      <p>
        <b>Timeline</b>: the outline is what was predicted, the bar what happens. What decides how long it takes has an
        amber outline. Choose a bar for its events.
      </p>
      <p>
        <b>When it fails</b>, the first true failure stands on top, and not what only followed from it.{" "}
        <b>Support details</b> copies what somebody who helps needs; there is no secret in it.
      </p>
    </HelpPanel>
  );
}
