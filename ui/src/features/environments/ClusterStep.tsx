import Button from "@cloudscape-design/components/button";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { date } from "../../components/format";
import type { Catalogue, EnvironmentFile } from "../../ipc/client";
import { useInfo } from "../../ipc/queries";
import { ChoiceField, ListField, ToggleField, type Choice } from "./fields";
import { useForm } from "./form";
import { NodeGroup } from "./NodeGroup";

export function ClusterStep({ catalogue }: { catalogue: Catalogue }) {
  const { file, change } = useForm();
  const today = useInfo().data?.today;
  const add = () =>
    change((copy) => {
      const last = copy.node_groups.at(-1);
      if (last) copy.node_groups.push({ ...structuredClone(last), name: freeName(copy) });
    });
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">Cluster</Header>}>
        <SpaceBetween size="l">
          <ColumnLayout columns={2}>
            <ChoiceField
              path="cluster.version"
              constraint={`EKS's calendar as of ${date(catalogue.asOf)}`}
              choices={versions(catalogue, today)}
            />
            <ChoiceField
              path="cluster.endpoint_access"
              choices={[
                { value: "private", label: "Private", description: "Only from inside of the VPC" },
                {
                  value: "public-and-private",
                  label: "Public and private",
                  description: "Also from ranges that you name",
                },
                {
                  value: "public",
                  label: "Public",
                  description: "From ranges that you name; nodes go around by the internet",
                },
              ]}
              chosen={(value) =>
                change((copy) => {
                  copy.cluster.endpoint_access = value as EnvironmentFile["cluster"]["endpoint_access"];
                  if (value === "private") copy.cluster.public_access_cidrs = [];
                })
              }
            />
          </ColumnLayout>
          {file.cluster.endpoint_access !== "private" && <ListField path="cluster.public_access_cidrs" />}
          <ListField path="cluster.admins" />
          <ToggleField path="cluster.deletion_protection" />
        </SpaceBetween>
      </Container>
      {file.node_groups.map((_, index) => (
        <NodeGroup key={index} index={index} catalogue={catalogue} />
      ))}
      <Button iconName="add-plus" onClick={add}>
        Add node group
      </Button>
    </SpaceBetween>
  );
}

function freeName(file: EnvironmentFile): string {
  const names = new Set(file.node_groups.map((group) => group.name));
  let number = file.node_groups.length + 1;
  while (names.has(`group-${number}`)) number += 1;
  return `group-${number}`;
}

/** Every version that can still be launched, with the day its support ends and what it costs until then. */
function versions(catalogue: Catalogue, today: string | undefined): Choice[] {
  const days = (until: string) => (today ? Math.round((Date.parse(until) - Date.parse(today)) / 86_400_000) : null);
  const left = (until: string) => {
    const number = days(until);
    return number === null ? "" : `, ${number} ${number === 1 ? "day" : "days"}`;
  };
  return catalogue.eksVersions
    .filter((version) => version.state !== "gone")
    .map((version) => {
      const extended = version.state === "extended";
      return {
        value: version.version,
        label: version.state === "leaving" ? `${version.version} (leaving standard support)` : version.version,
        description: extended
          ? `Extended until ${date(version.extendedUntil)}${left(version.extendedUntil)}`
          : `Standard until ${date(version.standardUntil)}${left(version.standardUntil)}`,
        labelTag: extended ? "$0.60/hour" : "$0.10/hour",
      };
    });
}
