//! The environment file as it is written: unvalidated, every field public.
//!
//! The same names stand in the TOML file, in `arrayctl --set key=value`, in a problem's `field`
//! and in what crosses to the window.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The format this build reads and writes.
pub const FILE_VERSION: u32 = 1;

macro_rules! choice {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "specta", derive(specta::Type))]
        pub enum $name { $($(#[$vmeta])* #[serde(rename = $text)] $variant),+ }

        impl $name {
            /// Every choice, in the order a form shows them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word in the file.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = UnknownChoice;
            fn from_str(text: &str) -> Result<Self, UnknownChoice> {
                match text {
                    $($text => Ok(Self::$variant),)+
                    _ => Err(UnknownChoice { given: text.to_owned(), known: &[$($text),+] }),
                }
            }
        }
    };
}

/// A word that is none of a field's choices.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{given}` is none of: {}", known.join(", "))]
pub struct UnknownChoice {
    /// What was written.
    pub given: String,
    /// What may be written.
    pub known: &'static [&'static str],
}

choice! {
    /// What the environment is for; decides every preset.
    EnvironmentKind { Development = "development", Staging = "staging", Production = "production" }
}
choice! {
    /// How private subnets reach the internet.
    NatMode {
        /// One NAT gateway for all zones: cheaper, lost with its zone.
        Single = "single",
        /// One NAT gateway for each zone: survives the loss of a zone.
        PerZone = "per-zone"
    }
}
choice! {
    /// Who may reach the Kubernetes API endpoint.
    EndpointAccess { Private = "private", PublicAndPrivate = "public-and-private", Public = "public" }
}
choice! {
    /// Who replaces and upgrades nodes.
    NodeGroupMode {
        /// An EKS managed node group.
        Managed = "managed",
        /// An Auto Scaling group of our own, with its join role.
        SelfManaged = "self-managed"
    }
}
choice! {
    /// Processor architecture of a node group.
    Architecture { X86_64 = "x86_64", Arm64 = "arm64" }
}
choice! {
    /// How capacity is bought.
    CapacityType { OnDemand = "on-demand", Spot = "spot" }
}
choice! {
    /// How a repository is deployed to the cluster.
    DeployMethod { Manifests = "manifests", Helm = "helm" }
}

/// The whole environment file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct EnvironmentFile {
    /// [`FILE_VERSION`].
    pub version: u32,
    /// Lower-case letters, digits and hyphens; part of every resource name.
    pub name: String,
    pub kind: EnvironmentKind,
    /// AWS region code: `us-east-1`.
    pub region: String,
    /// Team or address that answers for it; becomes the tag `Owner`.
    pub owner: String,
    /// Further cost allocation tags.
    pub tags: BTreeMap<String, String>,
    pub network: NetworkSection,
    pub cluster: ClusterSection,
    pub node_groups: Vec<NodeGroupSection>,
    pub search: SearchSection,
    pub repositories: Vec<RepositorySection>,
    pub notifications: NotificationsSection,
    pub monitoring: MonitoringSection,
    pub budget: BudgetSection,
}

/// The VPC with its two public and four private subnets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct NetworkSection {
    /// IPv4 range of the VPC, /16 to /24.
    pub cidr: String,
    /// Exactly two availability zones of the region.
    pub zones: Vec<String>,
    pub nat: NatMode,
    /// A virtual private gateway for a VPN or Direct Connect.
    pub private_gateway: bool,
    /// Whether the private route tables learn routes from it.
    pub route_propagation: bool,
    /// Days; one of CloudWatch Logs' steps.
    pub flow_log_retention_days: u32,
}

/// The EKS control plane.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ClusterSection {
    /// Kubernetes minor version: `1.36`.
    pub version: String,
    pub endpoint_access: EndpointAccess,
    /// Ranges that may reach a public endpoint.
    pub public_access_cidrs: Vec<String>,
    /// ARNs of IAM roles and users that administer the cluster.
    pub admins: Vec<String>,
    pub deletion_protection: bool,
}

/// One group of nodes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct NodeGroupSection {
    pub name: String,
    pub mode: NodeGroupMode,
    pub architecture: Architecture,
    /// EC2 instance types, most wanted first.
    pub instance_types: Vec<String>,
    pub capacity_type: CapacityType,
    pub min_size: u32,
    pub desired_size: u32,
    pub max_size: u32,
    /// Root volume of each node, GiB (gp3).
    pub disk_gib: u32,
}

/// The OpenSearch domain that holds the crew index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct SearchSection {
    /// `OpenSearch_3.5`.
    pub engine_version: String,
    /// `r7g.large.search`.
    pub instance_type: String,
    pub instance_count: u32,
    /// Data nodes in both zones; needs an even count.
    pub zone_awareness: bool,
    /// EBS volume of each data node, GiB (gp3).
    pub volume_gib: u32,
}

/// One GitHub repository and how it reaches the cluster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct RepositorySection {
    /// `owner/name` on GitHub.
    pub repository: String,
    /// One pipeline for each; slashes are fine.
    pub branches: Vec<String>,
    /// Path of the Dockerfile in the repository.
    pub dockerfile: String,
    pub deploy: DeployMethod,
    /// Manifest files (or a folder of them), or the chart's folder, in the repository.
    pub deploy_path: String,
    /// Kubernetes namespace to deploy into.
    pub namespace: String,
    /// A person approves before the Deploy stage acts.
    pub approval: bool,
}

/// Who is told about pipelines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct NotificationsSection {
    /// Post to Slack; the webhook is a secret and never stands in this file.
    pub slack: bool,
    /// `#deployments`.
    pub slack_channel: String,
    /// Address that is subscribed to the topic.
    pub project_manager_email: String,
}

/// Who is woken, and what is measured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct MonitoringSection {
    pub alarms: bool,
    /// Subscribe PagerDuty; the integration key is a secret.
    pub pagerduty: bool,
    /// Install Datadog; the keys are secrets.
    pub datadog: bool,
    /// `datadoghq.com`, `datadoghq.eu`, ...
    pub datadog_site: String,
    /// Days; one of CloudWatch Logs' steps.
    pub log_retention_days: u32,
}

/// The monthly budget.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct BudgetSection {
    /// Whole US dollars a month; 0 means no budget.
    pub monthly_usd: u32,
    /// Percent of the budget at which the owner is told.
    pub alert_percent: u32,
}
