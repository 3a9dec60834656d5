import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator, { type StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { amount, size } from "../../components/amounts";
import { useSaveCsv } from "../../components/csv";
import { Ago } from "../../components/figures";
import { useFlash } from "../../components/flash-context";
import { DialogFooter } from "../../components/DialogFooter";
import { month } from "../../components/format";
import { ListTable, type ListColumn } from "../../components/ListTable";
import { Panel } from "../../components/panel-context";
import { shell, type KeptMonth_Serialize as KeptMonth } from "../../ipc/client";
import { bytes, count } from "./import-words";
import { written } from "./view";

type Finding = KeptMonth["findings"][number];

const SEVERITIES: Record<Finding["severity"], [StatusIndicatorProps.Type, string]> = {
  note: ["info", "Good to know"],
  warning: ["warning", "A figure may be off"],
  error: ["error", "A figure is wrong"],
};

const RANK: Finding["severity"][] = ["note", "warning", "error"];
const worst = (findings: Finding[]) => findings.reduce<Finding["severity"] | null>((bad, one) => (bad === null || RANK.indexOf(one.severity) > RANK.indexOf(bad) ? one.severity : bad), null);
const id = ({ key }: KeptMonth) => `${key.period} ${key.billingAccount} ${key.provider}`;

const COLUMNS: ListColumn<KeptMonth>[] = [
  { id: "month", header: "Month", rowHeader: true, minWidth: 145, value: (one) => one.key.period, cell: (one) => month(one.key.period) },
  {
    id: "quality",
    header: "Quality",
    filter: true,
    width: 165,
    value: (one) => SEVERITIES[worst(one.findings) ?? "note"][1],
    cell: ({ findings }) => {
      const bad = worst(findings);
      return bad === null ? <StatusIndicator type="success">Nothing found</StatusIndicator> : <StatusIndicator type={SEVERITIES[bad][0]}>{findings.length === 1 ? "1 finding" : `${findings.length} findings`}</StatusIndicator>;
    },
  },
  { id: "payer", header: "Payer", filter: true, width: 150, value: (one) => one.key.billingAccount, cell: (one) => one.key.billingAccount || "not named" },
  { id: "format", header: "Format", filter: true, hidden: true, width: 160, value: (one) => one.format, cell: (one) => one.format },
  {
    id: "billed",
    header: "Billed",
    number: true,
    width: 130,
    value: (one) => size(Object.values(one.totals)[0]?.billed ?? "0"),
    cell: (one) => Object.entries(one.totals).map(([currency, costs]) => <div key={currency}>{amount(costs?.billed ?? "0", currency)}</div>),
  },
  { id: "lines", header: "Line items", number: true, width: 130, value: (one) => one.lines, cell: (one) => count(one.lines) },
  { id: "size", header: "Size here", number: true, hidden: true, width: 125, value: (one) => one.bytes, cell: (one) => bytes(one.bytes) },
  { id: "asOf", header: "Usage up to", width: 140, value: (one) => one.asOfMs ?? 0, cell: (one) => (one.asOfMs === null ? "not told" : <Ago ms={one.asOfMs} />) },
  { id: "imported", header: "Imported", hidden: true, width: 120, value: (one) => one.importedAtMs, cell: (one) => <Ago ms={one.importedAtMs} /> },
];

/** Months in the ledger, how far they can be trusted, and forgetting them. */
export function MonthTable({ months }: { months: KeptMonth[] }) {
  const [search, setSearch] = useSearchParams();
  const save = useSaveCsv(shell.saveText);
  const chosen = months.find((one) => id(one) === search.get("month"));
  const all = months.reduce((sum, one) => sum + one.bytes, 0);
  return (
    <>
      <ListTable<KeptMonth>
        list="costs-months"
        title="Months in the ledger"
        description={`They take ${bytes(all)} of the encrypted store. A month that comes in again replaces itself.`}
        items={months}
        id={id}
        columns={COLUMNS}
        sorted={{ column: "month", descending: true }}
        address={[search, setSearch]}
        placeholder="Find by payer, format or quality"
        empty="No month is here yet."
        save={(rows) => void save("cost-months.csv", rows)}
        selection={{ chosen: search.get("month"), choose: (one) => setSearch(written(search, { month: id(one), import: null }), { replace: true }) }}
      />
      {chosen && (
        <Panel header={`${month(chosen.key.period)}, ${chosen.format}`} onClose={() => setSearch(written(search, { month: null }), { replace: true })}>
          <Month one={chosen} />
        </Panel>
      )}
    </>
  );
}

function Month({ one }: { one: KeptMonth }) {
  const [asked, ask] = useState(false);
  return (
    <SpaceBetween size="m">
      <KeyValuePairs
        columns={3}
        items={[
          { label: "From", value: one.source.join(", ") },
          { label: "Tags read for environment, component and team", value: one.tagKeys.join(", ") || "none of them is in it" },
          { label: "Accounts", value: one.accounts.map(({ id, name }) => (name ? `${name} (${id})` : id)).join(", ") || "not named" },
          ...Object.entries(one.totals).map(([currency, costs]) => ({
            label: `Totals in ${currency || "a currency that is not named"}`,
            value: (
              <>
                {(["billed", "effective", "list", "contracted"] as const).map((cost) => (
                  <div key={cost} title={costs?.[cost]}>
                    {amount(costs?.[cost] ?? "0", currency)} {cost}
                  </div>
                ))}
              </>
            ),
          })),
        ]}
      />
      <Box variant="h3">What the checks found</Box>
      {one.findings.length === 0 ? (
        <Box>Nothing: every mandatory column is there, and its figures agree with each other.</Box>
      ) : (
        <ul className="ac-cost-list">
          {one.findings.map((finding) => (
            <li key={finding.code}>
              <StatusIndicator type={SEVERITIES[finding.severity][0]}>{SEVERITIES[finding.severity][1]}</StatusIndicator>
              <div>
                {finding.message}
                {finding.lines > 0 && ` ${count(finding.lines)} line items.`}
              </div>
            </li>
          ))}
        </ul>
      )}
      <Button onClick={() => ask(true)}>Forget this month…</Button>
      {asked && <Forget one={one} close={() => ask(false)} />}
    </SpaceBetween>
  );
}

function Forget({ one, close }: { one: KeptMonth; close: () => void }) {
  const client = useQueryClient();
  const flash = useFlash();
  const { period } = one.key;
  const forget = useMutation({
    mutationFn: () => shell.costsMonthsDelete(period, period),
    onSuccess: async (gone) => {
      flash.add({ type: "success", header: `${month(period)} is forgotten`, content: `${count(gone.reduce((lines, month) => lines + month.lines, 0))} line items. Import its export again to have it back.` });
      close();
      await client.invalidateQueries({ queryKey: ["costs"] });
    },
  });
  return (
    <Modal
      visible
      header={`Forget ${month(period)}?`}
      onDismiss={close}
      footer={
        <DialogFooter>
          <Button variant="link" onClick={close}>
            Keep it
          </Button>
          <Button variant="primary" loading={forget.isPending} onClick={() => forget.mutate()}>
            Forget
          </Button>
        </DialogFooter>
      }
    >
      <SpaceBetween size="s">
        <Box>
          Every payer's costs of {month(period)} leave the reports here. The exports they came from are not touched, and
          importing them again brings everything back.
        </Box>
        {forget.error && <Alert type="error">{forget.error.message}</Alert>}
      </SpaceBetween>
    </Modal>
  );
}
