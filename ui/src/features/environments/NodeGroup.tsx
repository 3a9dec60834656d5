import Button from "@cloudscape-design/components/button";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { money } from "../../components/format";
import type { Catalogue, EnvironmentFile } from "../../ipc/client";
import { ChoiceField, ListField, NumberField, TextField } from "./fields";
import { useForm } from "./form";
import { counterpart, machineChoice, monthlyMicros } from "./prices";

type Group = EnvironmentFile["node_groups"][number];

export function NodeGroup({ index, catalogue }: { index: number; catalogue: Catalogue }) {
  const { file, change } = useForm();
  const group = file.node_groups[index];
  if (!group) return null;
  const path = `node_groups[${index}]`;
  const last = file.node_groups.length === 1;
  const architecture = (value: string) =>
    change((copy) => {
      const one = copy.node_groups[index];
      if (!one) return;
      one.architecture = value as Group["architecture"];
      // Types of the other architecture would be wrong at once: their counterparts take their places.
      one.instance_types = one.instance_types.map(
        (name) => counterpart(catalogue.instanceTypes, name, value, copy.region) ?? name,
      );
    });
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={sizeWords(group, catalogue, file.region)}
          actions={
            <Button
              disabled={last}
              disabledReason="A cluster needs one node group."
              ariaLabel={`Remove node group ${group.name}`}
              onClick={() =>
                change((copy) => {
                  copy.node_groups.splice(index, 1);
                })
              }
            >
              Remove
            </Button>
          }
        >
          Node group {group.name}
        </Header>
      }
    >
      <SpaceBetween size="l">
        <ColumnLayout columns={2}>
          <TextField path={`${path}.name`} />
          <ChoiceField
            path={`${path}.mode`}
            choices={[
              { value: "managed", label: "Managed by EKS", description: "EKS drains and replaces nodes" },
              { value: "self-managed", label: "Own Auto Scaling group", description: "You replace nodes yourself" },
            ]}
          />
          <ChoiceField
            path={`${path}.architecture`}
            chosen={architecture}
            choices={[
              { value: "arm64", label: "ARM (Graviton)" },
              { value: "x86_64", label: "x86" },
            ]}
          />
          <ChoiceField
            path={`${path}.capacity_type`}
            choices={[
              { value: "on-demand", label: "On demand" },
              { value: "spot", label: "Spot", description: "Cheaper; taken back at two minutes' notice" },
            ]}
          />
        </ColumnLayout>
        <ListField
          path={`${path}.instance_types`}
          choices={catalogue.instanceTypes
            .filter((type) => type.architecture === group.architecture)
            .map((type) => machineChoice(type, file.region, type.architecture === "arm64" ? ", ARM" : ", x86"))}
        />
        <ColumnLayout columns={4} minColumnWidth={110}>
          <NumberField path={`${path}.min_size`} unit="nodes" />
          <NumberField path={`${path}.desired_size`} unit="nodes" />
          <NumberField path={`${path}.max_size`} unit="nodes" />
          <NumberField path={`${path}.disk_gib`} unit="GiB" />
        </ColumnLayout>
      </SpaceBetween>
    </Container>
  );
}

/** What the group offers and costs at its least, at the start and at its most. */
function sizeWords(group: Group, catalogue: Catalogue, region: string): string {
  const type = catalogue.instanceTypes.find((one) => one.name === group.instance_types[0]);
  if (!type) return "Choose an instance type.";
  const size = `${group.desired_size * type.vcpu} vCPU and ${group.desired_size * type.memoryGib} GiB at the start`;
  const price = monthlyMicros(type.prices, region);
  if (group.capacity_type === "spot") return `${size}. Spot prices move: unpriced.`;
  if (price === null) return `${size}. ${type.name} is unpriced in ${region}.`;
  return `${size}. Instances cost ${money(price * group.min_size)} to ${money(price * group.max_size)} a month.`;
}
