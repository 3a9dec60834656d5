import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Problem } from "../../components/Problem";
import { shell, type Assumptions as Figures, type AssumptionWords } from "../../ipc/client";
import { keys, useCatalogue, useSettings } from "../../ipc/queries";

type Key = keyof Figures;

const MOST = 4_294_967_295;
const valid = (text: string) => /^\d+$/.test(text) && Number(text) <= MOST;

const LABELS: Record<Key, string> = {
  hours: "Hours a month",
  natGb: "Through NAT gateways",
  internetGb: "Out to the internet",
  zoneGb: "Between zones",
  logGb: "Logs taken in",
  builds: "Builds",
  buildMinutes: "A build takes",
  deployMinutes: "A deployment takes",
  imageGb: "Images kept",
  loadBalancers: "Load balancers",
  loadBalancerUnits: "Their capacity",
  loadBalancerAddresses: "Their public addresses",
  bucketGb: "Artifacts kept",
  messages: "Messages",
};

const PAUSE_MS = 400;

interface Props {
  again: () => Promise<void>;
  running: boolean;
  sum: string;
}

/** What the estimate takes for granted about use; a change is estimated at once and kept for every plan. */
export function Assumptions({ again, running, sum }: Props) {
  const client = useQueryClient();
  const settings = useSettings();
  const catalogue = useCatalogue();
  const [typed, setTyped] = useState<Partial<Record<Key, string>>>({});
  const save = useMutation({
    mutationFn: async (figures: Partial<Figures>) => {
      const now = await shell.settingsGet();
      client.setQueryData(
        keys.settings,
        await shell.settingsSave({ ...now, assumptions: { ...now.assumptions, ...figures } }),
      );
    },
    onSuccess: async () => {
      // Every figure that was made with the old ones is of no use any more.
      await client.invalidateQueries({ queryKey: ["ledger"] });
      await client.invalidateQueries({ queryKey: ["preset-figures"] });
      await again();
    },
  });
  const { mutate } = save;
  useEffect(() => {
    const right = Object.entries(typed).filter(([, text]) => valid(text));
    if (right.length === 0) return;
    const timer = setTimeout(
      () => mutate(Object.fromEntries(right.map(([key, text]) => [key, Number(text)]))),
      PAUSE_MS,
    );
    return () => clearTimeout(timer);
  }, [typed, mutate]);
  if (!settings.data || !catalogue.data) return null;
  const known = settings.data.assumptions;
  const words = catalogue.data.assumptions;
  const other = words.filter((one) => known[one.key as Key] !== one.default);
  const reset = () => {
    setTyped({});
    mutate(Object.fromEntries(words.map((one) => [one.key, one.default])));
  };
  const busy = save.isPending || running;
  return (
    <ExpandableSection
      variant="container"
      headerText="Assumptions"
      headerDescription="What the estimate takes for granted about use. Change what you know better: it is estimated at once, and kept for every plan."
      headerActions={
        <Button disabled={other.length === 0} disabledReason="Every figure is the one it began with." onClick={reset}>
          Take the defaults
        </Button>
      }
    >
      <SpaceBetween size="m">
        {save.error && <Problem error={save.error} />}
        <div role="status">
          <Box color="text-body-secondary">{busy ? "Estimating" : `${sum} a month with these. ${changed(other)}`}</Box>
        </div>
        <ColumnLayout columns={3}>
          {words.map((one) => {
            const key = one.key as Key;
            const text = typed[key] ?? String(known[key]);
            return (
              <FormField
                key={key}
                label={LABELS[key] ?? key}
                description={one.unit}
                constraintText={one.why}
                errorText={valid(text) ? undefined : "Write a whole number, 0 or more."}
              >
                <Input
                  type="number"
                  inputMode="numeric"
                  value={text}
                  onChange={({ detail }) => setTyped((before) => ({ ...before, [key]: detail.value }))}
                />
              </FormField>
            );
          })}
        </ColumnLayout>
      </SpaceBetween>
    </ExpandableSection>
  );
}

function changed(other: AssumptionWords[]): string {
  if (other.length === 0) return "All are the defaults.";
  return other.length === 1 ? "One differs from its default." : `${other.length} differ from their defaults.`;
}
