// What Review shows of a file, step by step.
import type { EnvironmentFile } from "../../ipc/client";

export interface Item {
  label: string;
  value: string;
}

const yes = (on: boolean) => (on ? "on" : "off");
const list = (values: string[]) => values.join(", ") || "none";

const ENDPOINT = { private: "private", "public-and-private": "public and private", public: "public" } as const;

export function review(file: EnvironmentFile): { step: number; items: Item[] }[] {
  const { network, cluster, search, notifications, monitoring, budget } = file;
  const groups = file.node_groups.map((group) => ({
    label: `Node group ${group.name}`,
    value: [
      `${group.min_size} to ${group.max_size}, ${group.desired_size} at the start`,
      list(group.instance_types),
      group.capacity_type === "spot" ? "spot" : "on demand",
      `${group.disk_gib} GiB each`,
      group.mode === "managed" ? "managed by EKS" : "own Auto Scaling group",
    ].join("; "),
  }));
  const repositories = file.repositories.map((one) => ({
    label: one.repository || "Repository without a name",
    value: `${list(one.branches)}; ${one.deploy === "helm" ? "Helm chart" : "manifests"} ${one.deploy_path} into ${one.namespace}; ${one.approval ? "approved by a person" : "no approval"}`,
  }));
  return [
    {
      step: 0,
      items: [
        { label: "Name", value: file.name },
        { label: "Kind", value: file.kind },
        { label: "Region", value: file.region },
        { label: "Owner", value: file.owner },
      ],
    },
    {
      step: 1,
      items: [
        { label: "Range of the VPC", value: network.cidr },
        { label: "Zones", value: list(network.zones) },
        { label: "NAT gateways", value: network.nat === "single" ? "one for both zones" : "one for each zone" },
        {
          label: "Virtual private gateway",
          value: network.private_gateway ? `on, routes ${network.route_propagation ? "learned" : "by hand"}` : "off",
        },
        { label: "Flow logs", value: `${network.flow_log_retention_days} days` },
      ],
    },
    {
      step: 2,
      items: [
        { label: "Kubernetes version", value: cluster.version },
        {
          label: "API endpoint",
          value:
            cluster.endpoint_access === "private"
              ? "private"
              : `${ENDPOINT[cluster.endpoint_access]}, from ${list(cluster.public_access_cidrs)}`,
        },
        { label: "Admins", value: list(cluster.admins) },
        { label: "Deletion protection", value: yes(cluster.deletion_protection) },
        ...groups,
      ],
    },
    {
      step: 3,
      items: [
        { label: "Engine", value: search.engine_version.replace("_", " ") },
        {
          label: "Data nodes",
          value: `${search.instance_count} × ${search.instance_type}${search.zone_awareness ? ", over both zones" : ", in one zone"}`,
        },
        { label: "Volumes", value: `${search.volume_gib} GiB each` },
      ],
    },
    { step: 4, items: repositories.length > 0 ? repositories : [{ label: "Repositories", value: "none" }] },
    {
      step: 5,
      items: [
        { label: "Project manager's e-mail", value: notifications.project_manager_email },
        { label: "Slack", value: notifications.slack ? notifications.slack_channel : "off" },
        { label: "Alarms", value: yes(monitoring.alarms) },
        { label: "PagerDuty", value: yes(monitoring.pagerduty) },
        { label: "Datadog", value: monitoring.datadog ? monitoring.datadog_site : "off" },
        { label: "Logs", value: `${monitoring.log_retention_days} days` },
      ],
    },
    {
      step: 6,
      items: [
        {
          label: "Budget",
          value:
            budget.monthly_usd === 0
              ? "none"
              : `$${budget.monthly_usd.toLocaleString("en-US")} a month, told at ${budget.alert_percent}%`,
        },
        { label: "Tags", value: list(Object.entries(file.tags).map(([key, value]) => `${key} = ${value}`)) },
      ],
    },
  ];
}
