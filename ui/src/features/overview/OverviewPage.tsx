import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import HelpPanel from "@cloudscape-design/components/help-panel";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Table from "@cloudscape-design/components/table";
import { useCollection } from "@cloudscape-design/collection-hooks";
import { useNavigate } from "react-router";
import { Ago } from "../../components/figures";
import { Loading } from "../../components/Loading";
import { Problem } from "../../components/Problem";
import { useHelp } from "../../components/help-context";
import type { Draft, EnvironmentRow } from "../../ipc/client";
import { useSignIn } from "../../ipc/sign-in";
import { useDrafts, useEnvironments, useInfo, useJobs } from "../../ipc/queries";
import { columns } from "./columns";
import type { Need } from "./needs";
import { useNeeds } from "./useNeeds";

type Go = (to: string) => (event: CustomEvent) => void;

/** Is anything wrong, what needs me, what does it cost? */
export function OverviewPage() {
  const navigate = useNavigate();
  const environments = useEnvironments();
  const drafts = useDrafts();
  const jobs = useJobs();
  const info = useInfo();
  const waiting = useNeeds();
  useHelp(<Help />, "overview");
  const rows = environments.data ?? [];
  const today = info.data?.today ?? "";
  const go: Go = (to) => (event) => {
    event.preventDefault();
    void navigate(to);
  };
  if (environments.isPending) return <Loading title="Overview" />;
  const unused = rows.length === 0 && !environments.error;
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        actions={
          <Button variant="primary" onClick={go("/environments/new/new")}>
            New environment
          </Button>
        }
      >
        Overview
      </Header>
      {environments.error && <Problem error={environments.error} onRetry={() => void environments.refetch()} />}
      {waiting.length > 0 && <NeedsYou needs={waiting} go={go} />}
      {unused ? (
        <FirstUse />
      ) : (
        <Rows
          rows={rows}
          failed={environments.error !== null}
          readAtMs={environments.dataUpdatedAt}
          refresh={() => void Promise.all([environments.refetch(), jobs.refetch()])}
          busy={environments.isFetching}
          definitions={columns({ jobs: jobs.data ?? [], today, go })}
        />
      )}
      {(drafts.data?.length ?? 0) > 0 && <Drafts drafts={drafts.data ?? []} go={go} />}
    </SpaceBetween>
  );
}

function NeedsYou({ needs: waiting, go }: { needs: Need[]; go: Go }) {
  const signIn = useSignIn();
  return (
    <Container
      header={
        <Header variant="h2" counter={`(${waiting.length})`}>
          Needs you
        </Header>
      }
    >
      <ul className="ac-needs">
        {waiting.map((need) => (
          <li key={need.id}>
            <div>
              <StatusIndicator type={need.severity}>
                <b>{need.title}</b>
              </StatusIndicator>
              <Box color="text-body-secondary">{need.message}</Box>
            </div>
            <Button ariaLabel={`${need.button}: ${need.title}`} onClick={need.account ? () => void signIn.account(need.account ?? "") : go(need.to)}>
              {need.button}
            </Button>
          </li>
        ))}
      </ul>
    </Container>
  );
}

interface RowsProps {
  rows: EnvironmentRow[];
  failed: boolean;
  readAtMs: number;
  refresh: () => void;
  busy: boolean;
  definitions: ReturnType<typeof columns>;
}

function Rows({ rows, failed, readAtMs, refresh, busy, definitions }: RowsProps) {
  const { items, collectionProps } = useCollection(rows, {
    sorting: { defaultState: { sortingColumn: { sortingField: "name" } } },
  });
  const oldest = rows.length > 0 ? Math.min(...rows.map((row) => row.asOfMs)) : readAtMs;
  return (
    <Table<EnvironmentRow>
      {...collectionProps}
      variant="container"
      enableKeyboardNavigation
      header={
        <Header
          variant="h2"
          counter={`(${rows.length})`}
          description={
            rows.length > 0 && (
              <>
                As AWS last said it; the oldest line is of <Ago ms={oldest} />.
              </>
            )
          }
          actions={
            <Button iconName="refresh" ariaLabel="Read the environments again" loading={busy} onClick={refresh} />
          }
        >
          Environments
        </Header>
      }
      items={items}
      trackBy="name"
      empty={failed ? "The environments could not be read." : "There is no environment yet."}
      columnDefinitions={definitions}
    />
  );
}

function FirstUse() {
  return (
    <Container header={<Header variant="h2">There is no environment yet</Header>}>
      <SpaceBetween size="s">
        <Box>
          An environment is one deployed copy of Array Crew: its network, cluster, search, pipelines and alerts.
        </Box>
        <Box>
          <i>New environment</i> asks for what you want. Before anything is made you see what it costs a month, how long
          it takes and what could go wrong. In the practice account nothing costs money.
        </Box>
      </SpaceBetween>
    </Container>
  );
}

function Drafts({ drafts, go }: { drafts: Draft[]; go: Go }) {
  return (
    <Table
      variant="container"
      header={
        <Header variant="h2" counter={`(${drafts.length})`}>
          Drafts
        </Header>
      }
      items={drafts}
      trackBy="id"
      columnDefinitions={[
        {
          id: "name",
          header: "Name",
          isRowHeader: true,
          cell: (draft) => (
            <Link href={`#/environments/new/${draft.id}`} onFollow={go(`/environments/new/${draft.id}`)}>
              {draft.environment ? `Changes to ${draft.environment}` : draft.file.name || "unnamed"}
            </Link>
          ),
        },
        { id: "kind", header: "Kind", cell: (draft) => draft.file.kind },
        { id: "region", header: "Region", cell: (draft) => draft.file.region },
        { id: "saved", header: "Saved", cell: (draft) => <Ago ms={draft.savedAtMs} /> },
      ]}
    />
  );
}

function Help() {
  return (
    <HelpPanel header={<h2>Overview</h2>}>
      <p>
        <b>Needs you</b> lists what goes no further without a person: a connection to confirm, a failure, a version
        whose support ends, a cost beyond its budget.
      </p>
      <p>
        Below stands a line for each environment. <b>A month</b> is the estimate at list price; hover or focus it for
        its origin. <b>As of</b> tells when AWS was last asked.
      </p>
    </HelpPanel>
  );
}
