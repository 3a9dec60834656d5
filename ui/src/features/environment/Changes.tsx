import Box from "@cloudscape-design/components/box";
import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import Table from "@cloudscape-design/components/table";
import { useCollection } from "@cloudscape-design/collection-hooks";
import { useNavigate } from "react-router";
import { Ago, JobState } from "../../components/figures";
import { duration, jobNoun } from "../../components/format";
import type { JobRow } from "../../ipc/client";

/** How far the prediction was off. */
function off(job: JobRow): string {
  if (job.actualSeconds == null || job.predictedSeconds == null || job.state !== "done") return "";
  const more = job.actualSeconds - job.predictedSeconds;
  return Math.abs(more) < 30
    ? "as predicted"
    : `${duration(Math.abs(more))} ${more > 0 ? "longer" : "less"} than predicted`;
}

/** History of launches, updates and deletions: predicted against what it took, at AWS's pace. */
export function Changes({ launches }: { launches: JobRow[] }) {
  const navigate = useNavigate();
  const { items, collectionProps } = useCollection(launches, {
    sorting: { defaultState: { sortingColumn: { sortingField: "startedAtMs" }, isDescending: true } },
  });
  return (
    <Table
      {...collectionProps}
      items={items}
      trackBy="jobId"
      enableKeyboardNavigation
      wrapLines
      empty="Nothing was launched yet."
      header={
        <Header
          variant="h2"
          counter={`(${launches.length})`}
          description="Every launch, update and deletion of this environment, at AWS's pace. Choose one for its timeline, events and plan."
        >
          Changes
        </Header>
      }
      columnDefinitions={[
        {
          id: "what",
          header: "Change",
          isRowHeader: true,
          minWidth: 90,
          cell: (job) => (
            <Link
              href={`#/launches/${job.jobId}`}
              onFollow={(event) => {
                event.preventDefault();
                void navigate(`/launches/${job.jobId}`);
              }}
            >
              {jobNoun(job.operation)}
            </Link>
          ),
        },
        { id: "state", header: "State", minWidth: 115, cell: (job) => <span className="ac-nowrap"><JobState state={job.state} operation={job.operation} /></span> },
        { id: "when", header: "Begun", minWidth: 105, sortingField: "startedAtMs", cell: (job) => <Ago ms={job.startedAtMs} /> },
        {
          id: "predicted",
          header: "Predicted",
          sortingField: "predictedSeconds",
          cell: (job) => duration(job.predictedSeconds),
        },
        {
          id: "actual",
          header: "Took",
          sortingField: "actualSeconds",
          minWidth: 120,
          cell: (job) => (
            <div>
              {job.actualSeconds == null
                ? job.state === "running"
                  ? "not done yet"
                  : "not measured"
                : duration(job.actualSeconds)}
              <Box variant="small" color="text-body-secondary" display="block">
                {off(job)}
              </Box>
            </div>
          ),
        },
        { id: "how", header: "How it ended", minWidth: 130, cell: (job) => job.sentence },
      ]}
    />
  );
}
