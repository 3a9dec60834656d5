//! Presets: every kind fills every field, so that a new file is complete and valid as it stands.

use std::collections::BTreeMap;

use super::{
    Architecture, BudgetSection, CapacityType, ClusterSection, DeployMethod, EndpointAccess,
    EnvironmentFile, EnvironmentKind, FILE_VERSION, MonitoringSection, NatMode, NetworkSection,
    NodeGroupMode, NodeGroupSection, NotificationsSection, RepositorySection, SearchSection,
};

/// Values that a preset carries only as examples; a real launch should have its own.
pub const PLACEHOLDERS: &[&str] = &[
    "array-alliance/crew-web",
    "array-alliance/crew-api",
    "project-manager@example.com",
    "platform-team@example.com",
    "arn:aws:iam::000000000000:role/ArrayCrewAdmins",
    "203.0.113.0/24",
];

impl EnvironmentFile {
    /// The preset of a kind.
    pub fn preset(name: &str, kind: EnvironmentKind) -> Self {
        let production = kind == EnvironmentKind::Production;
        let development = kind == EnvironmentKind::Development;
        Self {
            version: FILE_VERSION,
            name: name.to_owned(),
            kind,
            region: "us-east-1".to_owned(),
            owner: "platform-team@example.com".to_owned(),
            tags: BTreeMap::from([("CostCenter".to_owned(), "array-crew".to_owned())]),
            network: NetworkSection {
                cidr: match kind {
                    EnvironmentKind::Development => "10.30.0.0/16",
                    EnvironmentKind::Staging => "10.20.0.0/16",
                    EnvironmentKind::Production => "10.10.0.0/16",
                }
                .to_owned(),
                zones: vec!["us-east-1a".to_owned(), "us-east-1b".to_owned()],
                nat: if production {
                    NatMode::PerZone
                } else {
                    NatMode::Single
                },
                private_gateway: false,
                route_propagation: false,
                flow_log_retention_days: if production { 90 } else { 14 },
            },
            cluster: ClusterSection {
                version: "1.36".to_owned(),
                endpoint_access: if production {
                    EndpointAccess::Private
                } else {
                    EndpointAccess::PublicAndPrivate
                },
                public_access_cidrs: if production {
                    Vec::new()
                } else {
                    vec!["203.0.113.0/24".to_owned()]
                },
                admins: vec!["arn:aws:iam::000000000000:role/ArrayCrewAdmins".to_owned()],
                deletion_protection: production,
            },
            node_groups: vec![general(kind)],
            search: SearchSection {
                engine_version: "OpenSearch_3.5".to_owned(),
                instance_type: match kind {
                    EnvironmentKind::Development => "t3.medium.search",
                    EnvironmentKind::Staging => "m7g.large.search",
                    EnvironmentKind::Production => "r7g.large.search",
                }
                .to_owned(),
                instance_count: if development { 1 } else { 2 },
                zone_awareness: !development,
                volume_gib: if production { 100 } else { 20 },
            },
            repositories: vec![
                repository("array-alliance/crew-web", &["main"], production),
                repository("array-alliance/crew-api", &["main"], production),
            ],
            notifications: NotificationsSection {
                slack: true,
                slack_channel: "#array-deployments".to_owned(),
                project_manager_email: "project-manager@example.com".to_owned(),
            },
            monitoring: MonitoringSection {
                alarms: true,
                pagerduty: production,
                datadog: production,
                datadog_site: "datadoghq.com".to_owned(),
                log_retention_days: if production { 90 } else { 30 },
            },
            budget: BudgetSection {
                monthly_usd: match kind {
                    EnvironmentKind::Development => 400,
                    EnvironmentKind::Staging => 800,
                    EnvironmentKind::Production => 1_500,
                },
                alert_percent: 80,
            },
        }
    }

    /// The same environment filled anew from another kind's preset; name, region, owner, tags and
    /// repositories stay.
    #[must_use]
    pub fn refill(&self, kind: EnvironmentKind) -> Self {
        let preset = Self::preset(&self.name, kind);
        Self {
            region: self.region.clone(),
            owner: self.owner.clone(),
            tags: self.tags.clone(),
            network: NetworkSection {
                zones: self.network.zones.clone(),
                ..preset.network
            },
            repositories: self
                .repositories
                .iter()
                .map(|repository| RepositorySection {
                    approval: kind == EnvironmentKind::Production,
                    ..repository.clone()
                })
                .collect(),
            ..preset
        }
    }
}

/// The preset of every kind, and the largest: what tests that hold for all of them go through.
pub fn every_preset() -> Vec<EnvironmentFile> {
    let presets = EnvironmentKind::ALL
        .iter()
        .map(|kind| EnvironmentFile::preset("crew", *kind));
    presets.chain([largest_preset()]).collect()
}

/// The largest environment that snapshots and benchmarks use: three node groups, six repositories
/// with two branches each.
pub fn largest_preset() -> EnvironmentFile {
    let mut file = EnvironmentFile::preset("largest", EnvironmentKind::Production);
    file.network.private_gateway = true;
    file.network.route_propagation = true;
    file.node_groups.push(NodeGroupSection {
        name: "batch".to_owned(),
        mode: NodeGroupMode::SelfManaged,
        architecture: Architecture::Arm64,
        instance_types: vec!["c7g.xlarge".to_owned(), "c6g.xlarge".to_owned()],
        capacity_type: CapacityType::Spot,
        min_size: 1,
        desired_size: 2,
        max_size: 10,
        disk_gib: 80,
    });
    file.node_groups.push(NodeGroupSection {
        name: "web".to_owned(),
        mode: NodeGroupMode::Managed,
        architecture: Architecture::X86_64,
        instance_types: vec!["m6i.large".to_owned()],
        capacity_type: CapacityType::OnDemand,
        min_size: 2,
        desired_size: 2,
        max_size: 8,
        disk_gib: 50,
    });
    file.repositories = ["web", "api", "search", "mail", "media", "admin"]
        .iter()
        .enumerate()
        .map(|(index, name)| {
            let mut repository = repository(
                &format!("array-alliance/crew-{name}"),
                &["main", "release/2026-11"],
                true,
            );
            if index % 2 == 1 {
                repository.deploy = DeployMethod::Helm;
                repository.deploy_path = "chart".to_owned();
            }
            repository
        })
        .collect();
    file
}

fn general(kind: EnvironmentKind) -> NodeGroupSection {
    let (instance, min, desired, max) = match kind {
        EnvironmentKind::Development => ("t4g.large", 1, 2, 3),
        EnvironmentKind::Staging => ("m7g.large", 2, 2, 4),
        EnvironmentKind::Production => ("m7g.xlarge", 3, 3, 9),
    };
    NodeGroupSection {
        name: "general".to_owned(),
        mode: NodeGroupMode::Managed,
        architecture: Architecture::Arm64,
        instance_types: vec![instance.to_owned()],
        capacity_type: CapacityType::OnDemand,
        min_size: min,
        desired_size: desired,
        max_size: max,
        disk_gib: 50,
    }
}

fn repository(name: &str, branches: &[&str], approval: bool) -> RepositorySection {
    RepositorySection {
        repository: name.to_owned(),
        branches: branches.iter().map(|branch| (*branch).to_owned()).collect(),
        dockerfile: "Dockerfile".to_owned(),
        deploy: DeployMethod::Manifests,
        deploy_path: "k8s".to_owned(),
        namespace: "array-crew".to_owned(),
        approval,
    }
}
