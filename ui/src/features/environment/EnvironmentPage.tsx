import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import HelpPanel from "@cloudscape-design/components/help-panel";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tabs from "@cloudscape-design/components/tabs";
import { lazy, Suspense } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { useHelp } from "../../components/help-context";
import { Loading } from "../../components/Loading";
import { Problem } from "../../components/Problem";
import type { EnvironmentView } from "../../ipc/client";
import { useEnvironment, useInfo } from "../../ipc/queries";
import { Changes } from "./Changes";
import { CostTab } from "./CostTab";
import { Danger } from "./Danger";
import { Edit } from "./Edit";
import { FileSettings } from "./FileSettings";
import { Integrations } from "./Integrations";
import { Outputs } from "./Outputs";
import { ResourceTable } from "./ResourceTable";
import { Summary } from "./Summary";

const TopologyTab = lazy(() => import("./TopologyTab").then((module) => ({ default: module.TopologyTab })));

/** What runs, how does it hang together? */
export default function EnvironmentPage() {
  const { name = "" } = useParams();
  const navigate = useNavigate();
  const environment = useEnvironment(name);
  useHelp(<Help />, "environment");
  if (environment.error) {
    return (
      <SpaceBetween size="m">
        <Header variant="h1">{name}</Header>
        <Problem error={environment.error} onRetry={() => void environment.refetch()} />
        <Button onClick={() => void navigate("/environments")}>All environments</Button>
      </SpaceBetween>
    );
  }
  if (!environment.data) return <Loading title={name} />;
  return (
    <Environment view={environment.data} refresh={() => void environment.refetch()} busy={environment.isFetching} />
  );
}

function Environment({ view, refresh, busy }: { view: EnvironmentView; refresh: () => void; busy: boolean }) {
  const navigate = useNavigate();
  const info = useInfo();
  const [search, setSearch] = useSearchParams();
  const { row } = view;
  const tab = search.get("tab") ?? "topology";
  const show = (next: Record<string, string>) => setSearch(next, { replace: true });
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        actions={
          <SpaceBetween size="xs" direction="horizontal">
            <Button iconName="refresh" ariaLabel="Read the environment again" loading={busy} onClick={refresh} />
            <Button onClick={() => void navigate(`/launches/${row.jobId}`)}>Show last job</Button>
            <Edit view={view} />
          </SpaceBetween>
        }
      >
        {row.name}
      </Header>
      <Now view={view} />
      <Summary view={view} today={info.data?.today ?? ""} />
      <Tabs
        ariaLabel={`Views of ${row.name}`}
        activeTabId={tab}
        onChange={({ detail }) => show({ tab: detail.activeTabId })}
        tabs={[
          {
            id: "topology",
            label: "Topology",
            content: tab === "topology" && (
              <Suspense fallback={<Loading title="the diagram" />}>
                <TopologyTab
                  view={view}
                  picked={search.get("part")}
                  onPick={(part) => show(part === null ? { tab } : { tab, part })}
                />
              </Suspense>
            ),
          },
          {
            id: "resources",
            label: `Resources (${view.resources.length})`,
            content: tab === "resources" && <ResourceTable view={view} />,
          },
          { id: "outputs", label: `Outputs (${Object.keys(view.outputs).length})`, content: <Outputs view={view} /> },
          { id: "cost", label: "Cost", content: <CostTab view={view} /> },
          { id: "changes", label: `Changes (${view.launches.length})`, content: <Changes launches={view.launches} /> },
          { id: "settings", label: "Settings", content: <FileSettings file={view.file} toml={view.toml} /> },
          {
            id: "integrations",
            label: "Integrations",
            content: tab === "integrations" && <Integrations file={view.file} />,
          },
          { id: "danger", label: "Danger", content: tab === "danger" && <Danger view={view} /> },
        ]}
      />
    </SpaceBetween>
  );
}

const DONE_TO = { create: "launched", update: "updated", delete: "deleted" } as const;

/** What happens to it now, or keeps it from being whole. */
function Now({ view }: { view: EnvironmentView }) {
  const navigate = useNavigate();
  const { row } = view;
  const last = view.launches.find((job) => job.jobId === (row.runningJobId ?? row.jobId));
  const action = (words: string) => (
    <Button onClick={() => void navigate(`/launches/${row.runningJobId ?? row.jobId}`)}>{words}</Button>
  );
  if (row.runningJobId != null)
    return (
      <Alert
        type="info"
        header={`It is being ${DONE_TO[last?.operation ?? "create"]}`}
        action={action("Watch")}
      >
        {last?.sentence}
      </Alert>
    );
  if (row.needsYou)
    return (
      <Alert type="warning" header="It needs you" action={action("Show the steps")}>
        {row.needsYou.message}
      </Alert>
    );
  if (row.state === "failed")
    return (
      <Alert type="error" header="Its launch failed" action={action("Show why")}>
        {last?.sentence}
      </Alert>
    );
  if (row.state === "updateFailed")
    return (
      <Alert type="error" header="Its update failed" action={action("Show why")}>
        {last?.sentence} It stands between its two files: edit it to bring it to either of them.
      </Alert>
    );
  if (row.state === "deleteFailed")
    return (
      <Alert type="error" header="It could not be deleted" action={action("Show why")}>
        {last?.sentence}
      </Alert>
    );
  return null;
}

function Help() {
  return (
    <HelpPanel header={<h2>Environment</h2>}>
      <p>
        <b>Topology</b> is drawn from the resources that stand: zones are columns, tiers are rows. Switch traffic,
        deployments and alerts on one at a time; choose a part to see what it is joined with.
      </p>
      <p>
        <b>Resources</b> can be filtered by any property; the filter stands in the page's address, so that back and
        reload keep it.
      </p>
      <p>
        <b>Edit</b> opens the wizard on the file that runs. What changes, what it costs and how long it takes is shown
        before AWS is asked for anything.
      </p>
      <p>
        <b>Settings</b> shows the file that was launched, and what a draft or another file would change.
      </p>
      <p>
        <b>Integrations</b> keeps the secrets of Slack, PagerDuty and Datadog in this computer's keychain.
      </p>
      <p>
        <b>Danger</b> says what a deletion meets, and deletes it after its name was typed.
      </p>
    </HelpPanel>
  );
}
