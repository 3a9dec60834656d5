import Button from "@cloudscape-design/components/button";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useCatalogue } from "../../ipc/queries";
import { errorOf, type Common, type RoleText } from "./form";
import { COLOURS, Mark } from "./Mark";

interface Props {
  common: Common;
  change: (change: Partial<Common>) => void;
  error: unknown;
  /** Where several accounts are added at once, each has a name of its own. */
  unnamed?: boolean;
}

/** Name, colour, region; under "More" what few need: roles behind the way in, an emulator's endpoint. */
export function CommonFields({ common, change, error, unnamed }: Props) {
  const catalogue = useCatalogue();
  const regions = (catalogue.data?.regions ?? []).map((region) => ({
    value: region.code,
    label: region.code,
    description: region.name,
  }));
  const marks = COLOURS.map((one) => ({ ...one, iconSvg: undefined }));
  return (
    <SpaceBetween size="m">
      <div className="ac-pair">
        {!unnamed && (
          <FormField
            label="Name"
            constraintText="As you and arrayctl call it: letters, digits, dashes."
            errorText={errorOf(error, "name")}
          >
            <Input
              value={common.name}
              placeholder="production"
              spellcheck={false}
              onChange={({ detail }) => change({ name: detail.value })}
            />
          </FormField>
        )}
        <FormField label="Region" constraintText="Where environments are made." errorText={errorOf(error, "region")}>
          <Select
            options={regions}
            filteringType="auto"
            filteringAriaLabel="Find in regions"
            triggerVariant="option"
            selectedOption={
              regions.find((one) => one.value === common.region) ?? { value: common.region, label: common.region }
            }
            onChange={({ detail }) => change({ region: detail.selectedOption.value ?? common.region })}
          />
        </FormField>
        <FormField label="Colour" constraintText="Marks it wherever it is named, so that none is taken for another.">
          <SpaceBetween size="xs" direction="horizontal" alignItems="center">
            <Mark colour={common.colour} />
            <Select
              options={marks}
              selectedOption={marks.find((one) => one.value === common.colour) ?? null}
              onChange={({ detail }) =>
                change({ colour: COLOURS.find((one) => one.value === detail.selectedOption.value)?.value ?? "blue" })
              }
            />
          </SpaceBetween>
        </FormField>
      </div>
      <ExpandableSection headerText="More: assumed roles, MFA, endpoint" defaultExpanded={common.roles.length > 0}>
        <SpaceBetween size="m">
          <Roles roles={common.roles} error={error} change={(roles) => change({ roles })} />
          <FormField
            label={
              <>
                Endpoint <i>- optional</i>
              </>
            }
            constraintText="Asked instead of AWS: an emulator, like http://127.0.0.1:4566."
            errorText={errorOf(error, "endpoint")}
          >
            <Input
              value={common.endpoint}
              placeholder="http://127.0.0.1:4566"
              spellcheck={false}
              onChange={({ detail }) => change({ endpoint: detail.value })}
            />
          </FormField>
        </SpaceBetween>
      </ExpandableSection>
    </SpaceBetween>
  );
}

interface RolesProps {
  roles: RoleText[];
  error: unknown;
  change: (roles: RoleText[]) => void;
}

/** Roles that are assumed one after another behind the way in. */
function Roles({ roles, error, change }: RolesProps) {
  const put = (index: number, part: Partial<RoleText>) =>
    change(roles.map((role, at) => (at === index ? { ...role, ...part } : role)));
  return (
    <SpaceBetween size="m">
      {roles.map((role, index) => (
        <div key={index} className="ac-role" role="group" aria-label={`Assumed role ${index + 1}`}>
          <FormField label={`Assumed role ${index + 1}`} errorText={errorOf(error, `roles[${index}].arn`)}>
            <Input
              value={role.arn}
              placeholder="arn:aws:iam::111122223333:role/Release"
              spellcheck={false}
              onChange={({ detail }) => put(index, { arn: detail.value })}
            />
          </FormField>
          <FormField label="External ID">
            <Input
              value={role.externalId}
              spellcheck={false}
              onChange={({ detail }) => put(index, { externalId: detail.value })}
            />
          </FormField>
          <FormField label="MFA device">
            <Input
              value={role.mfaSerial}
              placeholder="arn:aws:iam::111122223333:mfa/ava"
              spellcheck={false}
              onChange={({ detail }) => put(index, { mfaSerial: detail.value })}
            />
          </FormField>
          <Button
            iconName="remove"
            variant="icon"
            ariaLabel={`Remove assumed role ${index + 1}`}
            onClick={() => change(roles.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      <Button iconName="add-plus" onClick={() => change([...roles, { arn: "", externalId: "", mfaSerial: "" }])}>
        {roles.length === 0 ? "Assume a role" : "Assume a role behind it"}
      </Button>
    </SpaceBetween>
  );
}
