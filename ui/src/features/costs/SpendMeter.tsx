import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import ProgressBar from "@cloudscape-design/components/progress-bar";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { exact, size } from "../../components/amounts";
import { Ago } from "../../components/figures";
import { month } from "../../components/format";
import { shell, type Spend, type SpendMeter as Meter } from "../../ipc/client";
import { count } from "./import-words";

/** Dollars as a cap is typed: none of them below nothing, nothing below a micro-dollar. */
const CAP = /^\d{1,6}(\.\d{1,6})?$/;

/** What asking AWS for costs has cost this month, beside what it may. */
export function Spent({ meter }: { meter: Meter }) {
  const share = size(meter.cap) === 0 ? 100 : Math.min(100, (100 * size(meter.spent)) / size(meter.cap));
  return (
    <ProgressBar
      value={Math.round(share)}
      label={`Spent on asking AWS, ${month(meter.period)}`}
      description={`${exact(meter.spent, "USD")} of your cap of ${exact(meter.cap, "USD")} a month. Nothing is asked beyond it.`}
    />
  );
}

/** Another cap; counts at once. */
export function Cap({ meter }: { meter: Meter }) {
  const client = useQueryClient();
  const [typed, type] = useState<string | null>(null);
  const save = useMutation({
    mutationFn: (cap: string) => shell.costsSpendCap(cap),
    onSuccess: async (now) => {
      type(null);
      client.setQueryData(["costs", "spend"], now);
      await client.invalidateQueries({ queryKey: ["costs", "quote"] });
    },
  });
  const wrong = typed !== null && !CAP.test(typed) ? "Write dollars like 1 or 2.50; 0 forbids every call that AWS charges for." : save.error?.message;
  const done = () => typed !== null && CAP.test(typed) && save.mutate(typed);
  return (
    <FormField label="Cap, US dollars a month" errorText={wrong}>
      <div className="ac-tools">
        <Input value={typed ?? meter.cap} inputMode="decimal" onChange={({ detail }) => type(detail.value)} onKeyDown={({ detail }) => detail.key === "Enter" && done()} />
        <Button loading={save.isPending} disabled={typed === null || !CAP.test(typed)} disabledReason={typed === null ? "It is as it stands." : undefined} onClick={done}>
          Set cap
        </Button>
      </div>
    </FormField>
  );
}

/** Every call that was paid for, the newest first. */
export function Calls({ calls }: { calls: Spend[] }) {
  return (
    <ExpandableSection headerText={`Calls that AWS charges for (${count(calls.length)})`}>
      <SpaceBetween size="xs">
        <Table<Spend>
          variant="embedded"
          items={calls.slice(0, 50)}
          enableKeyboardNavigation
          wrapLines
          ariaLabels={{ tableLabel: "Calls that AWS charges for" }}
          empty="None was made yet."
          columnDefinitions={[
            { id: "at", header: "When", isRowHeader: true, minWidth: 110, cell: (one) => <Ago ms={one.atMs} /> },
            { id: "account", header: "Account", minWidth: 90, cell: (one) => one.account },
            { id: "call", header: "Call", minWidth: 180, cell: (one) => <span className="ac-nowrap">{one.call}</span> },
            { id: "what", header: "For", minWidth: 160, cell: (one) => one.what },
            { id: "usd", header: <div className="ac-number">US dollars</div>, minWidth: 110, cell: (one) => <div className="ac-number">{exact(one.usd, "USD")}</div> },
          ]}
        />
        {calls.length > 50 && <Box color="text-body-secondary">The newest 50 of them.</Box>}
      </SpaceBetween>
    </ExpandableSection>
  );
}
