import Checkbox from "@cloudscape-design/components/checkbox";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { LaunchOptions_Serialize as LaunchOptions, OnFailure } from "../../ipc/client";
import { onFailure, optionWords } from "./options";

interface Props {
  /** An update of what runs, not a launch. */
  updates: boolean;
  options: LaunchOptions;
  onChange: (options: LaunchOptions) => void;
}

/** What CloudFormation is told beside the templates, of a launch as of an update. */
export function Options({ updates, options, onChange }: Props) {
  return (
    <ExpandableSection variant="container" headerText="Options" headerDescription={optionWords(options, updates)}>
      <SpaceBetween size="l">
        <FormField label="When a resource fails">
          <RadioGroup
            value={options.onFailure}
            items={onFailure(updates)}
            onChange={({ detail }) => onChange({ ...options, onFailure: detail.value as OnFailure })}
          />
        </FormField>
        <FormField label="Termination protection">
          <Checkbox
            checked={options.terminationProtection}
            description={
              updates
                ? "CloudFormation then refuses to delete the stack. Left off, it stays as it is; a deletion from here turns it off first."
                : "CloudFormation then refuses to delete the stack. A deletion from here turns it off first."
            }
            onChange={({ detail }) => onChange({ ...options, terminationProtection: detail.checked })}
          >
            Turn on once everything stands
          </Checkbox>
        </FormField>
        <FormField
          label="Service role - optional"
          description="ARN of the role that CloudFormation works as, instead of with your rights."
          constraintText={
            updates
              ? "Empty: the role that the stack was last given, if it was given one."
              : "Empty: with your rights. The role must trust cloudformation.amazonaws.com."
          }
        >
          <Input
            value={options.serviceRole ?? ""}
            placeholder="arn:aws:iam::123456789012:role/Deployer"
            spellcheck={false}
            onChange={({ detail }) => onChange({ ...options, serviceRole: detail.value.trim() || null })}
          />
        </FormField>
      </SpaceBetween>
    </ExpandableSection>
  );
}
