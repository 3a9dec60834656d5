import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useNavigate } from "react-router";
import { Ago, Figure, State } from "../../components/figures";
import { money } from "../../components/format";
import { Problem } from "../../components/Problem";
import type { EnvironmentRow } from "../../ipc/client";
import { useDrafts, useEnvironments } from "../../ipc/queries";

/** Is anything wrong, what needs me, what does it cost? */
export function OverviewPage() {
  const navigate = useNavigate();
  const environments = useEnvironments();
  const drafts = useDrafts();
  const rows = environments.data ?? [];
  const waiting = rows.filter((row) => row.needsYou);
  const failed = rows.filter((row) => row.state === "failed" || row.state === "deleteFailed");
  const go = (to: string) => (event: CustomEvent) => {
    event.preventDefault();
    void navigate(to);
  };
  return (
    <ContentLayout header={<Header variant="h1" actions={<Button variant="primary" onClick={go("/environments/new/new")}>New environment</Button>}>Overview</Header>}>
      <SpaceBetween size="l">
        {environments.error && <Problem error={environments.error} onRetry={() => void environments.refetch()} />}
        {waiting.map((row) => (
          <Alert key={row.name} type="warning" header={`${row.name} needs you`} action={<Button onClick={go(`/launches/${row.jobId}`)}>Show the steps</Button>}>
            {row.needsYou?.message}
          </Alert>
        ))}
        {failed.map((row) => (
          <Alert key={row.name} type="error" header={row.state === "failed" ? `The launch of ${row.name} failed` : `${row.name} could not be deleted`}
            action={<Button onClick={go(`/launches/${row.jobId}`)}>Show why</Button>}>
            The card of the launch says what broke and what to do.
          </Alert>
        ))}
        <Table<EnvironmentRow>
          variant="container"
          loading={environments.isPending}
          loadingText="Reading environments"
          header={<Header variant="h2" counter={`(${rows.length})`}>Environments</Header>}
          items={rows}
          trackBy="name"
          empty={environments.error ? "The environments could not be read." :
            <SpaceBetween size="s">
              <Box>There is no environment yet. Answer the wizard, and see what one costs before anything is made.</Box>
              <Button onClick={go("/environments/new/new")}>New environment</Button>
            </SpaceBetween>
          }
          columnDefinitions={[
            { id: "name", header: "Name", isRowHeader: true, cell: (row) => <Link href={`#/environments/${row.name}`} onFollow={go(`/environments/${row.name}`)}>{row.name}</Link> },
            { id: "state", header: "State", cell: (row) => row.runningJobId ? <Link href={`#/launches/${row.runningJobId}`} onFollow={go(`/launches/${row.runningJobId}`)}><State state={row.state} /></Link> : <State state={row.state} /> },
            { id: "account", header: "Account", cell: (row) => <b>{row.account}</b> },
            { id: "region", header: "Region", cell: (row) => row.region },
            { id: "cost", header: "A month", cell: (row) => (
              <div className="ac-number"><Figure origin="Estimate at list price with the assumptions of the plan; see the environment's Cost tab.">{money(row.monthlyMicros, row.complete)}</Figure></div>
            ) },
            { id: "budget", header: "Budget", cell: (row) => <div className="ac-number">{row.budgetMicros == null ? "none" : money(row.budgetMicros)}</div> },
            { id: "eks", header: "EKS", cell: (row) => row.eksStandardUntil ? <Figure origin={`In standard support until ${row.eksStandardUntil}; from then on $0.60 instead of $0.10 an hour.`}>{row.eksVersion}</Figure> : row.eksVersion },
            { id: "changed", header: "Last change", cell: (row) => <Ago ms={row.changedAtMs} /> },
            { id: "asof", header: "As of", cell: (row) => <Ago ms={row.asOfMs} /> },
          ]}
        />
        {(drafts.data?.length ?? 0) > 0 && (
          <Table
            variant="container"
            header={<Header variant="h2" counter={`(${drafts.data?.length})`}>Drafts</Header>}
            items={drafts.data ?? []}
            trackBy="id"
            columnDefinitions={[
              { id: "name", header: "Name", isRowHeader: true, cell: (draft) => <Link href={`#/environments/new/${draft.id}`} onFollow={go(`/environments/new/${draft.id}`)}>{draft.file.name || "unnamed"}</Link> },
              { id: "kind", header: "Kind", cell: (draft) => draft.file.kind },
              { id: "saved", header: "Saved", cell: (draft) => <Ago ms={draft.savedAtMs} /> },
            ]}
          />
        )}
      </SpaceBetween>
    </ContentLayout>
  );
}
