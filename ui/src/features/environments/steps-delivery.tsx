import Button from "@cloudscape-design/components/button";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import AttributeEditor from "@cloudscape-design/components/attribute-editor";
import Input from "@cloudscape-design/components/input";
import { shell, type Catalogue, type EnvironmentFile } from "../../ipc/client";
import { ChoiceField, Field, ListField, NumberField, TextField, ToggleField, fieldId, useForm } from "./form";

interface StepProps {
  catalogue: Catalogue;
}

const KINDS = [
  { value: "development", label: "Development", description: "Small and cheap; one zone of search, no approvals." },
  { value: "staging", label: "Staging", description: "As production in shape, smaller in size." },
  { value: "production", label: "Production", description: "Survives the loss of a zone, asks before it deploys, wakes PagerDuty." },
];

export function PurposeStep({ catalogue, replace }: StepProps & { replace: (file: EnvironmentFile) => void }) {
  const { file } = useForm();
  return (
    <Container header={<Header variant="h2" description="The kind fills everything else; every later step can change it.">Purpose</Header>}>
      <SpaceBetween size="l">
        <TextField path="name" label="Name" constraint="1 to 20 lower-case letters, digits and hyphens; part of every resource's name" placeholder="staging" get={(file) => file.name} put={(file, value) => { file.name = value; }} />
        <Field path="kind" label="Kind">
          <RadioGroup controlId={fieldId("kind")} items={KINDS} value={file.kind} onChange={({ detail }) => void shell.environmentPreset(file, detail.value as EnvironmentFile["kind"]).then(replace)} />
        </Field>
        <ColumnLayout columns={2}>
          <ChoiceField path="region" label="Region" searchable choices={catalogue.regions.map((region) => ({ value: region.code, label: region.name, description: region.code }))} get={(file) => file.region}
            put={(file, value) => {
              file.region = value;
              file.network.zones = catalogue.regions.find((region) => region.code === value)?.zones.slice(0, 2) ?? file.network.zones;
            }} />
          <TextField path="owner" label="Owner" constraint="A team or address that answers for it; becomes a tag" get={(file) => file.owner} put={(file, value) => { file.owner = value; }} />
        </ColumnLayout>
      </SpaceBetween>
    </Container>
  );
}

export function RepositoriesStep() {
  const { file, change } = useForm();
  return (
    <SpaceBetween size="l">
      {file.repositories.map((_, index) => <Repository key={index} index={index} />)}
      <Button iconName="add-plus" onClick={() => change((file) => {
        file.repositories.push({ repository: "", branches: ["main"], dockerfile: "Dockerfile", deploy: "manifests", deploy_path: "k8s", namespace: "array-crew", approval: file.kind === "production" });
      })}>Add repository</Button>
    </SpaceBetween>
  );
}

function Repository({ index }: { index: number }) {
  const { file, change } = useForm();
  const entry = file.repositories[index];
  if (!entry) return null;
  type Entry = EnvironmentFile["repositories"][number];
  const at = <K extends keyof Entry>(key: K) => ({
    path: `repositories[${index}].${key}`,
    get: (file: EnvironmentFile) => file.repositories[index]?.[key] as Entry[K],
    put: (file: EnvironmentFile, value: Entry[K]) => { const one = file.repositories[index]; if (one) one[key] = value; },
  });
  return (
    <Container header={<Header variant="h2" actions={<Button onClick={() => change((file) => { file.repositories.splice(index, 1); })}>Remove</Button>}>{entry.repository || "New repository"}</Header>}>
      <SpaceBetween size="l">
        <ColumnLayout columns={2}>
          <TextField label="GitHub repository" placeholder="owner/name" {...at("repository")} />
          <ListField label="Branches" description="One pipeline for each." placeholder="main, then Enter" {...at("branches")} />
          <TextField label="Dockerfile" {...at("dockerfile")} />
          <ChoiceField label="Deploy by" path={`repositories[${index}].deploy`} choices={[{ value: "manifests", label: "Kubernetes manifests" }, { value: "helm", label: "Helm chart" }]} get={at("deploy").get} put={(file, value) => at("deploy").put(file, value as Entry["deploy"])} />
          <TextField label={entry.deploy === "helm" ? "Folder of the chart" : "Manifests"} {...at("deploy_path")} />
          <TextField label="Namespace" {...at("namespace")} />
        </ColumnLayout>
        <ToggleField label="A person approves each deployment" {...at("approval")} />
      </SpaceBetween>
    </Container>
  );
}

export function PeopleStep({ catalogue }: StepProps) {
  const { file } = useForm();
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">Notifications</Header>}>
        <ColumnLayout columns={2}>
          <ToggleField path="notifications.slack" label="Slack" description="The webhook is a secret; it is never part of this file." get={(file) => file.notifications.slack} put={(file, value) => { file.notifications.slack = value; }} />
          <TextField path="notifications.slack_channel" label="Channel" placeholder="#deployments" get={(file) => file.notifications.slack_channel} put={(file, value) => { file.notifications.slack_channel = value; }} />
          <TextField path="notifications.project_manager_email" label="Project manager's e-mail" constraint="AWS asks the address to confirm once" get={(file) => file.notifications.project_manager_email} put={(file, value) => { file.notifications.project_manager_email = value; }} />
        </ColumnLayout>
      </Container>
      <Container header={<Header variant="h2">Monitoring</Header>}>
        <ColumnLayout columns={2}>
          <ToggleField path="monitoring.alarms" label="Alarms" get={(file) => file.monitoring.alarms} put={(file, value) => { file.monitoring.alarms = value; if (!value) file.monitoring.pagerduty = false; }} />
          <ToggleField path="monitoring.pagerduty" label="PagerDuty" get={(file) => file.monitoring.pagerduty} put={(file, value) => { file.monitoring.pagerduty = value; }} />
          <ToggleField path="monitoring.datadog" label="Datadog" get={(file) => file.monitoring.datadog} put={(file, value) => { file.monitoring.datadog = value; }} />
          {file.monitoring.datadog && <ChoiceField path="monitoring.datadog_site" label="Datadog's site" choices={catalogue.datadogSites.map((value) => ({ value }))} get={(file) => file.monitoring.datadog_site} put={(file, value) => { file.monitoring.datadog_site = value; }} />}
          <ChoiceField path="monitoring.log_retention_days" label="Keep logs (days)" choices={catalogue.logRetentionDays.map((days) => ({ value: String(days) }))} get={(file) => String(file.monitoring.log_retention_days)} put={(file, value) => { file.monitoring.log_retention_days = Number(value); }} />
        </ColumnLayout>
      </Container>
    </SpaceBetween>
  );
}

export function BudgetStep() {
  const { file, change } = useForm();
  const tags = Object.entries(file.tags).map(([key, value]) => ({ key, value: value ?? "" }));
  const put = (rows: { key: string; value: string }[]) => change((file) => { file.tags = Object.fromEntries(rows.map((row) => [row.key, row.value])); });
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">Budget</Header>}>
        <ColumnLayout columns={2}>
          <NumberField path="budget.monthly_usd" label="A month" unit="US dollars, 0 for none" get={(file) => file.budget.monthly_usd} put={(file, value) => { file.budget.monthly_usd = value; }} />
          <NumberField path="budget.alert_percent" label="Tell somebody at" unit="percent" get={(file) => file.budget.alert_percent} put={(file, value) => { file.budget.alert_percent = value; }} />
        </ColumnLayout>
      </Container>
      <Container header={<Header variant="h2" description="Environment, Component, Owner and ManagedBy are set by themselves.">Tags</Header>}>
        <Field path="tags" label="Cost allocation tags">
          <AttributeEditor items={tags} addButtonText="Add tag" removeButtonText="Remove" empty="No further tag."
            onAddButtonClick={() => put([...tags, { key: "", value: "" }])}
            onRemoveButtonClick={({ detail }) => put(tags.filter((_, index) => index !== detail.itemIndex))}
            definition={[
              { label: "Key", control: (row, index) => <Input ariaLabel="Key" value={row.key} onChange={({ detail }) => put(tags.map((tag, at) => (at === index ? { ...tag, key: detail.value } : tag)))} /> },
              { label: "Value", control: (row, index) => <Input ariaLabel="Value" value={row.value} onChange={({ detail }) => put(tags.map((tag, at) => (at === index ? { ...tag, value: detail.value } : tag)))} /> },
            ]} />
        </Field>
      </Container>
    </SpaceBetween>
  );
}
