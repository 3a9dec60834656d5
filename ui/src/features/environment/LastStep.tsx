import Box from "@cloudscape-design/components/box";
import Checkbox from "@cloudscape-design/components/checkbox";
import FormField from "@cloudscape-design/components/form-field";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { money } from "../../components/format";
import type { LastStep as Choice, Teardown } from "../../ipc/client";

interface Props {
  choices: Teardown["lastStep"];
  chosen: Choice;
  choose: (step: Choice) => void;
}

/** After a deletion that has stopped: what it may leave behind, and what that costs. */
export function LastStep({ choices, chosen, choose }: Props) {
  if (choices.length === 0) return null;
  const failed = choices.filter((one) => one.failed);
  const ids = chosen.kind === "retain" ? chosen.ids : [];
  return (
    <SpaceBetween size="s">
      <FormField
        label="Last step"
        description="The last deletion stopped. What it leaves behind stays in the account, belongs to no stack, and may go on costing."
      >
        <RadioGroup
          value={chosen.kind}
          onChange={({ detail }) =>
            choose(detail.value === "retain" ? { kind: "retain", ids: [] } : { kind: detail.value as "nothing" | "force" })
          }
          items={[
            { value: "nothing", label: "Leave nothing", description: "It stops again where AWS stops." },
            { value: "retain", label: "Leave what I choose", description: "Only what could not be deleted." },
            { value: "force", label: "Force", description: "Whatever cannot be deleted is left." },
          ]}
        />
      </FormField>
      {chosen.kind === "retain" && (
        <FormField label="Leave behind">
          <SpaceBetween size="xs">
            {failed.map((one) => (
              <Checkbox
                key={one.id}
                checked={ids.includes(one.id)}
                description={[one.physicalId, one.reason].filter(Boolean).join(": ")}
                onChange={({ detail }) =>
                  choose({
                    kind: "retain",
                    ids: detail.checked ? [...ids, one.id] : ids.filter((id) => id !== one.id),
                  })
                }
              >
                {one.id} ({one.type})
                {one.monthlyMicros == null ? "" : `, ${money(one.monthlyMicros)} a month if it is left`}
              </Checkbox>
            ))}
          </SpaceBetween>
        </FormField>
      )}
      {chosen.kind === "force" && (
        <Box color="text-status-warning">
          {failed.map((one) => one.id).join(", ")} and what depends on it may be left behind.
        </Box>
      )}
    </SpaceBetween>
  );
}
