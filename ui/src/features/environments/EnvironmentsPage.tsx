import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useNavigate, useSearchParams } from "react-router";
import { Ago, Figure, State, stateWord } from "../../components/figures";
import { date, local, money } from "../../components/format";
import { ListTable, type ListColumn } from "../../components/ListTable";
import { Problem } from "../../components/Problem";
import { useSaveCsv } from "../../components/csv";
import { shell, type EnvironmentRow } from "../../ipc/client";
import { useEnvironments } from "../../ipc/queries";
import { Drafts } from "./Drafts";

/** Every environment, and the drafts of those to come. */
export default function EnvironmentsPage() {
  const navigate = useNavigate();
  const environments = useEnvironments();
  const address = useSearchParams();
  const go = (to: string) => (event: CustomEvent) => {
    event.preventDefault();
    void navigate(to);
  };
  const save = useSaveCsv((name, text) => shell.saveText(name, text));
  const columns: ListColumn<EnvironmentRow>[] = [
    {
      id: "name",
      header: "Name",
      rowHeader: true,
      filter: true,
      minWidth: 130,
      value: (row) => row.name,
      cell: (row) => (
        <Link href={`#/environments/${row.name}`} onFollow={go(`/environments/${row.name}`)}>
          {row.name}
        </Link>
      ),
    },
    {
      id: "state",
      header: "State",
      filter: true,
      width: 150,
      value: (row) => stateWord(row.state),
      cell: (row) => <StateOf row={row} go={go} />,
    },
    { id: "kind", header: "Kind", filter: true, width: 130, value: (row) => row.kind, cell: (row) => row.kind },
    { id: "region", header: "Region", filter: true, width: 125, value: (row) => row.region, cell: (row) => row.region },
    {
      id: "account",
      header: "Account",
      filter: true,
      hidden: true,
      value: (row) => row.account,
      cell: (row) => row.account,
    },
    {
      id: "cost",
      header: "A month, USD",
      number: true,
      filter: true,
      width: 165,
      value: (row) => row.monthlyMicros / 1_000_000,
      cell: (row) => <CostOf row={row} />,
    },
    {
      id: "version",
      header: "Kubernetes",
      filter: true,
      width: 140,
      value: (row) => row.eksVersion,
      cell: (row) => (
        <Figure
          origin={
            row.eksStandardUntil
              ? `Standard support until ${date(row.eksStandardUntil)}.`
              : "This version is not in the calendar."
          }
        >
          {row.eksVersion}
        </Figure>
      ),
    },
    {
      id: "changed",
      header: "Last change",
      width: 140,
      value: (row) => new Date(row.changedAtMs).toISOString(),
      cell: (row) => <Ago ms={row.changedAtMs} />,
    },
  ];
  if (environments.error) {
    return <Problem error={environments.error} onRetry={() => void environments.refetch()} />;
  }
  return (
    <SpaceBetween size="l">
      <ListTable
        list="environments"
        title="Environments"
        variant="full-page"
        description="Every deployed copy of Array Crew that this computer knows of."
        items={environments.data ?? []}
        loading={environments.isPending}
        id={(row) => row.name}
        columns={columns}
        sorted={{ column: "name" }}
        address={address}
        placeholder="Find by name, state, kind, region or cost"
        save={(rows) => void save("environments.csv", rows)}
        actions={
          <Button variant="primary" onClick={go("/environments/new/new")}>
            New environment
          </Button>
        }
        empty={<Empty start={go("/environments/new/new")} />}
      />
      <Drafts />
    </SpaceBetween>
  );
}

function StateOf({ row, go }: { row: EnvironmentRow; go: (to: string) => (event: CustomEvent) => void }) {
  const job = row.runningJobId ?? (row.needsYou || row.state === "failed" ? row.jobId : null);
  if (!job) return <State state={row.state} />;
  return (
    <Link
      href={`#/launches/${job}`}
      onFollow={go(`/launches/${job}`)}
      ariaLabel={`${stateWord(row.state)}: show the job of ${row.name}`}
    >
      <State state={row.state} />
    </Link>
  );
}

function CostOf({ row }: { row: EnvironmentRow }) {
  const budget = row.budgetMicros == null ? "It has no budget." : `Budget ${money(row.budgetMicros)}.`;
  const over = row.budgetMicros != null && row.monthlyMicros > row.budgetMicros;
  return (
    <Figure origin={`Estimate at list prices, made with its last plan (${local(row.changedAtMs)}). ${budget}`}>
      {money(row.monthlyMicros, row.complete)}
      {over && (
        <Box variant="span" color="text-status-warning">
          {" "}
          over budget
        </Box>
      )}
    </Figure>
  );
}

function Empty({ start }: { start: (event: CustomEvent) => void }) {
  return (
    <Box textAlign="center" padding="l">
      <SpaceBetween size="s">
        <div>
          <b>There is no environment yet.</b>
          <div>Answer a few questions, see what it costs and how long it takes, then launch it.</div>
        </div>
        <Button onClick={start}>New environment</Button>
      </SpaceBetween>
    </Box>
  );
}
