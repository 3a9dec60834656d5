import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Figure } from "../../components/figures";
import { money, words } from "../../components/format";
import { Problem } from "../../components/Problem";
import { shell, type Assumptions, type Estimate } from "../../ipc/client";
import { keys, useSettings } from "../../ipc/queries";

/** Parts and items with their assumptions; what has no price is named, never counted as nothing. */
export function Cost({ estimate, replan }: { estimate: Estimate; replan: () => void }) {
  const most = Math.max(1, ...estimate.parts.map((part) => part.monthlyMicros));
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2" description={`List prices, the oldest of ${estimate.pricesAsOf}`}>{money(estimate.monthlyMicros, estimate.complete)} a month</Header>}>
        {estimate.parts.map((part) => (
          <div key={part.stack} style={{ display: "grid", gridTemplateColumns: "260px minmax(0,1fr) 130px", gap: 12, alignItems: "center", marginBottom: 4 }}>
            <span>{part.label}</span>
            <div className="ac-bar"><div style={{ width: `${(100 * part.monthlyMicros) / most}%`, background: "#0972d3" }} /></div>
            <span className="ac-number">{money(part.monthlyMicros, part.complete)}</span>
          </div>
        ))}
      </Container>
      {estimate.unpriced.length > 0 && (
        <Container header={<Header variant="h2" counter={`(${estimate.unpriced.length})`} description="These cost money too, but no price is known.">Unpriced</Header>}>
          {estimate.unpriced.map((one, index) => <div key={index}><b>{words(one.stack)}</b>: {one.what} <Box variant="span" color="text-body-secondary">{one.why}</Box></div>)}
        </Container>
      )}
      <AssumptionsForm replan={replan} />
      <Table
        header={<Header variant="h2" counter={`(${estimate.items.length})`}>Items</Header>}
        items={estimate.items}
        trackBy={(item) => `${item.stack}/${item.logicalId}/${item.what}`}
        stickyHeader
        columnDefinitions={[
          { id: "stack", header: "Part", cell: (item) => words(item.stack) },
          { id: "what", header: "Item", isRowHeader: true, cell: (item) => item.what },
          { id: "quantity", header: "Quantity", cell: (item) => <div className="ac-number">{item.quantity} {item.unit}</div> },
          { id: "price", header: "Unit price", cell: (item) => <div className="ac-number"><Figure origin={`${item.source}, ${item.asOf}${item.confidence === "low" ? "; look it up before you rely on it" : ""}`}>${item.unitPrice}</Figure></div> },
          { id: "month", header: "A month", cell: (item) => <div className="ac-number">{money(item.monthlyMicros)}</div> },
          { id: "assumption", header: "Assumption", cell: (item) => item.assumption },
        ]}
      />
    </SpaceBetween>
  );
}

const WORDS: Partial<Record<keyof Assumptions, string>> = {
  hours: "Hours a month", natGb: "GB through each NAT gateway", internetGb: "GB out to the internet", zoneGb: "GB between zones", logGb: "GB of logs taken in", builds: "Builds of each pipeline", buildMinutes: "Minutes of a build",
  deployMinutes: "Minutes of a deployment", imageGb: "GB of images in each repository", loadBalancers: "Load balancers", loadBalancerUnits: "Capacity units of each", loadBalancerAddresses: "Public addresses of each",
  bucketGb: "GB of artifacts", messages: "Messages",
};

function AssumptionsForm({ replan }: { replan: () => void }) {
  const client = useQueryClient();
  const settings = useSettings();
  const [typed, setTyped] = useState<Partial<Record<keyof Assumptions, string>>>({});
  const save = useMutation({
    mutationFn: async () => {
      if (!settings.data) return;
      const assumptions = { ...settings.data.assumptions };
      for (const [key, value] of Object.entries(typed)) assumptions[key as keyof Assumptions] = Math.max(0, Math.round(Number(value) || 0));
      client.setQueryData(keys.settings, await shell.settingsSave({ ...settings.data, assumptions }));
    },
    onSuccess: () => {
      setTyped({});
      replan();
    },
  });
  if (!settings.data) return null;
  const known = settings.data.assumptions;
  return (
    <ExpandableSection variant="container" headerText="Assumptions" headerDescription="What the estimate takes for granted about use; change what you know better.">
      <SpaceBetween size="m">
        {save.error && <Problem error={save.error} />}
        <ColumnLayout columns={4}>
          {(Object.keys(known) as (keyof Assumptions)[]).map((key) => (
            <FormField key={key} label={WORDS[key] ?? key}>
              <Input type="number" value={typed[key] ?? String(known[key])} onChange={({ detail }) => setTyped((before) => ({ ...before, [key]: detail.value }))} />
            </FormField>
          ))}
        </ColumnLayout>
        <Button disabled={Object.keys(typed).length === 0} disabledReason="Nothing was changed." loading={save.isPending} onClick={() => save.mutate()}>Estimate again</Button>
      </SpaceBetween>
    </ExpandableSection>
  );
}
