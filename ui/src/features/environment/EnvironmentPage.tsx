import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import Table from "@cloudscape-design/components/table";
import Tabs from "@cloudscape-design/components/tabs";
import { lazy, Suspense } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { Ago, Figure, State } from "../../components/figures";
import { money } from "../../components/format";
import { Problem } from "../../components/Problem";
import { useEnvironment } from "../../ipc/queries";
import { Changes } from "./Changes";
import { Danger } from "./Danger";
import { FileSettings } from "./FileSettings";
import { ResourceTable } from "./ResourceTable";

const TopologyGraph = lazy(() => import("./TopologyGraph").then((module) => ({ default: module.TopologyGraph })));

/** What runs, how does it hang together? */
export default function EnvironmentPage() {
  const { name = "" } = useParams();
  const [search, setSearch] = useSearchParams();
  const navigate = useNavigate();
  const environment = useEnvironment(name);
  if (environment.error) return <SpaceBetween size="m"><Header variant="h1">{name}</Header><Problem error={environment.error} onRetry={() => void environment.refetch()} /><Button onClick={() => void navigate("/environments")}>All environments</Button></SpaceBetween>;
  const view = environment.data;
  if (!view) return <Box padding="xl" textAlign="center"><Spinner size="large" /></Box>;
  const { row } = view;
  const outputs = Object.entries(view.outputs);
  return (
    <SpaceBetween size="l">
      <Header variant="h1" actions={<Button onClick={() => void navigate(`/launches/${row.jobId}`)}>Show last launch</Button>}>{row.name}</Header>
      <Container>
        <KeyValuePairs columns={4} items={[
          { label: "State", value: <State state={row.state} /> },
          { label: "Account", value: <b>{row.account} {view.accountNumber}</b> },
          { label: "Region and kind", value: `${row.region}, ${row.kind}` },
          { label: "Kubernetes", value: row.eksStandardUntil ? `${row.eksVersion}, standard support until ${row.eksStandardUntil}` : row.eksVersion },
          { label: "A month", value: <Figure origin={`Estimate at list price, the oldest of ${view.estimate.pricesAsOf}`}>{money(row.monthlyMicros, row.complete)}</Figure> },
          { label: "Budget", value: row.budgetMicros == null ? "none" : money(row.budgetMicros) },
          { label: "Last change", value: <Ago ms={row.changedAtMs} /> },
          { label: "As of", value: <Ago ms={row.asOfMs} /> },
        ]} />
      </Container>
      <Tabs
        activeTabId={search.get("tab") ?? "topology"}
        onChange={({ detail }) => setSearch({ tab: detail.activeTabId }, { replace: true })}
        tabs={[
          { id: "topology", label: "Topology", content: <Suspense fallback={<Spinner />}><TopologyGraph topology={view.topology} /></Suspense> },
          { id: "resources", label: `Resources (${view.resources.length})`, content: <ResourceTable resources={view.resources} /> },
          { id: "outputs", label: `Outputs (${outputs.length})`, content: (
            <Table items={outputs} trackBy={([key]) => key} empty="No output yet." header={<Header variant="h2">Outputs</Header>} columnDefinitions={[
              { id: "key", header: "Name", isRowHeader: true, cell: ([key]) => key },
              { id: "value", header: "Value", cell: ([, value]) => <CopyToClipboard variant="inline" textToCopy={value ?? ""} copyButtonAriaLabel="Copy" copySuccessText="Copied" copyErrorText="Could not be copied" /> },
            ]} />
          ) },
          { id: "cost", label: "Cost", content: (
            <Table items={view.estimate.parts} trackBy="stack" header={<Header variant="h2" description={`Estimate at list price, the oldest of ${view.estimate.pricesAsOf}. What was really paid comes with cost reports.`}>{money(view.estimate.monthlyMicros, view.estimate.complete)} a month</Header>} columnDefinitions={[
              { id: "part", header: "Part", isRowHeader: true, cell: (part) => part.label },
              { id: "month", header: "A month", cell: (part) => <div className="ac-number">{money(part.monthlyMicros, part.complete)}</div> },
            ]} />
          ) },
          { id: "changes", label: `Changes (${view.launches.length})`, content: <Changes launches={view.launches} /> },
          { id: "settings", label: "Settings", content: <FileSettings file={view.file} toml={view.toml} /> },
          { id: "danger", label: "Danger", content: <Danger view={view} /> },
        ]}
      />
    </SpaceBetween>
  );
}
