import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useFlash } from "../../components/flash-context";
import { Loading } from "../../components/Loading";
import { Panel } from "../../components/panel-context";
import { Problem } from "../../components/Problem";
import { size } from "../../components/amounts";
import { shell, type CostQuestion_Serialize as Question, type Report_Serialize as Report } from "../../ipc/client";
import { useCostReport } from "../../ipc/queries";
import { Money } from "./Figures";
import { count } from "./import-words";
import { fieldName, narrowed, shown, type Narrowing } from "./view";

const KINDS: Record<string, [string, string[]]> = {
  usage: ["Usage types", ["usageType", "service", "region", "account", "chargeCategory"]],
  resources: ["Resources", ["resource", "usageType", "region", "account"]],
  days: ["Days", ["day", "usageType"]],
};

/** Rows that are shown; all of them are in the CSV. */
const MOST = 200;

interface Props {
  what: string;
  question: Question;
  values: Narrowing;
  currency: string;
  onClose: () => void;
}

/** What a figure is made of: the finest rows that the ledger keeps, with how many line items stand in each. */
export function LineItems({ what, question, values, currency, onClose }: Props) {
  const flash = useFlash();
  const [kind, setKind] = useState("usage");
  const by = KINDS[kind]?.[1] ?? [];
  const asked: Question = { ...narrowed(question, values), by: by.filter((field, index) => index === 0 || typeof values[field] !== "string") };
  const report = useCostReport(asked);
  const save = useMutation({
    mutationFn: () => shell.costsReportSave(asked),
    onSuccess: (path) => path !== null && flash.add({ type: "success", header: `Saved ${path}` }),
    onError: (error) => flash.fail("The table could not be saved", error),
  });
  return (
    <Panel header={`Line items: ${what}`} onClose={onClose}>
      <SpaceBetween size="s">
        <div className="ac-between">
          <SegmentedControl label="Line items by" selectedId={kind} onChange={({ detail }) => setKind(detail.selectedId)} options={Object.entries(KINDS).map(([id, [text]]) => ({ id, text }))} />
          <Button loading={save.isPending} onClick={() => save.mutate()}>
            Save as CSV
          </Button>
        </div>
        {report.error ? <Problem error={report.error} onRetry={() => void report.refetch()} /> : report.data ? <Rows report={report.data} currency={currency} /> : <Loading />}
      </SpaceBetween>
    </Panel>
  );
}

function Rows({ report, currency }: { report: Report; currency: string }) {
  const rows = report.rows.filter((row) => row.currency === currency);
  const cost = report.question.cost;
  const lines = rows.reduce((sum, row) => sum + row.lines, 0);
  const quantities = rows.some((row) => row.quantity !== null);
  const origin = { words: report.words, source: report.provenance.sentence };
  return (
    <Table
      variant="borderless"
      items={rows.slice(0, MOST)}
      enableKeyboardNavigation
      ariaLabels={{ tableLabel: "Line items" }}
      header={
        <Box color="text-body-secondary">
          {report.words}. Showing {count(Math.min(MOST, rows.length))} of {count(rows.length)} rows, {count(lines)} line items.
        </Box>
      }
      empty="Nothing was charged for this."
      columnDefinitions={[
        ...report.question.by.slice(0, 1).map((field) => ({
          id: field,
          header: fieldName(field),
          isRowHeader: true,
          minWidth: 200,
          cell: (row: Report["rows"][number]) => shown(field, row.values[field] ?? ""),
        })),
        {
          id: "cost",
          header: <div className="ac-number">Cost</div>,
          minWidth: 120,
          cell: (row) => (
            <div className="ac-number">
              <Money text={row[cost]} currency={currency} origin={origin} />
            </div>
          ),
        },
        ...(quantities
          ? [
              {
                id: "quantity",
                header: <div className="ac-number">Quantity</div>,
                minWidth: 120,
                cell: (row: Report["rows"][number]) => <div className="ac-number">{row.quantity === null ? "–" : size(row.quantity).toLocaleString("en-US", { maximumFractionDigits: 4 })}</div>,
              },
            ]
          : []),
        ...report.question.by.slice(1).map((field) => ({
          id: field,
          header: fieldName(field),
          minWidth: 140,
          cell: (row: Report["rows"][number]) => shown(field, row.values[field] ?? ""),
        })),
        { id: "lines", header: <div className="ac-number">Line items</div>, minWidth: 110, cell: (row) => <div className="ac-number">{count(row.lines)}</div> },
      ]}
    />
  );
}
