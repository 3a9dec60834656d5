import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import Table from "@cloudscape-design/components/table";
import { useNavigate } from "react-router";
import { Ago, JobState } from "../../components/figures";
import { duration } from "../../components/format";
import type { JobRow } from "../../ipc/client";

/** History of launches and deletions: predicted against what it took, at AWS's pace. */
export function Changes({ launches }: { launches: JobRow[] }) {
  const navigate = useNavigate();
  return (
    <Table
      items={launches}
      trackBy="jobId"
      header={<Header variant="h2" counter={`(${launches.length})`}>Changes</Header>}
      columnDefinitions={[
        { id: "what", header: "Change", isRowHeader: true, cell: (job) => <Link href={`#/launches/${job.jobId}`} onFollow={(event) => { event.preventDefault(); void navigate(`/launches/${job.jobId}`); }}>{job.operation === "delete" ? "Deletion" : "Launch"}</Link> },
        { id: "state", header: "State", cell: (job) => <JobState state={job.state} operation={job.operation} /> },
        { id: "when", header: "Begun", cell: (job) => <Ago ms={job.startedAtMs} /> },
        { id: "predicted", header: "Predicted", cell: (job) => <div className="ac-number">{duration(job.predictedSeconds)}</div> },
        { id: "actual", header: "Took", cell: (job) => <div className="ac-number">{job.actualSeconds == null ? "not measured" : duration(job.actualSeconds)}</div> },
        { id: "how", header: "How it ended", cell: (job) => job.sentence },
      ]}
    />
  );
}
