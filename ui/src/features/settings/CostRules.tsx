import Autosuggest from "@cloudscape-design/components/autosuggest";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { InlineForm } from "../../components/InlineForm";
import type { CostSettings_Serialize as CostSettings } from "../../ipc/client";
import { useCostEnvironments } from "../../ipc/queries";

interface Props {
  costs: CostSettings;
  put: (change: Partial<CostSettings>) => void;
}

const LEVELS = [
  ["environment", "Environment"],
  ["component", "Component"],
  ["team", "Team"],
] as const;

/** Where a cost belongs: which tags say it, and which environments misspelt values mean. */
export function CostRules({ costs, put }: Props) {
  return (
    <Container header={<Header variant="h2" description="Where a cost belongs. Keys are compared in small letters, and without user: or user_ in front.">Tags of costs</Header>}>
      <SpaceBetween size="l">
        <div className="ac-three">
          {LEVELS.map(([level, label]) => (
            <Keys key={level} label={label} keys={costs.tagKeys[level]} put={(keys) => put({ tagKeys: { ...costs.tagKeys, [level]: keys } })} />
          ))}
        </div>
        <Meant meant={costs.environmentRules.meant} put={(meant) => put({ environmentRules: { meant } })} />
      </SpaceBetween>
    </Container>
  );
}

/** The first key that a line item has counts. */
function Keys({ label, keys, put }: { label: string; keys: string[]; put: (keys: string[]) => void }) {
  const [typed, type] = useState<string | null>(null);
  const leave = () => {
    if (typed === null) return;
    const next = typed.split(",").map((key) => key.trim().toLowerCase()).filter(Boolean);
    if (next.join() !== keys.join()) put(next);
    type(null);
  };
  return (
    <FormField label={`${label}, by the tags`} constraintText="With commas; the first that is there counts. For what is imported from then on.">
      <Input value={typed ?? keys.join(", ")} onChange={({ detail }) => type(detail.value)} onBlur={leave} onKeyDown={({ detail }) => detail.key === "Enter" && leave()} />
    </FormField>
  );
}

function Meant({ meant, put }: { meant: CostSettings["environmentRules"]["meant"]; put: (meant: Record<string, string>) => void }) {
  const environments = useCostEnvironments();
  const [value, setValue] = useState("");
  const [environment, setEnvironment] = useState("");
  const rules = Object.entries(meant).sort(([one], [other]) => one.localeCompare(other));
  const ready = value.trim() !== "" && environment.trim() !== "";
  const add = () => {
    put({ ...Object.fromEntries(rules), [value.trim().toLowerCase()]: environment.trim() });
    setValue("");
    setEnvironment("");
  };
  const options = environments.map((value) => ({ value }));
  return (
    <SpaceBetween size="s">
      <div>
        <Box variant="h3">Misspelt environments</Box>
        <Box color="text-body-secondary">What a tag's value means; counts at once, in every report. The value itself is kept.</Box>
      </div>
      {rules.length > 0 && (
        <ul className="ac-rules">
          {rules.map(([from, to]) => (
            <li key={from}>
              <span>
                <code>{from}</code> means <b>{to}</b>
              </span>
              <Button variant="icon" iconName="remove" ariaLabel={`Remove the rule for ${from}`} onClick={() => put(Object.fromEntries(rules.filter(([known]) => known !== from)))} />
            </li>
          ))}
        </ul>
      )}
      <InlineForm button="Add rule" busy={false} ready={ready} reason="Name both." keep={add} error={null}>
        <FormField label="Value in the tag">
          <Autosuggest value={value} onChange={({ detail }) => setValue(detail.value)} options={options} enteredTextLabel={(text) => `Use ${text}`} placeholder="prd" empty="No environment is known yet" />
        </FormField>
        <FormField label="Means">
          <Autosuggest value={environment} onChange={({ detail }) => setEnvironment(detail.value)} options={options} enteredTextLabel={(text) => `Use ${text}`} placeholder="production" empty="No environment is known yet" />
        </FormField>
      </InlineForm>
    </SpaceBetween>
  );
}
