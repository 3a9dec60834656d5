import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { Note } from "../../components/Note";
import { TemplateDiff } from "./TemplateDiff";
import { useForm } from "./form";

/** Everything once more, what to look at, and the template that follows from it. */
export function ReviewStep({ focus }: { focus: (field: string) => void }) {
  const { file, problems } = useForm();
  const warnings = problems.filter((problem) => problem.severity === "warning");
  const pipelines = file.repositories.reduce((sum, one) => sum + one.branches.length, 0);
  const part = (title: string, field: string, items: { label: string; value: string }[]) => (
    <Container key={title} header={<Header variant="h3" headingTagOverride="h2" actions={<Button onClick={() => focus(field)} ariaLabel={`Edit ${title}`}>Edit</Button>}>{title}</Header>}>
      <KeyValuePairs columns={4} items={items} />
    </Container>
  );
  return (
    <SpaceBetween size="l">
      {warnings.length > 0 && (
        <Container header={<Header variant="h3" headingTagOverride="h2" counter={`(${warnings.length})`}>To look at before a launch</Header>}>
          {warnings.map((problem) => (
            <div key={problem.field + problem.code}>
              <Note type="warning">{problem.message} {problem.hint}</Note>{" "}
              <Button variant="inline-link" onClick={() => focus(problem.field)}>Change</Button>
            </div>
          ))}
        </Container>
      )}
      {part("Purpose", "name", [
        { label: "Name", value: file.name }, { label: "Kind", value: file.kind }, { label: "Region", value: file.region }, { label: "Owner", value: file.owner },
      ])}
      {part("Network", "network.cidr", [
        { label: "Range", value: file.network.cidr }, { label: "Zones", value: file.network.zones.join(", ") },
        { label: "NAT", value: file.network.nat === "single" ? "one for both zones" : "one for each zone" }, { label: "Private gateway", value: file.network.private_gateway ? "yes" : "no" },
      ])}
      {part("Cluster and nodes", "cluster.version", [
        { label: "Kubernetes", value: file.cluster.version }, { label: "API endpoint", value: file.cluster.endpoint_access },
        ...file.node_groups.map((group) => ({ label: `Nodes ${group.name}`, value: `${group.min_size} to ${group.max_size} × ${group.instance_types.join(", ")}` })),
      ])}
      {part("Search", "search.instance_type", [
        { label: "Engine", value: file.search.engine_version.replace("_", " ") }, { label: "Nodes", value: `${file.search.instance_count} × ${file.search.instance_type}` }, { label: "Volume", value: `${file.search.volume_gib} GiB each` },
      ])}
      {part("Pipelines", "repositories", [
        { label: "Repositories", value: file.repositories.map((one) => one.repository).join(", ") || "none" }, { label: "Pipelines", value: String(pipelines) },
      ])}
      {part("People and money", "notifications.project_manager_email", [
        { label: "Project manager", value: file.notifications.project_manager_email }, { label: "Slack", value: file.notifications.slack ? file.notifications.slack_channel : "off" },
        { label: "PagerDuty", value: file.monitoring.pagerduty ? "on" : "off" }, { label: "Budget", value: file.budget.monthly_usd === 0 ? "none" : `$${file.budget.monthly_usd} a month` },
      ])}
      <TemplateDiff />
    </SpaceBetween>
  );
}
