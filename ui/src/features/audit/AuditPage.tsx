import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import HelpPanel from "@cloudscape-design/components/help-panel";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator, { type StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import { useSaveCsv } from "../../components/csv";
import { Ago } from "../../components/figures";
import { useFlash } from "../../components/flash-context";
import { useHelp } from "../../components/help-context";
import { ListTable, type ListColumn } from "../../components/ListTable";
import { Problem } from "../../components/Problem";
import { shell, type Call, type TrailView } from "../../ipc/client";
import { keys } from "../../ipc/queries";
import { resourceOf } from "./resource";

const OUTCOMES: Record<Call["ended"]["is"], [string, StatusIndicatorProps.Type]> = {
  done: ["Done", "success"],
  refused: ["Refused", "error"],
  open: ["No answer", "warning"],
};

const requestOf = (call: Call) => (call.ended.is === "open" ? "" : (call.ended.requestId ?? ""));

/** What people know of an ARN; the whole of it where the pointer rests. */
const known = (arn: string) => <span title={arn}>{resourceOf(arn)}</span>;

const COLUMNS: ListColumn<Call>[] = [
  {
    id: "when",
    header: "When",
    width: 120,
    value: (call) => new Date(call.atMs ?? 0).toISOString(),
    cell: (call) => <Ago ms={call.atMs ?? 0} />,
  },
  {
    id: "action",
    header: "What",
    rowHeader: true,
    filter: true,
    width: 225,
    value: (call) => call.action,
    cell: (call) => call.action,
  },
  {
    id: "outcome",
    header: "Outcome",
    filter: true,
    width: 165,
    value: (call) => OUTCOMES[call.ended.is][0],
    cell: (call) => (
      <div>
        <StatusIndicator type={OUTCOMES[call.ended.is][1]}>{OUTCOMES[call.ended.is][0]}</StatusIndicator>
        {call.ended.is === "refused" && (
          <Box color="text-body-secondary" fontSize="body-s">
            <span className="ac-cut" title={call.ended.words}>
              {call.ended.words}
            </span>
          </Box>
        )}
      </div>
    ),
  },
  { id: "target", header: "To", filter: true, minWidth: 210, value: (call) => call.target, cell: (call) => known(call.target) },
  {
    id: "who",
    header: "Who",
    filter: true,
    width: 220,
    value: (call) => call.identity,
    cell: (call) => known(call.identity),
  },
  { id: "account", header: "Account", filter: true, width: 140, value: (call) => call.account, cell: (call) => call.account },
  {
    id: "request",
    header: "Request ID",
    filter: true,
    width: 190,
    value: requestOf,
    cell: requestOf,
  },
  { id: "line", header: "Line", number: true, width: 90, value: (call) => call.line, cell: (call) => call.line },
];

/** Who changed what in AWS from here, when, by which request, and whether the trail is as it was written. */
export default function AuditPage() {
  const address = useSearchParams();
  const flash = useFlash();
  const trail = useQuery({ queryKey: keys.audit, queryFn: () => shell.auditTrail(), staleTime: 0 });
  const save = useSaveCsv((name, text) => shell.saveText(name, text));
  const exported = useMutation({
    mutationFn: () => shell.auditExport(),
    onSuccess: (path) =>
      path !== null &&
      flash.add({
        type: "success",
        header: `Saved ${path}`,
        content: "Every line as it is stored, with its hash. Keep the last hash elsewhere.",
      }),
    onError: (error) => flash.fail("The trail could not be saved", error),
  });
  useHelp(<Help />, "audit");
  if (trail.error) return <Problem error={trail.error} onRetry={() => void trail.refetch()} />;
  const calls = trail.data?.calls ?? [];
  return (
    <SpaceBetween size="l">
      {trail.data && trail.data.lines > 0 && <Verdict trail={trail.data} />}
      <ListTable
        list="audit"
        title="Audit trail"
        variant="full-page"
        description="Every call from this computer that changed something in AWS, or tried to. Practice is not written down."
        items={calls}
        loading={trail.isPending}
        id={(call) => String(call.line)}
        columns={COLUMNS}
        sorted={{ column: "line", descending: true }}
        address={address}
        placeholder="Find by action, target, outcome, caller, account or request"
        save={(rows) => void save("audit.csv", rows)}
        actions={
          <Button
            loading={exported.isPending}
            disabled={calls.length === 0}
            disabledReason="There is nothing to save."
            onClick={() => exported.mutate()}
          >
            Export trail
          </Button>
        }
        empty="Nothing was changed in AWS from here yet."
      />
    </SpaceBetween>
  );
}

function Verdict({ trail }: { trail: TrailView }) {
  const { verdict } = trail;
  if (verdict.is === "broken") {
    return (
      <Alert type="error" header={`The trail is damaged at line ${verdict.seq}`}>
        {verdict.words} What stands before that line is as it was written. Compare with an export or with CloudTrail.
      </Alert>
    );
  }
  return (
    <Alert type="success" header={`The trail is whole: ${trail.lines.toLocaleString("en-US")} lines`}>
      Each line's hash fits the one before. Keep the last hash elsewhere; it shows later whether lines were cut off:{" "}
      <CopyToClipboard
        variant="inline"
        textToCopy={trail.head}
        textToDisplay={`${trail.head.slice(0, 16)}…`}
        copyButtonAriaLabel="Copy the last hash"
        copySuccessText="Copied"
        copyErrorText="Could not be copied"
      />
    </Alert>
  );
}

function Help() {
  return (
    <HelpPanel header={<h2>Audit trail</h2>}>
      <p>
        A call is written down before it is made and again when AWS has answered. One without an answer was cut off:
        AWS may have done it or not; CloudTrail knows.
      </p>
      <p>
        Each line's hash covers the line before. A line that was changed, taken out or put in between is found; lines
        cut off at the end are found with the last hash, kept elsewhere.
      </p>
    </HelpPanel>
  );
}
