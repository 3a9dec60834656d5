import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator, { type StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import Table from "@cloudscape-design/components/table";
import { amount } from "../../components/amounts";
import { useSaveCsv } from "../../components/csv";
import { month } from "../../components/format";
import { shell, type FileReport, type Import, type MonthChange } from "../../ipc/client";
import { count, fileName, outcome, rejectedOf } from "./import-words";

const STATES: Record<Import["state"], [StatusIndicatorProps.Type, string]> = {
  running: ["in-progress", "Importing"],
  done: ["success", "Imported"],
  failed: ["error", "Failed"],
  cancelled: ["stopped", "Cancelled"],
};

/** An import's state by shape, colour and word; line items that were left out make it a warning. */
export function ImportState({ one }: { one: Import }) {
  const [type, word] = STATES[one.state];
  return <StatusIndicator type={one.state === "done" && rejectedOf(one) > 0 ? "warning" : type}>{word}</StatusIndicator>;
}

/** What came in, what did not, and why. */
export function ImportSummary({ one }: { one: Import }) {
  const rejected = one.files.filter((file) => file.rejectedCount > 0);
  return (
    <SpaceBetween size="m">
      <Box>
        {one.sentence}
        {one.resumed && " It was interrupted, and went on after a restart."}
      </Box>
      {one.notes?.map((words) => (
        <Box key={words}>{words}</Box>
      ))}
      {one.failure && <Failure failure={one.failure} />}
      {one.months.length > 0 && <Months months={one.months} />}
      {rejected.length > 0 && <Rejected files={rejected} />}
      {one.files.length > 0 && (
        <ExpandableSection headerText={`Files read (${count(one.files.length)})`}>
          <Files files={one.files} />
        </ExpandableSection>
      )}
      {one.ignored.length > 0 && (
        <ExpandableSection headerText={`Left out (${count(one.ignored.length)})`}>
          <ul className="ac-joined">
            {one.ignored.map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
        </ExpandableSection>
      )}
    </SpaceBetween>
  );
}

function Failure({ failure }: { failure: NonNullable<Import["failure"]> }) {
  return (
    <Alert type="error" header={failure.message}>
      {failure.hint}
      {failure.problems.length > 0 && (
        <ul className="ac-joined">
          {failure.problems.map((problem, index) => (
            <li key={index}>
              <b title={problem.field}>{fileName(problem.field)}</b>
              {problem.line !== null && problem.line !== undefined && <>, row {count(problem.line)}</>}: {problem.message}
              {problem.hint && <> {problem.hint}</>}
            </li>
          ))}
        </ul>
      )}
    </Alert>
  );
}

const OUTCOMES: Record<ReturnType<typeof outcome>, string> = { new: "New", same: "Same as before", restated: "Restated" };

const billed = (totals: MonthChange["totals"]) => Object.entries(totals).map(([currency, costs]) => ({ currency, text: costs.billed }));

function Months({ months }: { months: MonthChange[] }) {
  return (
    <Table<MonthChange>
      variant="borderless"
      items={months}
      trackBy={({ key }) => `${key.provider} ${key.billingAccount} ${key.period}`}
      ariaLabels={{ tableLabel: "Months that came in" }}
      wrapLines
      columnDefinitions={[
        { id: "month", header: "Month", isRowHeader: true, minWidth: 130, cell: ({ key }) => month(key.period) },
        { id: "payer", header: "Payer", minWidth: 125, cell: ({ key }) => key.billingAccount || "not named" },
        { id: "lines", header: <div className="ac-number">Line items</div>, minWidth: 95, cell: ({ lines }) => <div className="ac-number">{count(lines)}</div> },
        {
          id: "billed",
          header: <div className="ac-number">Billed</div>,
          minWidth: 105,
          cell: ({ totals }) => billed(totals).map(({ currency, text }) => <div key={currency} className="ac-number">{amount(text, currency)}</div>),
        },
        { id: "what", header: "Against before", minWidth: 200, cell: (one) => <Against one={one} /> },
      ]}
    />
  );
}

/** What differs from what was there before, and which services explain it. */
function Against({ one }: { one: MonthChange }) {
  const what = outcome(one);
  if (what !== "restated" || !one.before) return OUTCOMES[what];
  return (
    <>
      Restated:{" "}
      {billed(one.before)
        .map(({ currency, text }) => `${amount(text, currency)} before`)
        .join(", ")}
      {one.restated.length > 0 && (
        <ul className="ac-joined">
          {one.restated.map((line) => (
            <li key={line.service + line.currency}>
              {line.service}: {amount(line.before.billed, line.currency)} is now {amount(line.after.billed, line.currency)}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** Line items that could not be read; the shell gives the first hundred of a file. */
function Rejected({ files }: { files: FileReport[] }) {
  const save = useSaveCsv(shell.saveText);
  const all = files.reduce((sum, file) => sum + file.rejectedCount, 0);
  const rows = files.flatMap((file) => file.rejected.map((row) => ({ ...row, file: file.path })));
  const most = 20;
  return (
    <Table
      variant="borderless"
      items={rows.slice(0, most)}
      wrapLines
      ariaLabels={{ tableLabel: "Line items that did not come in" }}
      header={
        <div className="ac-between">
          <Box variant="h3">
            Line items that did not come in: showing {count(Math.min(most, rows.length))} of {count(all)}
          </Box>
          <Button onClick={() => void save("rejected-line-items.csv", [["file", "row", "column", "reason"], ...rows.map((row) => [row.file, row.row, row.column, row.reason])])}>
            Save as CSV
          </Button>
        </div>
      }
      columnDefinitions={[
        { id: "file", header: "File", isRowHeader: true, minWidth: 150, cell: (row) => <span title={row.file}>{fileName(row.file)}</span> },
        { id: "row", header: <div className="ac-number">Row</div>, minWidth: 90, cell: (row) => <div className="ac-number">{count(row.row)}</div> },
        { id: "column", header: "Column", minWidth: 130, cell: (row) => row.column },
        { id: "reason", header: "Why", minWidth: 200, cell: (row) => row.reason },
      ]}
    />
  );
}

function Files({ files }: { files: FileReport[] }) {
  return (
    <Table<FileReport>
      variant="borderless"
      items={files}
      trackBy="path"
      ariaLabels={{ tableLabel: "Files that were read" }}
      columnDefinitions={[
        { id: "file", header: "File", isRowHeader: true, minWidth: 200, cell: (file) => <span title={file.path}>{fileName(file.path)}</span> },
        { id: "format", header: "Format", minWidth: 150, cell: (file) => file.format },
        { id: "rows", header: <div className="ac-number">Came in</div>, minWidth: 110, cell: (file) => <div className="ac-number">{count(file.rows)}</div> },
        { id: "rejected", header: <div className="ac-number">Did not</div>, minWidth: 110, cell: (file) => <div className="ac-number">{count(file.rejectedCount)}</div> },
      ]}
    />
  );
}

