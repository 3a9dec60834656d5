import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Modal from "@cloudscape-design/components/modal";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tiles from "@cloudscape-design/components/tiles";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { DialogFooter } from "../../components/DialogFooter";
import { month } from "../../components/format";
import { Loading } from "../../components/Loading";
import { Problem } from "../../components/Problem";
import { CommandError, shell, type DataExport_Serialize as DataExport, type ImportSource_Serialize as Source } from "../../ipc/client";
import { PRACTICE, useCurrentAccount } from "../../ipc/current-account";
import { useAccounts, useInfo } from "../../ipc/queries";
import { useExports } from "./answers";
import { Priced } from "./Priced";
import { chosenSource, lastMonths, type SyncAnswers } from "./sync";
import { begun } from "./useImport";

/** Account, source, months; then the price; then, once it is agreed to, the import. */
export function SyncDialog({ close }: { close: () => void }) {
  const [current] = useCurrentAccount();
  const accounts = useAccounts();
  const info = useInfo();
  const months = lastMonths(info.data?.today ?? new Date().toISOString());
  const [answers, put] = useState<SyncAnswers>({ account: current, way: null, from: months[1] ?? "", to: months[0] ?? "", database: "", table: "", workgroup: "primary", output: "" });
  const exports = useExports(answers.account);
  // The price is of exactly this source; another answer, and it is to be asked anew.
  const [priced, setPriced] = useState<Source | null>(null);
  const set = (next: Partial<SyncAnswers>) => {
    put({ ...answers, ...next });
    setPriced(null);
  };
  const found = exports.data ?? [];
  const source = chosenSource(answers, found);
  const start = useMutation({
    mutationFn: (source: Source) => shell.costsSyncStart(source),
    onSuccess: (one) => {
      close();
      begun(one);
    },
  });
  const rows = accounts.data ?? [];
  const options = [
    { value: PRACTICE, label: PRACTICE, description: "Simulated: nothing is asked of AWS, nothing costs money" },
    ...rows.map(({ account }) => ({ value: account.name, label: account.name, description: account.identity ? `Account ${account.identity.accountId}` : "AWS was not asked yet" })),
  ];
  return (
    <Modal
      visible
      size="large"
      header="Get costs from AWS"
      onDismiss={close}
      footer={
        <DialogFooter>
          <Button variant="link" onClick={close}>
            Cancel
          </Button>
          <Button disabled={"missing" in source || priced !== null} disabledReason={"missing" in source ? source.missing : "It stands above."} variant={priced ? "normal" : "primary"} onClick={() => !("missing" in source) && setPriced(source)}>
            Show the price
          </Button>
        </DialogFooter>
      }
    >
      <SpaceBetween size="l">
        <FormField label="Account">
          <Select triggerVariant="option" options={options} selectedOption={options.find((one) => one.value === answers.account) ?? null} onChange={({ detail }) => set({ account: detail.selectedOption.value ?? PRACTICE, way: null })} />
        </FormField>
        <FormField stretch label="Where from" description="Looking for exports is free.">
          <SpaceBetween size="s">
            {exports.error && (
              <Alert type="warning" header="AWS does not tell which exports this account has">
                {exports.error.message} {exports.error instanceof CommandError && exports.error.detail.hint} Cost Explorer works without an export.
              </Alert>
            )}
            {exports.isFetching ? <Loading /> : <Tiles columns={1} value={answers.way} onChange={({ detail }) => set({ way: detail.value })} items={ways(found)} />}
          </SpaceBetween>
        </FormField>
        {answers.way !== null && !answers.way.startsWith("export:") && <Range answers={answers} months={months} set={set} />}
        {answers.way?.startsWith("athena:") && <Athena answers={answers} set={set} />}
        {start.error && <Problem error={start.error} />}
        {priced && <Priced source={priced} starting={start.isPending} onStart={() => start.mutate(priced)} />}
      </SpaceBetween>
    </Modal>
  );
}

function ways(found: DataExport[]) {
  return [
    ...found.map((one) => ({
      value: `export:${one.arn}`,
      label: `Data Export ${one.name}`,
      description: one.unhealthy ? `AWS does not deliver it: ${one.unhealthy}` : `${one.table}, every line item. Only months that have changed since the last time.`,
    })),
    { value: "explorer", label: "Cost Explorer", description: "By day, service and environment, for accounts without an export. $0.01 a page; closed months are asked for once." },
    ...found.map((one) => ({ value: `athena:${one.arn}`, label: `Athena, over ${one.name}`, description: "One query rolls the export up, and only that comes back. For exports that are too large to download." })),
  ];
}

interface Part {
  answers: SyncAnswers;
  set: (next: Partial<SyncAnswers>) => void;
}

function Range({ answers, months, set }: Part & { months: string[] }) {
  const options = months.map((period) => ({ value: period, label: month(period) }));
  const pick = (label: string, value: string, put: (value: string) => void) => (
    <FormField label={label}>
      <Select options={options} selectedOption={{ value, label: month(value) }} onChange={({ detail }) => put(detail.selectedOption.value ?? value)} />
    </FormField>
  );
  return (
    <div className="ac-beside">
      {pick("First month", answers.from, (from) => set({ from, to: from > answers.to ? from : answers.to }))}
      {pick("Last month", answers.to, (to) => set({ to, from: to < answers.from ? to : answers.from }))}
    </div>
  );
}

function Athena({ answers, set }: Part) {
  const field = (label: string, name: "database" | "table" | "workgroup" | "output", rest: { description?: string; placeholder?: string }) => (
    <FormField label={label} description={rest.description}>
      <Input value={answers[name]} placeholder={rest.placeholder} onChange={({ detail }) => set({ [name]: detail.value })} />
    </FormField>
  );
  return (
    <div className="ac-beside">
      {field("Database", "database", { placeholder: "costs" })}
      {field("Table", "table", { placeholder: "focus" })}
      {field("Workgroup", "workgroup", {})}
      {field("Answers go to (optional)", "output", { placeholder: "s3://bucket/folder/" })}
    </div>
  );
}
