//! Valid environments of every kind and shape, for property tests.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use ipnet::Ipv4Net;
use proptest::collection::{btree_map, btree_set, vec};
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};

use super::validate::is_branch;
use super::{
    Architecture, BudgetSection, CapacityType, ClusterSection, DeployMethod, EndpointAccess,
    EnvironmentFile, EnvironmentKind, FILE_VERSION, MonitoringSection, NatMode, NetworkSection,
    NodeGroupMode, NodeGroupSection, NotificationsSection, RepositorySection, SearchSection, slug,
};
use crate::catalogue::{
    DATADOG_SITES, Date, EKS_VERSIONS, INSTANCE_TYPES, LOG_RETENTION_DAYS, REGIONS,
    SEARCH_INSTANCE_TYPES, SEARCH_VERSIONS, SupportState,
};

/// The day on which every generated environment is valid.
pub const VALID_ON: Date = Date::new(2026, 11, 24);

/// Any valid environment: every choice, every list from its shortest, values at the edges of what
/// the rules allow. It has no errors on [`VALID_ON`]; warnings it may well have.
pub fn any_valid_environment() -> impl Strategy<Value = EnvironmentFile> {
    let identity = (
        "[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,3}){0,3}",
        select(EnvironmentKind::ALL),
        region_and_zones(),
        "[A-Za-z][A-Za-z0-9 _.:/=+@-]{0,40}",
        tags(),
    );
    let parts = (
        network(),
        cluster(),
        node_groups(),
        search(),
        repositories(),
        notifications(),
        monitoring(),
        budget(),
    );
    (identity, parts).prop_map(
        |(
            (name, kind, (region, zones), owner, tags),
            (
                network,
                cluster,
                node_groups,
                search,
                repositories,
                notifications,
                monitoring,
                budget,
            ),
        )| EnvironmentFile {
            version: FILE_VERSION,
            name,
            kind,
            region,
            owner,
            tags,
            network: NetworkSection { zones, ..network },
            cluster,
            node_groups,
            search,
            repositories,
            notifications,
            monitoring,
            budget,
        },
    )
}

fn region_and_zones() -> impl Strategy<Value = (String, Vec<String>)> {
    select(REGIONS).prop_flat_map(|region| {
        let zones = subsequence(region.zones.to_vec(), 2).prop_shuffle();
        zones.prop_map(|zones| (region.code.to_owned(), texts(zones)))
    })
}

fn tags() -> impl Strategy<Value = BTreeMap<String, String>> {
    // The prefix keeps clear of our own tags and of aws:, the lower case of differing in case only.
    btree_map(
        "x[a-z0-9 _.:/=+@-]{0,30}",
        "[A-Za-zäß0-9_.:/=+@-][A-Za-z0-9 ]{0,60}",
        0..10,
    )
}

/// The zones are filled in by the caller, which knows the region.
fn network() -> impl Strategy<Value = NetworkSection> {
    let base = select(vec![
        Ipv4Addr::new(10, 0, 0, 0),
        Ipv4Addr::new(10, 100, 0, 0),
        Ipv4Addr::new(172, 20, 0, 0),
        Ipv4Addr::new(192, 168, 0, 0),
        Ipv4Addr::new(100, 64, 0, 0),
    ]);
    let cidr = (base, 16..=24_u8, any::<u16>()).prop_map(|(base, prefix, low)| {
        range(u32::from(base) + u32::from(low), prefix).to_string()
    });
    (
        cidr,
        select(NatMode::ALL),
        any::<bool>(),
        any::<bool>(),
        retention(),
    )
        .prop_map(
            |(cidr, nat, private_gateway, propagates, flow_log_retention_days)| NetworkSection {
                cidr,
                zones: Vec::new(),
                nat,
                private_gateway,
                route_propagation: private_gateway && propagates,
                flow_log_retention_days,
            },
        )
}

fn cluster() -> impl Strategy<Value = ClusterSection> {
    let versions: Vec<&str> = EKS_VERSIONS
        .iter()
        .filter(|version| version.state_on(VALID_ON) != SupportState::Gone)
        .map(|version| version.version)
        .collect();
    let ranges = btree_set((11..100_u32, any::<u32>(), 8..=32_u8), 1..5);
    let admin = "arn:aws:iam::[0-9]{12}:(role|user)/([a-z]{1,6}/){0,2}[A-Za-z0-9+=,.@_-]{1,30}";
    (
        select(versions),
        select(EndpointAccess::ALL),
        ranges,
        any::<bool>(),
        btree_set(admin, 0..5),
        any::<bool>(),
    )
        .prop_map(
            |(version, access, ranges, open, admins, deletion_protection)| {
                let mut ranges: Vec<String> = ranges
                    .into_iter()
                    .map(|(first, rest, prefix)| {
                        range(first << 24 | rest & 0x00ff_ffff, prefix).to_string()
                    })
                    .collect();
                ranges.sort();
                ranges.dedup();
                if open {
                    ranges = vec!["0.0.0.0/0".to_owned()];
                }
                if access == EndpointAccess::Private {
                    ranges.clear();
                }
                ClusterSection {
                    version: version.to_owned(),
                    endpoint_access: access,
                    public_access_cidrs: ranges,
                    admins: admins.into_iter().collect(),
                    deletion_protection,
                }
            },
        )
}

fn node_groups() -> impl Strategy<Value = Vec<NodeGroupSection>> {
    let name = "[a-z][a-z0-9]{0,9}(-[a-z0-9]{1,6}){0,2}";
    btree_map(name, node_group(), 1..6).prop_map(|groups| {
        groups
            .into_iter()
            .map(|(name, group)| NodeGroupSection { name, ..group })
            .collect()
    })
}

fn node_group() -> impl Strategy<Value = NodeGroupSection> {
    let types = select(Architecture::ALL).prop_flat_map(|architecture| {
        let fitting: Vec<&str> = INSTANCE_TYPES
            .iter()
            .filter(|kind| kind.architecture == architecture)
            .map(|kind| kind.name)
            .collect();
        let types = subsequence(fitting, 1..=5).prop_shuffle();
        types.prop_map(move |types| (architecture, texts(types)))
    });
    (
        types,
        select(NodeGroupMode::ALL),
        select(CapacityType::ALL),
        (0..20_u32, 0..20_u32, 0..=400_u32),
        20..=16_384_u32,
    )
        .prop_map(
            |((architecture, instance_types), mode, capacity_type, (min, more, most), disk_gib)| {
                let desired_size = min + more;
                NodeGroupSection {
                    name: String::new(),
                    mode,
                    architecture,
                    instance_types,
                    capacity_type,
                    min_size: min,
                    desired_size,
                    max_size: (desired_size + most).max(1),
                    disk_gib,
                }
            },
        )
}

fn search() -> impl Strategy<Value = SearchSection> {
    (
        select(SEARCH_VERSIONS),
        select(SEARCH_INSTANCE_TYPES),
        1..=5_u32,
        any::<bool>(),
        any::<Index>(),
    )
        .prop_map(
            |(version, kind, count, zone_awareness, volume)| SearchSection {
                engine_version: version.to_owned(),
                instance_type: kind.name.to_owned(),
                instance_count: if zone_awareness { 2 * count } else { count },
                zone_awareness,
                volume_gib: kind.min_volume_gib
                    + volume.index((kind.max_volume_gib - kind.min_volume_gib + 1) as usize) as u32,
            },
        )
}

fn repositories() -> impl Strategy<Value = Vec<RepositorySection>> {
    vec(repository(), 0..6).prop_map(|repositories| {
        let mut unlike = BTreeMap::new();
        for entry in repositories {
            unlike.entry(slug(&entry.repository)).or_insert(entry);
        }
        unlike.into_values().collect()
    })
}

fn repository() -> impl Strategy<Value = RepositorySection> {
    let name = "[A-Za-z0-9]([A-Za-z0-9-]{0,10}[A-Za-z0-9])?/[A-Za-z0-9._-]{0,20}[A-Za-z0-9]";
    let branch = "[A-Za-z0-9_#]{1,8}([./_-]{1,2}[A-Za-z0-9_+=-]{1,12}){0,4}";
    let branches = vec(branch, 1..5).prop_map(|branches| {
        let mut unlike = BTreeMap::new();
        for branch in branches.into_iter().filter(|branch| is_branch(branch)) {
            unlike.entry(slug(&branch)).or_insert(branch);
        }
        unlike.entry("main".to_owned()).or_insert("main".to_owned());
        unlike.into_values().collect::<Vec<_>>()
    });
    let deploy_path = "[a-z0-9_-]{1,8}(/[a-z0-9._-]{0,6}[a-z]){0,2}";
    (
        name,
        branches,
        "([a-z]{1,6}/){0,2}Dockerfile(\\.[a-z]{1,5})?",
        select(DeployMethod::ALL),
        deploy_path,
        "[a-jl-z]([a-z0-9-]{0,30}[a-z0-9])?",
        any::<bool>(),
    )
        .prop_filter("GitHub strips .git", |(repository, ..)| {
            !repository.ends_with(".git")
        })
        .prop_map(
            |(repository, branches, dockerfile, deploy, deploy_path, namespace, approval)| {
                RepositorySection {
                    repository,
                    branches,
                    dockerfile,
                    deploy,
                    deploy_path,
                    namespace,
                    approval,
                }
            },
        )
}

fn notifications() -> impl Strategy<Value = NotificationsSection> {
    (
        any::<bool>(),
        "#[a-z0-9_-]{1,30}",
        "[a-z0-9+_-]{1,10}(\\.[a-z]{1,5})?@[a-z0-9-]{1,10}\\.[a-z]{2,5}",
    )
        .prop_map(
            |(slack, slack_channel, project_manager_email)| NotificationsSection {
                slack,
                slack_channel,
                project_manager_email,
            },
        )
}

fn monitoring() -> impl Strategy<Value = MonitoringSection> {
    (
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
        select(DATADOG_SITES),
        retention(),
    )
        .prop_map(
            |(alarms, pagerduty, datadog, site, log_retention_days)| MonitoringSection {
                alarms,
                pagerduty: alarms && pagerduty,
                datadog,
                datadog_site: site.to_owned(),
                log_retention_days,
            },
        )
}

fn budget() -> impl Strategy<Value = BudgetSection> {
    let monthly = prop_oneof![Just(0), 1..1_000_000_u32];
    (monthly, 1..=100_u32).prop_map(|(monthly_usd, alert_percent)| BudgetSection {
        monthly_usd,
        alert_percent,
    })
}

fn retention() -> impl Strategy<Value = u32> {
    select(LOG_RETENTION_DAYS)
}

fn range(address: u32, prefix: u8) -> Ipv4Net {
    Ipv4Net::new_assert(Ipv4Addr::from(address), prefix).trunc()
}

fn texts(words: Vec<&str>) -> Vec<String> {
    words.into_iter().map(str::to_owned).collect()
}
