import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { change } from "../../components/amounts";
import { month } from "../../components/format";
import { InlineForm } from "../../components/InlineForm";
import { Loading } from "../../components/Loading";
import { Note } from "../../components/Note";
import { Problem } from "../../components/Problem";
import { shell, type CostQuestion_Serialize as Question, type CostUnit, type SupportCosts_Serialize as Support, type UnitSeries_Serialize as Series } from "../../ipc/client";
import { keys } from "../../ipc/queries";
import { useSupport, useUnits } from "./answers";
import { Money } from "./Figures";
import { count } from "./import-words";

const UNITS: Record<CostUnit, [string, string]> = {
  crewProfiles: ["Active crew profile", "Profiles that were active in the month; you say how many."],
  deployments: ["Deployment", "Launches and updates that ended well here, unless you say how many deployments there were."],
};
const COUNTED = { given: "you said so", launches: "seen here", nobody: "" };

/** What one crew profile and one deployment cost, and what EKS extended support costs. */
export function UnitsTab({ question, currency }: { question: Question; currency: string }) {
  const units = useUnits(question);
  const support = useSupport(question);
  if (units.error) return <Problem error={units.error} onRetry={() => void units.refetch()} />;
  if (!units.data) return <Loading />;
  const origin = { words: units.data.words, source: units.data.provenance.sentence };
  return (
    <SpaceBetween size="l">
      {units.data.units.filter((one) => one.currency === currency).map((one) => (
        <Unit key={one.unit} one={one} origin={origin} />
      ))}
      {support.error ? <Problem error={support.error} onRetry={() => void support.refetch()} /> : support.data ? <ExtendedSupport of={support.data} currency={currency} /> : <Loading />}
    </SpaceBetween>
  );
}

function Unit({ one, origin }: { one: Series; origin: { words: string; source: string } }) {
  const money = (text: string | null) => <div className="ac-number">{text === null ? "–" : <Money text={text} currency={one.currency} origin={origin} />}</div>;
  return (
    <Container header={<Header variant="h2" description={one.sentence}>{UNITS[one.unit][0]}</Header>}>
      <SpaceBetween size="m">
        <Table
          variant="embedded"
          items={[...one.months].reverse()}
          trackBy="month"
          enableKeyboardNavigation
          ariaLabels={{ tableLabel: UNITS[one.unit][0] }}
          columnDefinitions={[
            { id: "month", header: "Month", isRowHeader: true, minWidth: 140, cell: (row) => `${month(row.month)}${row.whole ? "" : ", so far"}` },
            { id: "amount", header: <div className="ac-number">Cost</div>, minWidth: 100, cell: (row) => money(row.amount) },
            { id: "count", header: <div className="ac-number">How many</div>, minWidth: 85, cell: (row) => <div className="ac-number">{row.count === null ? "–" : count(row.count)}</div> },
            { id: "by", header: "Counted by", minWidth: 90, cell: (row) => <Box color="text-body-secondary">{COUNTED[row.countedBy]}</Box> },
            { id: "each", header: <div className="ac-number">Each</div>, minWidth: 85, cell: (row) => money(row.each) },
            { id: "change", header: <div className="ac-number">Change</div>, minWidth: 85, cell: (row) => <div className="ac-number">{row.change === null ? "–" : change(row.change, one.currency)}</div> },
          ]}
        />
        <Count one={one} />
      </SpaceBetween>
    </Container>
  );
}

/** How many there were, as the person says; what was said can be taken back. */
function Count({ one }: { one: Series }) {
  const client = useQueryClient();
  const options = [...one.months].reverse().map((row) => ({ value: row.month, label: month(row.month) }));
  const [chosen, choose] = useState(options[0]?.value ?? "");
  const [text, setText] = useState("");
  const set = useMutation({
    mutationFn: (count: number | null) => shell.costsUnitSet(one.unit, chosen, count),
    onSuccess: async () => {
      setText("");
      await Promise.all([client.invalidateQueries({ queryKey: ["costs", "units"] }), client.invalidateQueries({ queryKey: keys.settings })]);
    },
  });
  const right = /^\d{1,9}$/.test(text.trim());
  const given = one.months.some((row) => row.month === chosen && row.countedBy === "given");
  return (
    <div>
      <Box color="text-body-secondary" padding={{ bottom: "xs" }}>
        {UNITS[one.unit][1]}
      </Box>
      <InlineForm button="Set" busy={set.isPending} ready={right} reason="Say how many there were." keep={() => set.mutate(Number(text))} error={set.error}>
        <FormField label="Month">
          <Select options={options} selectedOption={options.find(({ value }) => value === chosen) ?? null} expandToViewport onChange={({ detail }) => choose(detail.selectedOption.value ?? "")} />
        </FormField>
        <FormField label="How many" errorText={text === "" || right ? undefined : "Write a whole number, like 1840."}>
          <Input value={text} inputMode="numeric" placeholder="1840" onChange={({ detail }) => setText(detail.value)} />
        </FormField>
      </InlineForm>
      {given && (
        <Button variant="inline-link" disabled={set.isPending} onClick={() => set.mutate(null)}>
          Take back the count of {month(chosen)}
        </Button>
      )}
    </div>
  );
}

function ExtendedSupport({ of, currency }: { of: Support; currency: string }) {
  const rows = of.months.filter((one) => one.currency === currency);
  const origin = { words: of.words, source: of.provenance.sentence };
  return (
    <Container header={<Header variant="h2" description={of.sentence}>EKS extended support</Header>}>
      <SpaceBetween size="m">
        {of.clusters.length > 0 && (
          <ul className="ac-cost-list">
            {of.clusters.map((one) => (
              <li key={one.environment}>{one.charged ? <Note type="warning">{one.sentence}</Note> : one.sentence}</li>
            ))}
          </ul>
        )}
        {rows.length > 0 && (
          <Table
            variant="embedded"
            items={rows}
            enableKeyboardNavigation
            ariaLabels={{ tableLabel: "EKS extended support by month" }}
            columnDefinitions={[
              { id: "month", header: "Month", isRowHeader: true, minWidth: 150, cell: (row) => month(row.month) },
              { id: "environment", header: "Environment", minWidth: 140, cell: (row) => row.environment || "(untagged)" },
              { id: "region", header: "Region", minWidth: 120, cell: (row) => row.region },
              { id: "clusters", header: <div className="ac-number">Cluster months</div>, minWidth: 130, cell: (row) => <div className="ac-number">{Number(row.clusterMonths).toLocaleString("en-US", { maximumFractionDigits: 2 })}</div> },
              { id: "amount", header: <div className="ac-number">Charged</div>, minWidth: 120, cell: (row) => <div className="ac-number"><Money text={row.amount} currency={row.currency} origin={origin} /></div> },
            ]}
          />
        )}
      </SpaceBetween>
    </Container>
  );
}
