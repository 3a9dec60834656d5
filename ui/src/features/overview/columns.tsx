import Box from "@cloudscape-design/components/box";
import Link from "@cloudscape-design/components/link";
import ProgressBar from "@cloudscape-design/components/progress-bar";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { TableProps } from "@cloudscape-design/components/table";
import { Ago, Figure, State } from "../../components/figures";
import { date, duration, jobNoun, money } from "../../components/format";
import type { EnvironmentRow, JobRow } from "../../ipc/client";
import { daysBetween, UPGRADE_DAYS } from "./needs";

interface Context {
  jobs: JobRow[];
  today: string;
  go: (to: string) => (event: CustomEvent) => void;
}

/** A line says: state and what runs, last change and how long it took, cost against budget, version, age. */
export function columns({ jobs, today, go }: Context): TableProps.ColumnDefinition<EnvironmentRow>[] {
  const jobOf = (row: EnvironmentRow) => jobs.find((job) => job.jobId === (row.runningJobId ?? row.jobId));
  return [
    {
      id: "name",
      header: "Name",
      isRowHeader: true,
      sortingField: "name",
      cell: (row) => (
        <div>
          <Link href={`#/environments/${row.name}`} onFollow={go(`/environments/${row.name}`)}>
            {row.name}
          </Link>
          <Box variant="small" color="text-body-secondary" display="block">
            {row.account}, {row.region}
          </Box>
        </div>
      ),
    },
    {
      id: "state",
      header: "State",
      sortingField: "state",
      minWidth: 130,
      cell: (row) => <StateCell row={row} job={jobOf(row)} go={go} />,
    },
    {
      id: "changed",
      header: "Last change",
      sortingField: "changedAtMs",
      cell: (row) => <Change row={row} job={jobOf(row)} />,
    },
    { id: "cost", header: "A month", sortingField: "monthlyMicros", minWidth: 150, cell: (row) => <Cost row={row} /> },
    { id: "eks", header: "Kubernetes", cell: (row) => <Version row={row} today={today} /> },
  ];
}

function StateCell({ row, job, go }: { row: EnvironmentRow; job: JobRow | undefined; go: Context["go"] }) {
  if (row.runningJobId == null || !job) {
    return (
      <div>
        <State state={row.state} />
        <Box variant="small" color="text-body-secondary" display="block">
          as of <Ago ms={row.asOfMs} />
        </Box>
      </div>
    );
  }
  return (
    <div>
      <Link href={`#/launches/${job.jobId}`} onFollow={go(`/launches/${job.jobId}`)}>
        <State state={row.state} />
      </Link>
      <ProgressBar value={job.percent ?? 0} ariaLabel={`Progress of ${row.name}`} />
    </div>
  );
}

function Change({ row, job }: { row: EnvironmentRow; job: JobRow | undefined }) {
  const predicted = job?.predictedSeconds == null ? "" : `about ${duration(job.predictedSeconds)} predicted`;
  return (
    <div>
      {jobNoun(job?.operation)}, <Ago ms={row.changedAtMs} />
      <Box variant="small" color="text-body-secondary" display="block">
        {job?.actualSeconds == null ? predicted : `took ${duration(job.actualSeconds)} at AWS's pace`}
      </Box>
    </div>
  );
}

function Cost({ row }: { row: EnvironmentRow }) {
  const share = row.budgetMicros ? row.monthlyMicros / row.budgetMicros : null;
  return (
    <div>
      <span className="ac-nowrap">
        <Figure origin="Estimate at list price with the assumptions of the plan; the environment's Cost tab shows every item, its source and date.">
          {money(row.monthlyMicros, row.complete)}
        </Figure>
      </span>
      <Box variant="small" color="text-body-secondary" display="block">
        {share === null || row.budgetMicros == null
          ? "no budget"
          : `${Math.round(share * 100)}% of ${money(row.budgetMicros)}`}
      </Box>
      {share !== null && (
        <div className="ac-bar" role="img" aria-label={`${Math.round(share * 100)}% of the budget`}>
          <div
            style={{
              width: `${Math.min(100, share * 100)}%`,
              background: share > 1 ? "#d91515" : share > 0.8 ? "#b8710b" : "#0972d3",
            }}
          />
        </div>
      )}
    </div>
  );
}

function Version({ row, today }: { row: EnvironmentRow; today: string }) {
  const left = row.eksStandardUntil && today ? daysBetween(today, row.eksStandardUntil) : null;
  if (left === null) return row.eksVersion;
  const words = left < 0 ? "in extended support" : `${left} ${left === 1 ? "day" : "days"} left`;
  return (
    <div>
      <Figure
        origin={`In standard support until ${date(row.eksStandardUntil ?? "")}. From then on the cluster costs $0.60 instead of $0.10 an hour.`}
      >
        {row.eksVersion}
      </Figure>
      <Box variant="small" display="block" color="text-body-secondary">
        {left <= UPGRADE_DAYS ? (
          <StatusIndicator type={left < 0 ? "error" : "warning"}>{words}</StatusIndicator>
        ) : (
          words
        )}
      </Box>
    </div>
  );
}
