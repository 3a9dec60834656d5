// What every field is called, what it takes and what it decides; the form, the help panel and the list of
// errors say the same.
import { pattern } from "./paths";
import { STEPS, stepOf } from "./step-list";

export interface Words {
  label: string;
  /** What it takes, under the field. */
  constraint?: string;
  /** Shown in the empty field. */
  example?: string;
  /** What it decides and what to consider, in the help panel. */
  help: string;
}

export const WORDS: Record<string, Words> = {
  version: { label: "Version of the file", help: "The format of the environment file." },
  name: {
    label: "Name",
    constraint: "1 to 20 lower-case letters, digits and single hyphens, beginning with a letter",
    example: "staging",
    help: "Part of every resource's name and of the tag Environment. It cannot be changed after the launch.",
  },
  kind: {
    label: "Kind",
    help: "Fills every other field with what has proved itself for this kind. Name, region, owner, tags and repositories stay as they are.",
  },
  region: {
    label: "Region",
    help: "Where everything is made. Prices differ by region; zones follow the region. It cannot be changed after the launch.",
  },
  owner: {
    label: "Owner",
    constraint: "A team or an address that answers for it",
    example: "platform-team@example.com",
    help: "Becomes the tag Owner on everything that can carry tags, so that costs find somebody who can explain them.",
  },
  "network.cidr": {
    label: "Range of the VPC",
    constraint: "/16 to /24, within 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16",
    example: "10.20.0.0/16",
    help: "Private addresses that no network uses which you want to connect to this one. EKS gives every pod an address of its own: a /20 or larger is comfortable. It cannot be changed after the launch.",
  },
  "network.zones": {
    label: "Zones",
    help: "Two availability zones: data centres that fail independently of each other.",
  },
  "network.zones[]": {
    label: "Zone",
    help: "Two availability zones: data centres that fail independently of each other. Nodes, search and NAT gateways stand in these.",
  },
  "network.nat": {
    label: "NAT gateways",
    help: "The way from private subnets to the internet, for images and calls to outside services. With a single one the loss of its zone cuts every node off, and traffic from the other zone pays for crossing.",
  },
  "network.private_gateway": {
    label: "Virtual private gateway",
    help: "The VPC's end of a VPN or Direct Connect to an office or studio. The connection itself is made by your network team, and billed apart.",
  },
  "network.route_propagation": {
    label: "Learn routes from the gateway",
    help: "Private route tables take over the routes that the other side announces, so that nobody keeps them by hand.",
  },
  "network.flow_log_retention_days": {
    label: "Keep flow logs (days)",
    help: "Who spoke to whom, for investigating incidents. Older entries are deleted by CloudWatch Logs.",
  },
  "cluster.version": {
    label: "Kubernetes version",
    help: "EKS supports a version for 14 months at $0.10 an hour, then for 12 more at $0.60 an hour, then upgrades it by force. One minor version at a time can be climbed.",
  },
  "cluster.endpoint_access": {
    label: "API endpoint",
    help: "Who reaches the Kubernetes API. Private: only from inside of the VPC. Public and private: also from the ranges that you name. The software of this environment is installed from inside either way.",
  },
  "cluster.public_access_cidrs": {
    label: "Ranges that may reach the endpoint",
    constraint: "Up to 40 public IPv4 ranges; one address is a /32",
    example: "203.0.113.0/24",
    help: "The public addresses behind which your people sit. Without any, AWS would open the endpoint to everybody.",
  },
  "cluster.admins": {
    label: "Admins",
    constraint: "ARNs of IAM roles or users; of a session, name its role",
    example: "arn:aws:iam::123456789012:role/Admins",
    help: "Who administers the cluster with kubectl. Each becomes an EKS access entry with AmazonEKSClusterAdminPolicy.",
  },
  "cluster.deletion_protection": {
    label: "Deletion protection",
    help: "EKS refuses to delete the cluster while this is on. A teardown from here clears it first, after asking for the name.",
  },
  "node_groups[].name": {
    label: "Name",
    constraint: "1 to 30 lower-case letters, digits and single hyphens",
    example: "general",
    help: "Part of the names of its resources.",
  },
  "node_groups[].mode": {
    label: "Upgrades",
    help: "Managed: EKS drains and replaces nodes when you upgrade. Own Auto Scaling group: you choose when, with a launch template and join role of its own, and scaling on CPU.",
  },
  "node_groups[].architecture": {
    label: "Architecture",
    help: "ARM (Graviton) does about the same work for a fifth less; images must be built for it. The pipelines build for the architectures of all groups, since a pod may land on any.",
  },
  "node_groups[].capacity_type": {
    label: "Capacity",
    help: "Spot nodes cost less, but AWS may take them back with two minutes' notice. Their price changes by the hour, so they are shown as unpriced.",
  },
  "node_groups[].instance_types": {
    label: "Instance types",
    constraint: "Up to 20 of one architecture, most wanted first",
    example: "Add an instance type",
    help: "Several types let AWS choose where it has capacity, which matters most for spot. The estimate takes the first.",
  },
  "node_groups[].min_size": {
    label: "Fewest",
    help: "The autoscaler never goes below. Two or more survive the loss of a node.",
  },
  "node_groups[].desired_size": {
    label: "At the start",
    help: "With how many nodes the group begins, and what the estimate counts. Afterwards the autoscaler decides.",
  },
  "node_groups[].max_size": {
    label: "Most",
    help: "The autoscaler never goes above: this bounds what the group can cost.",
  },
  "node_groups[].disk_gib": {
    label: "Disk",
    constraint: "20 to 16,384",
    help: "The encrypted gp3 root volume of each node: images, logs and what pods write.",
  },
  "search.engine_version": { label: "Engine", help: "OpenSearch's version. It can be raised later, never lowered." },
  "search.instance_type": {
    label: "Instance type",
    help: "Memory decides how much of the index is searched without reading the disk. t3 types suit development alone.",
  },
  "search.instance_count": {
    label: "Data nodes",
    constraint: "1 to 80, even with both zones",
    help: "More nodes answer more searches at once and hold copies of the index.",
  },
  "search.zone_awareness": {
    label: "Spread over both zones",
    help: "Copies of the index in both zones: search survives the loss of one. It needs an even number of data nodes.",
  },
  "search.volume_gib": {
    label: "Volume of each",
    help: "The encrypted gp3 volume of each data node. Keep a quarter of it free for merges.",
  },
  "repositories[].repository": {
    label: "GitHub repository",
    constraint: "owner/name, as in the address on GitHub",
    example: "array-alliance/crew-web",
    help: "Connected once for the whole environment, by hand, after the launch.",
  },
  "repositories[].branches": {
    label: "Branches",
    constraint: "One pipeline each; slashes are fine",
    example: "main",
    help: "A commit to a branch starts its pipeline: Source, Build, Deploy. Taking a branch out deletes its pipeline and nothing else.",
  },
  "repositories[].dockerfile": {
    label: "Dockerfile",
    constraint: "Path within the repository",
    example: "Dockerfile",
    help: "What CodeBuild builds the image from.",
  },
  "repositories[].deploy": {
    label: "Deploy by",
    help: "Manifests are applied as they stand; a Helm chart is installed as a release.",
  },
  "repositories[].deploy_path": {
    label: "Manifests or chart",
    constraint: "File or folder within the repository",
    example: "k8s",
    help: "What the Deploy stage applies.",
  },
  "repositories[].namespace": {
    label: "Namespace",
    constraint: "Lower-case letters, digits and hyphens",
    example: "array-crew",
    help: "The Kubernetes namespace that is deployed into.",
  },
  "repositories[].approval": {
    label: "A person approves each deployment",
    help: "The pipeline waits before Deploy until somebody approves, for at most seven days. Waiting counts into the lead time.",
  },
  "notifications.slack": {
    label: "Slack",
    help: "Stage changes of every pipeline as messages that people can read. The webhook's address is a secret: it is put into Secrets Manager after the launch, never into this file.",
  },
  "notifications.slack_channel": {
    label: "Channel",
    example: "#array-deployments",
    help: "Says to people where the messages go; the webhook itself decides that, and AWS never gets to know this name.",
  },
  "notifications.project_manager_email": {
    label: "Project manager's e-mail",
    constraint: "AWS asks the address to confirm once",
    example: "project-manager@example.com",
    help: "Told of failures and of the budget. Until the address confirms, nothing arrives.",
  },
  "monitoring.alarms": {
    label: "Alarms",
    help: "CloudWatch alarms on cluster, nodes, NAT, search, functions and pipelines. Each tells when it begins and when it is over.",
  },
  "monitoring.pagerduty": {
    label: "PagerDuty",
    help: "Alarms wake whoever is on call. The integration's address must be in Secrets Manager before the launch.",
  },
  "monitoring.datadog": {
    label: "Datadog",
    help: "Installs the agent and the role that Datadog reads with. Its keys must be in Secrets Manager before the launch; Datadog bills apart.",
  },
  "monitoring.datadog_site": { label: "Datadog's site", help: "Where your Datadog account lives, as in its address." },
  "monitoring.log_retention_days": {
    label: "Keep logs (days)",
    help: "Logs of control plane, functions and builds. Older entries are deleted by CloudWatch Logs.",
  },
  "budget.monthly_usd": {
    label: "A month",
    constraint: "Whole US dollars; 0 for no budget",
    help: "AWS tells the project manager when spending nears it, and when the forecast goes beyond it. It stops nothing.",
  },
  "budget.alert_percent": { label: "Tell somebody at", constraint: "1 to 100", help: "Percent of the budget." },
  tags: {
    label: "Cost allocation tags",
    constraint: "Up to 42; keys must not begin with aws:",
    help: "Set on everything that can carry tags, beside Environment, Component, Owner and ManagedBy. They must be switched on once in AWS's billing console to appear in costs.",
  },
};

/** The words of a field; of a list's entry those of the list. */
export function wordsOf(path: string): Words {
  const known = pattern(path);
  return (
    WORDS[known] ??
    WORDS[known.replace(/\[\]$/, "")] ??
    (known.startsWith("tags") ? WORDS.tags : undefined) ?? { label: path, help: "" }
  );
}

/** `Cluster and nodes, group 2: At the start`, for those who never saw the file. */
export function nameOf(path: string): string {
  if (path === "") return "Environment file";
  const entry = /\[(\d+)\]/.exec(path)?.[1];
  const which =
    entry === undefined
      ? ""
      : path.startsWith("node_groups")
        ? `, group ${Number(entry) + 1}`
        : path.startsWith("repositories")
          ? `, repository ${Number(entry) + 1}`
          : "";
  const { label } = wordsOf(path);
  return `${STEPS[stepOf(path)]?.title}${which}: ${label === path ? "all of it" : label}`;
}
