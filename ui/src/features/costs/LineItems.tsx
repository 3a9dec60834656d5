import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Popover from "@cloudscape-design/components/popover";
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
import { shell, type CostQuestion_Serialize as Question, type LineItem, type Report_Serialize as Report } from "../../ipc/client";
import { useCostLines, useCostReport } from "../../ipc/queries";
import { Money } from "./Figures";
import { count } from "./import-words";
import { fieldName, narrowed, shown, type Narrowing } from "./view";

const KINDS: Record<string, [string, string[]]> = {
  items: ["Line items", []],
  usage: ["Usage types", ["usageType", "service", "region", "account", "chargeCategory"]],
  resources: ["Resources", ["resource", "usageType", "region", "account"]],
  days: ["Days", ["day", "usageType"]],
};

/** Rows that are shown; all of them are in the CSV. */
const MOST = 200;
/** Line items that a CSV takes at most. */
const SAVED = 100_000;

interface Props {
  what: string;
  question: Question;
  values: Narrowing;
  currency: string;
  onClose: () => void;
}

/** What a figure is made of: its line items as their files write them, and the finest rows that the ledger keeps. */
export function LineItems({ what, question, values, currency, onClose }: Props) {
  const flash = useFlash();
  const [kind, setKind] = useState("items");
  const by = KINDS[kind]?.[1] ?? [];
  const narrow = narrowed(question, values);
  const asked: Question = { ...narrow, by: by.filter((field, index) => index === 0 || typeof values[field] !== "string") };
  const items = kind === "items";
  const save = useMutation({
    mutationFn: () => (items ? shell.costsLinesSave(narrow, SAVED) : shell.costsSave(asked, "csv", false)),
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
        {items ? <FromFiles question={narrow} currency={currency} /> : <FromLedger question={asked} currency={currency} />}
      </SpaceBetween>
    </Panel>
  );
}

function FromLedger({ question, currency }: { question: Question; currency: string }) {
  const report = useCostReport(question);
  if (report.error) return <Problem error={report.error} onRetry={() => void report.refetch()} />;
  return report.data ? <Rows report={report.data} currency={currency} /> : <Loading />;
}

function FromFiles({ question, currency }: { question: Question; currency: string }) {
  const lines = useCostLines(question, MOST);
  if (lines.error) return <Problem error={lines.error} onRetry={() => void lines.refetch()} />;
  if (!lines.data) return <Loading title="Reading the files" />;
  const { notes, ledger, items, words, sentence, provenance } = lines.data;
  return (
    <SpaceBetween size="s">
      {notes.length > 0 && (
        <Alert type="info" header="Some line items are not shown as they are">
          {notes.map((note) => (
            <div key={note}>{note}</div>
          ))}
        </Alert>
      )}
      {(items.length > 0 || !ledger) && <Items items={items.filter((one) => one.currency === currency)} cost={question.cost} said={`${words}. ${sentence}`} origin={{ words, source: provenance.sentence }} />}
      {ledger && <Rows report={ledger} currency={currency} />}
    </SpaceBetween>
  );
}

/** Fields that tell a line item, in columns; all that its file says is behind its place. */
const TOLD = ["day", "usageType", "service", "resource", "region", "account", "chargeCategory"];

interface ItemsProps {
  items: LineItem[];
  cost: Question["cost"];
  said: string;
  origin: { words: string; source: string };
}

function Items({ items, cost, said, origin }: ItemsProps) {
  return (
    <Table
      variant="borderless"
      items={items}
      enableKeyboardNavigation
      ariaLabels={{ tableLabel: "Line items" }}
      header={<Box color="text-body-secondary">{said}</Box>}
      empty="No line item of this is in the files."
      columnDefinitions={[
        {
          id: "cost",
          header: <div className="ac-number">Cost</div>,
          isRowHeader: true,
          minWidth: 120,
          cell: (one) => (
            <div className="ac-number">
              <Money text={one[cost]} currency={one.currency} origin={origin} />
            </div>
          ),
        },
        {
          id: "quantity",
          header: <div className="ac-number">Quantity</div>,
          minWidth: 110,
          cell: (one) => <div className="ac-number">{size(one.quantity).toLocaleString("en-US", { maximumFractionDigits: 4 })}</div>,
        },
        ...TOLD.filter((field) => items.some((one) => one.fields[field])).map((field) => ({
          id: field,
          header: fieldName(field),
          minWidth: 120,
          cell: (one: LineItem) => one.fields[field] ?? "–",
        })),
        { id: "place", header: "File and row", minWidth: 180, cell: (one) => <Place item={one} /> },
      ]}
    />
  );
}

/** Where a line item stands, and all that its file says of it. */
function Place({ item }: { item: LineItem }) {
  const name = `${item.file.split(/[\\/]/).at(-1)}, row ${count(item.row)}`;
  return (
    <Popover
      size="large"
      header={name}
      dismissAriaLabel="Close"
      content={<KeyValuePairs items={item.values.map(({ column, value }) => ({ label: column, value: <Box variant="code">{value}</Box> }))} />}
    >
      <span className="ac-nowrap">{name}</span>
    </Popover>
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
