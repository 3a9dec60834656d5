//! Every rule of an environment file, and that no code goes without one.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::path::Path;

use domain::catalogue::Date;
use domain::environment::{
    CODES, EnvironmentFile, EnvironmentKind, EnvironmentSpec, Problem, Severity, parse_bytes, set,
    validate,
};

const TODAY: Date = Date::new(2026, 11, 24);

/// What a change of staging's preset, with everything switched on, is answered with.
const CASES: &[(&str, &str, &str)] = &[
    ("invalid-name", "name", "Crew!"),
    ("unknown-region", "region", "us-east-9"),
    ("invalid-owner", "owner", "<me>"),
    ("reserved-tag", "tags.aws:x", "y"),
    ("reserved-tag", "tags.environment", "y"),
    ("invalid-tag", "tags.a*b", "y"),
    ("invalid-cidr", "network.cidr", "10.0.0.0"),
    ("invalid-cidr", "network.cidr", "010.0.0.0/16"),
    ("cidr-reserved", "network.cidr", "127.0.0.0/16"),
    (
        "invalid-cidr",
        "cluster.public_access_cidrs",
        "198.051.100.0/24",
    ),
    ("cidr-host-bits", "network.cidr", "10.0.0.1/16"),
    ("cidr-too-large", "network.cidr", "10.0.0.0/8"),
    ("cidr-too-small", "network.cidr", "10.0.0.0/25"),
    ("cidr-tight", "network.cidr", "10.0.0.0/24"),
    ("cidr-not-private", "network.cidr", "8.8.0.0/16"),
    ("cidr-docker", "network.cidr", "172.17.0.0/16"),
    ("two-zones", "network.zones", "us-east-1a"),
    (
        "duplicate-zone",
        "network.zones",
        "us-east-1a,us-east-1b,us-east-1a",
    ),
    ("duplicate-zone", "network.zones", "us-east-1a,us-east-1a"),
    ("unknown-zone", "network.zones", "us-east-1a,us-west-2b"),
    (
        "propagation-without-gateway",
        "network.route_propagation",
        "true",
    ),
    ("invalid-retention", "network.flow_log_retention_days", "31"),
    (
        "branches-share-namespace",
        "repositories[0].branches",
        "main,feature/x",
    ),
    ("unknown-eks-version", "cluster.version", "1.99"),
    ("eks-leaving-standard", "cluster.version", "1.34"),
    ("eks-extended-support", "cluster.version", "1.33"),
    ("eks-unsupported", "cluster.version", "1.30"),
    ("no-public-ranges", "cluster.public_access_cidrs", ""),
    (
        "endpoint-open-to-all",
        "cluster.public_access_cidrs",
        "0.0.0.0/0",
    ),
    (
        "ranges-without-public-endpoint",
        "cluster.endpoint_access",
        "private",
    ),
    (
        "range-not-public",
        "cluster.public_access_cidrs",
        "10.0.0.0/8",
    ),
    ("duplicate-tag", "tags.costcenter", "y"),
    ("invalid-tag", "tags.team", "aws:crew"),
    (
        "duplicate-range",
        "cluster.public_access_cidrs",
        "203.0.113.0/24,203.0.113.0/24",
    ),
    (
        "invalid-principal",
        "cluster.admins",
        "arn:aws:sts::000000000000:assumed-role/x/y",
    ),
    ("no-admins", "cluster.admins", ""),
    ("size-order", "node_groups[0].min_size", "9"),
    ("size-zero", "node_groups[0].max_size", "0"),
    ("disk-size", "node_groups[0].disk_gib", "5"),
    ("no-instance-type", "node_groups[0].instance_types", ""),
    (
        "unknown-instance-type",
        "node_groups[0].instance_types",
        "m7g.huge",
    ),
    (
        "architecture-mix",
        "node_groups[0].instance_types",
        "m7g.large,m7i.large",
    ),
    (
        "duplicate-type",
        "node_groups[0].instance_types",
        "m7g.large,m7g.large",
    ),
    (
        "unknown-search-version",
        "search.engine_version",
        "OpenSearch_9",
    ),
    (
        "unknown-search-instance-type",
        "search.instance_type",
        "m7g.large",
    ),
    ("search-volume", "search.volume_gib", "5"),
    ("search-count", "search.instance_count", "0"),
    ("search-zone-balance", "search.instance_count", "3"),
    (
        "invalid-repository",
        "repositories[0].repository",
        "https://github.com/a/b",
    ),
    (
        "duplicate-name",
        "repositories[0].repository",
        "array-alliance/crew-api",
    ),
    (
        "name-collision",
        "repositories[0].repository",
        "array-alliance/crew.api",
    ),
    ("no-branch", "repositories[0].branches", ""),
    ("invalid-branch", "repositories[0].branches", "feature..x"),
    ("duplicate-branch", "repositories[0].branches", "main,main"),
    (
        "name-collision",
        "repositories[0].branches",
        "feature/x,feature-x",
    ),
    (
        "invalid-path",
        "repositories[0].dockerfile",
        "../Dockerfile",
    ),
    ("invalid-namespace", "repositories[0].namespace", "Crew"),
    ("invalid-channel", "notifications.slack_channel", "deploys"),
    (
        "invalid-email",
        "notifications.project_manager_email",
        "nobody",
    ),
    (
        "unknown-datadog-site",
        "monitoring.datadog_site",
        "datadog.com",
    ),
    ("pagerduty-without-alarms", "monitoring.alarms", "false"),
    ("invalid-percent", "budget.alert_percent", "0"),
    ("no-budget", "budget.monthly_usd", "0"),
];

fn staging() -> EnvironmentFile {
    let mut file = EnvironmentFile::preset("crew", EnvironmentKind::Staging);
    file.monitoring.datadog = true;
    file.monitoring.pagerduty = true;
    file
}

fn of_case(path: &str, value: &str) -> Vec<Problem> {
    let mut file = staging();
    set(&mut file, path, value).unwrap();
    validate(&file, TODAY)
}

#[test]
fn every_rule_speaks() {
    for (code, path, value) in CASES {
        let found = of_case(path, value);
        let hit = found.iter().find(|problem| problem.code == *code);
        assert!(
            hit.is_some(),
            "{path} = {value} should say {code}, says {found:?}"
        );
        let hit = hit.unwrap();
        assert!(hit.message.ends_with('.'), "a sentence: {}", hit.message);
        assert!(hit.hint.is_some(), "{code} says what to do");
    }
}

/// What takes more than one field.
fn further() -> Vec<Problem> {
    let mut found = Vec::new();
    let mut say = |change: &dyn Fn(&mut EnvironmentFile)| {
        let mut file = EnvironmentFile::preset("crew", EnvironmentKind::Production);
        change(&mut file);
        found.extend(validate(&file, TODAY));
    };
    for change in [
        "network.nat=single",
        "cluster.deletion_protection=false",
        "node_groups[0].capacity_type=spot",
        "search.zone_awareness=false",
        "search.instance_type=t3.medium.search",
        "repositories[0].approval=false",
    ] {
        let (path, value) = change.split_once('=').unwrap();
        say(&|file| set(file, path, value).unwrap());
    }
    say(&|file| {
        file.monitoring.alarms = false;
        file.monitoring.pagerduty = false;
    });
    say(&|file| file.version = 0);
    say(&|file| file.node_groups.clear());
    say(&|file| file.repositories.clear());
    say(&|file| file.node_groups[0].max_size = 451);
    say(&|file| file.node_groups = vec![file.node_groups[0].clone(); 31]);
    say(&|file| file.node_groups[0].instance_types = vec!["m7g.large".to_owned(); 21]);
    say(&|file| file.cluster.admins = vec![file.cluster.admins[0].clone(); 2]);
    say(&|file| {
        file.tags = (0..43).map(|n| (format!("t{n}"), String::new())).collect();
    });
    say(&|file| {
        file.repositories[0].branches = (0..500).map(|n| format!("b{n}")).collect();
    });
    let mut open = EnvironmentFile::preset("crew", EnvironmentKind::Staging);
    open.cluster.public_access_cidrs = (0..41).map(|n| format!("198.51.100.{n}/32")).collect();
    found.extend(validate(&open, TODAY));
    found
}

fn of_reading() -> Vec<Problem> {
    let heads = "name = \"x\"\nkind = \"staging\"\nregion = \"us-east-1\"\n";
    let texts = [
        format!("version = 2\n{heads}"),
        format!("version = 1\n{heads}nmae = 1\n[network]\nnat = \"both\"\n"),
        format!("version = -1\n{heads}[cluster]\nversion = 1.36\n"),
        format!("version = 1\n{heads}[budget]\nmonthly_usd = -5\n"),
        "name = ".to_owned(),
        String::new(),
    ];
    let mut found: Vec<Problem> = texts
        .iter()
        .flat_map(|text| parse_bytes(text.as_bytes()).problems)
        .collect();
    found.extend(parse_bytes(&[0xff, 0xfe]).problems);
    found.extend(parse_bytes(&vec![b'#'; 2_000_000]).problems);
    found
}

#[test]
fn every_code_is_listed_and_every_listed_code_is_said() {
    let mut said: Vec<Problem> = CASES
        .iter()
        .flat_map(|(_, path, value)| of_case(path, value))
        .collect();
    said.extend(further());
    said.extend(of_reading());
    let listed: BTreeSet<(&str, Severity)> = CODES
        .iter()
        .map(|(code, severity, _)| (*code, *severity))
        .collect();
    let said: BTreeSet<(&str, Severity)> = said
        .iter()
        .map(|problem| (problem.code.as_str(), problem.severity))
        .collect();
    let unsaid: Vec<_> = listed.difference(&said).collect();
    let unlisted: Vec<_> = said.difference(&listed).collect();
    assert!(unsaid.is_empty(), "no input says {unsaid:?}");
    assert!(unlisted.is_empty(), "codes.rs does not list {unlisted:?}");
    assert_eq!(listed.len(), CODES.len(), "each code once");
}

/// Rules are written by hand: one whose code nobody lists must not slip through.
#[test]
fn every_code_in_the_source_is_listed() {
    let said = regex_lite::Regex::new("(?:error|warning)\\(\\s*\"([a-z-]+)\"").unwrap();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src/environment")];
    let mut seen = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            for code in said.captures_iter(&text).map(|found| found[1].to_owned()) {
                seen += 1;
                assert!(
                    CODES.iter().any(|(listed, ..)| *listed == code),
                    "{} says {code}, which codes.rs does not list",
                    path.display()
                );
            }
        }
    }
    assert!(seen > 70, "the source was read: {seen} codes");
}

#[test]
fn a_risky_production_is_warned_and_not_refused() {
    let mut file = EnvironmentFile::preset("crew", EnvironmentKind::Production);
    for change in [
        "network.nat=single",
        "cluster.deletion_protection=false",
        "node_groups[0].capacity_type=spot",
        "search.instance_type=t3.medium.search",
        "repositories[0].approval=false",
        "budget.monthly_usd=0",
    ] {
        let (path, value) = change.split_once('=').unwrap();
        set(&mut file, path, value).unwrap();
    }
    let spec = EnvironmentSpec::new(file, TODAY).unwrap();
    let codes: BTreeSet<&str> = spec.warnings().iter().map(|w| w.code.as_str()).collect();
    for code in [
        "single-nat",
        "no-deletion-protection",
        "only-spot",
        "search-burstable",
        "no-approval",
        "no-budget",
    ] {
        assert!(codes.contains(code), "{code} asks before a launch");
    }
}
