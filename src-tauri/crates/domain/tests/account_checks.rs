//! What follows from an account's answers before a launch.
#![allow(clippy::unwrap_used)]

use domain::catalogue::Date;
use domain::environment::{EnvironmentFile, EnvironmentKind, EnvironmentSpec, Severity, set};
use domain::plan::account::{
    self, BucketState, Caller, Claim, Network, OfferedVersion, RegionFacts, Taken, Untold,
};
use domain::plan::{AccountFacts, Check, LimitOrigin, Outcome, tree};
use domain::template::StackTree;

const TODAY: Date = Date::new(2026, 11, 24);

fn planned(changes: &[(&str, &str)]) -> (StackTree, AccountFacts) {
    let mut file = EnvironmentFile::preset("crew", EnvironmentKind::Staging);
    for (field, value) in changes {
        set(&mut file, field, value).unwrap();
    }
    let spec = EnvironmentSpec::new(file, TODAY).unwrap();
    let facts = AccountFacts::defaults("staging", "111122223333", true);
    let tree = tree(&domain::blueprint::render(&spec), &facts).unwrap();
    (tree, facts)
}

fn outcome(check: &Check) -> (Outcome, Severity) {
    (check.outcome, check.severity)
}

const STOPS: (Outcome, Severity) = (Outcome::Failed, Severity::Error);
const ASKS: (Outcome, Severity) = (Outcome::Failed, Severity::Warning);

fn denied() -> Untold {
    Untold {
        permission: Some("ec2:DescribeVpcs".to_owned()),
        words: "UnauthorizedOperation: no".to_owned(),
    }
}

/// The check of one quota with a limit and a use.
fn quota(code: &str, limit: u32, used: Option<u32>, changes: &[(&str, &str)]) -> Check {
    let (tree, mut facts) = planned(changes);
    for fact in &mut facts.quotas {
        if fact.code == code {
            (fact.limit, fact.used) = (limit, used);
        }
    }
    let code = format!("quota-{code}");
    let mut checks = account::quotas(&tree, &facts).into_iter();
    checks.find(|check| check.code == code).unwrap()
}

#[test]
fn a_quota_stops_asks_or_fits_at_its_edges() {
    let vpcs = |limit, used| quota("L-F678F1CE", limit, Some(used), &[]);
    assert_eq!(outcome(&vpcs(5, 5)), STOPS);
    assert_eq!(outcome(&vpcs(5, 4)), ASKS, "the last one");
    assert_eq!(vpcs(5, 3).outcome, Outcome::Passed, "80 % is fine");
    assert_eq!(
        vpcs(u32::MAX, u32::MAX - 1).outcome,
        Outcome::Failed,
        "no overflow"
    );
    let seen = vpcs(5, 3).evidence.unwrap();
    assert!(
        seen.contains("3 of 5") && seen.contains("needs 1 more"),
        "{seen}"
    );
}

#[test]
fn vcpus_stop_at_the_start_and_ask_where_growth_would_end() {
    let nodes = [
        ("node_groups[0].instance_types", "m7g.large,m7g.2xlarge"),
        ("node_groups[0].min_size", "2"),
        ("node_groups[0].desired_size", "3"),
        ("node_groups[0].max_size", "10"),
        ("node_groups[0].capacity_type", "on-demand"),
    ];
    let (tree, _) = planned(&nodes);
    let (start, most) = account::nodes_vcpus(&tree, false);
    let others: u32 = start - 6;
    assert!(
        start >= 6 && most >= 80,
        "3 of 2 vCPUs first, 10 of 8 at most: {start}, {most}"
    );
    let code = account::ON_DEMAND;
    assert_eq!(outcome(&quota(code, start - 1, Some(0), &nodes)), STOPS);
    let near = quota(code, most - 1, Some(0), &nodes);
    assert_eq!(outcome(&near), ASKS);
    assert!(
        near.message.contains("before they are the most"),
        "{}",
        near.message
    );
    assert_eq!(
        quota(code, most * 2, Some(others), &nodes).outcome,
        Outcome::Passed
    );
}

#[test]
fn a_limit_that_aws_was_not_asked_for_stops_no_launch_in_a_real_account() {
    let (tree, mut facts) = planned(&[]);
    facts.practice = false;
    let find = |facts: &AccountFacts| {
        let all = account::quotas(&tree, facts);
        let code = format!("quota-{}", account::ON_DEMAND);
        all.into_iter().find(|check| check.code == code).unwrap()
    };
    for quota in &mut facts.quotas {
        quota.limit = 1;
    }
    assert_eq!(outcome(&find(&facts)), ASKS);
    for quota in &mut facts.quotas {
        quota.origin = LimitOrigin::Applied;
    }
    assert_eq!(outcome(&find(&facts)), STOPS);
}

#[test]
fn what_is_not_told_neither_stops_nor_passes_and_names_the_permission() {
    let (tree, mut facts) = planned(&[]);
    let fact = facts
        .quotas
        .iter_mut()
        .find(|fact| fact.code == "L-F678F1CE")
        .unwrap();
    (fact.used, fact.untold) = (None, Some(denied()));
    let find = |facts: &AccountFacts| {
        let all = account::quotas(&tree, facts);
        all.into_iter()
            .find(|check| check.code == "quota-L-F678F1CE")
            .unwrap()
    };
    let check = find(&facts);
    assert_eq!(check.outcome, Outcome::CannotTell);
    assert_eq!(check.permission.as_deref(), Some("ec2:DescribeVpcs"));
    assert!(!check.stops() && check.asks());
    assert!(
        check.remedy.contains("ec2:DescribeVpcs"),
        "{}",
        check.remedy
    );
    let fact = facts
        .quotas
        .iter_mut()
        .find(|fact| fact.code == "L-F678F1CE")
        .unwrap();
    (fact.limit, fact.origin) = (0, LimitOrigin::Applied);
    assert!(find(&facts).stops(), "no room is no room, whatever is used");
}

#[test]
fn overlaps_name_the_vpc_and_the_environments_own_does_not_count() {
    let network = |id: &str, ranges: &[&str], stack: Option<&str>| Network {
        id: id.to_owned(),
        name: Some("shared".to_owned()),
        stack: stack.map(str::to_owned),
        ranges: ranges.iter().map(|range| (*range).to_owned()).collect(),
    };
    let known = [
        network("vpc-1", &["172.31.0.0/16", "10.20.128.0/17"], None),
        network("vpc-2", &["10.21.0.0/16"], None),
        network(
            "vpc-3",
            &["10.20.0.0/16"],
            Some("array-crew-crew-Network-1X"),
        ),
        network("vpc-4", &["10.0.0.0/8"], Some("array-crew-crewing")),
        network("vpc-5", &["not a range"], None),
    ];
    let checks = account::networks("10.20.0.0/16", "array-crew-crew", &known);
    let said: Vec<&str> = checks.iter().map(|check| check.message.as_str()).collect();
    assert_eq!(checks.len(), 2, "{said:?}");
    assert!(
        said[0].contains("vpc-1 (shared)") && said[1].contains("vpc-4"),
        "{said:?}"
    );
    assert!(checks.iter().all(|check| outcome(check) == ASKS));
    let free = account::networks("10.99.0.0/16", "array-crew-crew", &known[..3]);
    assert_eq!(free[0].outcome, Outcome::Passed);
    assert!(free[0].evidence.as_ref().unwrap().contains("3 VPCs"));
}

#[test]
fn versions_go_by_what_eks_answers_and_by_the_table_where_it_does_not() {
    let offered = |version: &str, standard: Date, extended: bool| OfferedVersion {
        version: version.to_owned(),
        extended,
        standard_until: Some(standard),
        extended_until: Some(Date::new(2028, 1, 1)),
    };
    let known = [
        offered("1.37", Date::new(2027, 12, 1), false),
        offered("1.34", Date::new(2026, 12, 2), false),
        offered("1.33", Date::new(2026, 7, 29), true),
    ];
    let of = |version: &str| account::kubernetes(version, &known, TODAY);
    assert_eq!(of("1.37").outcome, Outcome::Passed, "newer than the table");
    assert_eq!(outcome(&of("1.34")), ASKS, "it leaves in days");
    assert_eq!(outcome(&of("1.33")), ASKS);
    assert!(of("1.33").message.contains("extended support"));
    assert_eq!(outcome(&of("1.30")), STOPS);
    let untold = Untold {
        permission: Some("eks:DescribeClusterVersions".to_owned()),
        words: "AccessDeniedException: no".to_owned(),
    };
    let by_table = account::kubernetes_by_table("1.36", &untold, TODAY);
    assert_eq!(by_table.outcome, Outcome::CannotTell);
    let seen = by_table.evidence.unwrap();
    assert!(
        seen.contains("2027-08-02") && seen.contains("2026-11-23"),
        "{seen}"
    );
}

#[test]
fn names_that_the_plan_decides_are_claimed_and_a_taken_one_says_by_whom() {
    let (tree, _) = planned(&[]);
    let claims = account::claims(&tree, "array-crew-crew");
    let has = |kind: &str, name: &str| {
        claims
            .iter()
            .any(|claim| claim.resource_type == kind && claim.name == name)
    };
    assert!(has("AWS::CloudFormation::Stack", "array-crew-crew"));
    assert!(has("AWS::EKS::Cluster", "array-crew-crew"));
    assert!(has("AWS::OpenSearchService::Domain", "crew-crew"));
    assert!(has("AWS::Logs::LogGroup", "/array/crew/flow-logs"));
    assert!(has("AWS::CodeConnections::Connection", "array-crew"));
    assert!(
        claims
            .iter()
            .any(|claim| claim.resource_type == "AWS::ECR::Repository")
    );
    let claim: Claim = claims[0].clone();
    let taken = [Taken {
        claim,
        by: "arn:aws:x".to_owned(),
    }];
    let checks = account::names(&claims[1..], &taken);
    assert_eq!(checks.len(), 1);
    assert!(
        checks[0].stops()
            && checks[0]
                .evidence
                .as_ref()
                .unwrap()
                .ends_with("is arn:aws:x")
    );
    assert_eq!(account::names(&claims, &[])[0].outcome, Outcome::Passed);
}

#[test]
fn who_where_and_what_is_there() {
    let caller = |arn: &str| Caller {
        number: "111122223333".to_owned(),
        arn: arn.to_owned(),
    };
    let role = caller("arn:aws:sts::111122223333:assumed-role/Release/dana");
    assert_eq!(
        account::identity(&role, Some("111122223333"))[0].outcome,
        Outcome::Passed
    );
    let other = account::identity(&role, Some("444455556666"));
    assert!(other[0].stops() && other[0].message.contains("444455556666"));
    let root = account::identity(&caller("arn:aws:iam::111122223333:root"), None);
    assert_eq!(root[1].code, "account-root-user");
    assert!(root[1].asks());
    assert!(account::signed_out(&denied()).stops());

    let zones = ["us-east-1a".to_owned(), "us-east-1e".to_owned()];
    let mut facts = RegionFacts {
        enabled: true,
        zones: vec!["us-east-1a".to_owned()],
    };
    let missing = account::region("us-east-1", &zones, &facts);
    assert!(missing[0].stops() && missing[0].message.contains("us-east-1e"));
    facts.enabled = false;
    assert_eq!(
        account::region("us-east-1", &zones, &facts)[0].code,
        "region-enabled"
    );
    assert!(account::region("us-east-1", &zones, &facts)[0].stops());

    let (tree, _) = planned(&[]);
    assert!(account::needs_search_role(&tree));
    assert!(account::search_role(false).stops() && !account::search_role(true).asks());
    assert!(account::bucket("b", BucketState::SomebodyElses).stops());
    assert_eq!(
        account::bucket("b", BucketState::Free).outcome,
        Outcome::Passed
    );
}
