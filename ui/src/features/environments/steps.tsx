import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { Catalogue, EnvironmentFile } from "../../ipc/client";
import { addresses, slices } from "./cidr";
import { ChoiceField, ListField, NumberField, TextField, ToggleField, useForm, type Choice } from "./form";

interface StepProps {
  catalogue: Catalogue;
}

/** Price of an hour in the region as dollars a month, where the book has it. */
function monthly(prices: { region: string; hourlyUsd: string }[], region: string): string {
  const price = prices.find((one) => one.region === region);
  return price ? `$${(Number(price.hourlyUsd) * 730).toFixed(2)}/month` : "unpriced here";
}

export function NetworkStep({ catalogue }: StepProps) {
  const { file } = useForm();
  const zones = catalogue.regions.find((region) => region.code === file.region)?.zones ?? [];
  const parts = slices(file.network.cidr);
  const count = addresses(file.network.cidr);
  const zone = (index: number) => (
    <ChoiceField key={index} path={`network.zones[${index}]`} label={`Zone ${index + 1}`} choices={zones.map((value) => ({ value }))}
      get={(file) => file.network.zones[index] ?? ""} put={(file, value) => { file.network.zones[index] = value; }} />
  );
  return (
    <Container header={<Header variant="h2">Network</Header>}>
      <SpaceBetween size="l">
        <TextField path="network.cidr" label="Range of the VPC" description="Private addresses that no other network of yours uses."
          constraint={count === null ? "Like 10.20.0.0/16, from /16 to /24" : `${count.toLocaleString("en-US")} addresses`}
          get={(file) => file.network.cidr} put={(file, value) => { file.network.cidr = value; }} />
        {parts.length > 0 && (
          <div role="img" aria-label={`Six subnets: ${parts.map((part) => `${part.label} ${part.range}`).join(", ")}`} style={{ display: "flex", gap: 2 }}>
            {parts.map((part) => (
              <div key={part.label} title={`${part.addresses.toLocaleString("en-US")} addresses`}
                style={{ flexGrow: part.share === 0.25 ? 2 : 1, flexBasis: 0, padding: "4px 6px", borderRadius: 4, fontSize: 11, lineHeight: "15px", minWidth: 0,
                  background: part.label.startsWith("Public") ? "#0972d322" : part.label.startsWith("Nodes") ? "#03781022" : "#8a3ffc22" }}>
                <div>{part.label}</div>
                <div style={{ overflow: "hidden", textOverflow: "ellipsis" }}>{part.range}</div>
              </div>
            ))}
            <div style={{ flexGrow: 2, flexBasis: 0, padding: "4px 6px", fontSize: 11, border: "1px dashed rgba(127,127,127,.5)", borderRadius: 4 }}>free</div>
          </div>
        )}
        <ColumnLayout columns={2}>{[zone(0), zone(1)]}</ColumnLayout>
        <ChoiceField path="network.nat" label="NAT gateways" description="One for each zone costs $32.85 a month more in us-east-1 and survives the loss of a zone."
          choices={[{ value: "single", label: "One for both zones" }, { value: "per-zone", label: "One for each zone" }]}
          get={(file) => file.network.nat} put={(file, value) => { file.network.nat = value as EnvironmentFile["network"]["nat"]; }} />
        <ColumnLayout columns={2}>
          <ToggleField path="network.private_gateway" label="Virtual private gateway" description="For a VPN or Direct Connect to an office or studio."
            get={(file) => file.network.private_gateway}
            put={(file, value) => { file.network.private_gateway = value; if (!value) file.network.route_propagation = false; }} />
          <ToggleField path="network.route_propagation" label="Learn routes from it"
            get={(file) => file.network.route_propagation} put={(file, value) => { file.network.route_propagation = value; }} />
        </ColumnLayout>
        <ChoiceField path="network.flow_log_retention_days" label="Keep flow logs (days)" choices={catalogue.logRetentionDays.map((days) => ({ value: String(days) }))}
          get={(file) => String(file.network.flow_log_retention_days)} put={(file, value) => { file.network.flow_log_retention_days = Number(value); }} />
      </SpaceBetween>
    </Container>
  );
}

export function ClusterStep({ catalogue }: StepProps) {
  const { file, change } = useForm();
  const versions: Choice[] = catalogue.eksVersions.filter((version) => version.state !== "gone").map((version) => ({
    value: version.version,
    description: version.state === "extended" ? `extended support, $0.60 an hour, until ${version.extendedUntil}` : `standard support until ${version.standardUntil}`,
  }));
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">Cluster</Header>}>
        <SpaceBetween size="l">
          <ColumnLayout columns={2}>
            <ChoiceField path="cluster.version" label="Kubernetes version" description={`Calendar of ${catalogue.asOf}`} choices={versions}
              get={(file) => file.cluster.version} put={(file, value) => { file.cluster.version = value; }} />
            <ChoiceField path="cluster.endpoint_access" label="API endpoint"
              choices={[{ value: "private", label: "Private", description: "only from inside of the VPC" }, { value: "public-and-private", label: "Public and private" }, { value: "public", label: "Public" }]}
              get={(file) => file.cluster.endpoint_access}
              put={(file, value) => { file.cluster.endpoint_access = value as EnvironmentFile["cluster"]["endpoint_access"]; if (value === "private") file.cluster.public_access_cidrs = []; }} />
          </ColumnLayout>
          {file.cluster.endpoint_access !== "private" && (
            <ListField path="cluster.public_access_cidrs" label="Ranges that may reach it" placeholder="203.0.113.0/24, then Enter"
              get={(file) => file.cluster.public_access_cidrs} put={(file, value) => { file.cluster.public_access_cidrs = value; }} />
          )}
          <ListField path="cluster.admins" label="Admins" description="IAM roles or users that administer the cluster." placeholder="arn:aws:iam::123456789012:role/Admins"
            get={(file) => file.cluster.admins} put={(file, value) => { file.cluster.admins = value; }} />
          <ToggleField path="cluster.deletion_protection" label="Deletion protection" get={(file) => file.cluster.deletion_protection} put={(file, value) => { file.cluster.deletion_protection = value; }} />
        </SpaceBetween>
      </Container>
      {file.node_groups.map((_, index) => <NodeGroup key={index} index={index} catalogue={catalogue} />)}
      <Button iconName="add-plus" onClick={() => change((file) => { const last = file.node_groups.at(-1); if (last) file.node_groups.push({ ...structuredClone(last), name: `group-${file.node_groups.length + 1}` }); })}>
        Add node group
      </Button>
    </SpaceBetween>
  );
}

function NodeGroup({ index, catalogue }: { index: number; catalogue: Catalogue }) {
  const { file, change } = useForm();
  const path = `node_groups[${index}]`;
  const group = file.node_groups[index];
  if (!group) return null;
  type Group = EnvironmentFile["node_groups"][number];
  const at = <K extends keyof Group>(key: K) => ({
    path: `${path}.${key}`,
    get: (file: EnvironmentFile) => file.node_groups[index]?.[key] as Group[K],
    put: (file: EnvironmentFile, value: Group[K]) => { const entry = file.node_groups[index]; if (entry) entry[key] = value; },
  });
  const types = catalogue.instanceTypes.filter((kind) => kind.architecture === group.architecture).map((kind) => ({
    value: kind.name,
    description: `${kind.vcpu} vCPU, ${kind.memoryGib} GiB, ${monthly(kind.prices, file.region)}`,
  }));
  return (
    <Container header={<Header variant="h2" actions={file.node_groups.length > 1 && <Button onClick={() => change((file) => { file.node_groups.splice(index, 1); })}>Remove</Button>}>Node group {group.name}</Header>}>
      <SpaceBetween size="l">
        <ColumnLayout columns={2}>
          <TextField label="Name" {...at("name")} />
          <ChoiceField label="Upgrades" path={`${path}.mode`} choices={[{ value: "managed", label: "Managed by EKS" }, { value: "self-managed", label: "Own Auto Scaling group" }]} get={at("mode").get} put={(file, value) => at("mode").put(file, value as Group["mode"])} />
          <ChoiceField label="Architecture" path={`${path}.architecture`} choices={[{ value: "arm64", label: "ARM (Graviton)" }, { value: "x86_64", label: "x86" }]} get={at("architecture").get} put={(file, value) => at("architecture").put(file, value as Group["architecture"])} />
          <ChoiceField label="Capacity" path={`${path}.capacity_type`} choices={[{ value: "on-demand", label: "On demand" }, { value: "spot", label: "Spot", description: "AWS may take nodes back with two minutes' notice" }]} get={at("capacity_type").get} put={(file, value) => at("capacity_type").put(file, value as Group["capacity_type"])} />
        </ColumnLayout>
        <ListField label="Instance types" placeholder="Add an instance type" choices={types} {...at("instance_types")} />
        <ColumnLayout columns={4}>
          <NumberField label="Fewest" unit="nodes" {...at("min_size")} />
          <NumberField label="At the start" unit="nodes" {...at("desired_size")} />
          <NumberField label="Most" unit="nodes" {...at("max_size")} />
          <NumberField label="Disk" unit="GiB" {...at("disk_gib")} />
        </ColumnLayout>
      </SpaceBetween>
    </Container>
  );
}

export function SearchStep({ catalogue }: StepProps) {
  const { file } = useForm();
  const types = catalogue.searchInstanceTypes.map((kind) => ({ value: kind.name, description: `${kind.vcpu} vCPU, ${kind.memoryGib} GiB, ${monthly(kind.prices, file.region)}` }));
  return (
    <Container header={<Header variant="h2" description="The OpenSearch domain that holds the crew index.">Search</Header>}>
      <SpaceBetween size="l">
        <ColumnLayout columns={2}>
          <ChoiceField path="search.engine_version" label="Engine" choices={catalogue.searchVersions.map((value) => ({ value, label: value.replace("_", " ") }))} get={(file) => file.search.engine_version} put={(file, value) => { file.search.engine_version = value; }} />
          <ChoiceField path="search.instance_type" label="Instance type" choices={types} searchable get={(file) => file.search.instance_type} put={(file, value) => { file.search.instance_type = value; }} />
          <NumberField path="search.instance_count" label="Data nodes" get={(file) => file.search.instance_count} put={(file, value) => { file.search.instance_count = value; }} />
          <NumberField path="search.volume_gib" label="Volume of each" unit="GiB" get={(file) => file.search.volume_gib} put={(file, value) => { file.search.volume_gib = value; }} />
        </ColumnLayout>
        <ToggleField path="search.zone_awareness" label="Spread over both zones" description="Survives the loss of a zone; needs an even number of data nodes." get={(file) => file.search.zone_awareness} put={(file, value) => { file.search.zone_awareness = value; }} />
        <Box color="text-body-secondary">Creating a domain takes 15 to 20 minutes; it usually decides how long a launch takes.</Box>
      </SpaceBetween>
    </Container>
  );
}
