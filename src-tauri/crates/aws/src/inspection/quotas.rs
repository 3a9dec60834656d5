//! Limits of an account, and what it uses of each.

use std::collections::BTreeMap;

use aws_config::SdkConfig;
use domain::plan::account::{ON_DEMAND, SPOT, Untold};
use domain::plan::{AccountFacts, LimitOrigin, QuotaFact};
use engine::checks::ports::Told;
use engine::ports::CloudError;
use tokio::task::JoinSet;

use super::{AwsInspection, untold};
use crate::cloudformation::list_stacks::list_stacks;
use crate::ec2::describe_addresses::describe_addresses;
use crate::ec2::describe_instances::running_vcpus;
use crate::ec2::describe_internet_gateways::count_internet_gateways;
use crate::ec2::describe_nat_gateways::nat_gateways_of_fullest_zone;
use crate::ec2::describe_security_groups::count_security_groups;
use crate::ec2::describe_subnets::subnet_zones;
use crate::ec2::describe_vpcs::describe_vpcs;
use crate::ec2::describe_vpn_gateways::count_vpn_gateways;
use crate::ecr::describe_repositories::describe_repositories;
use crate::eks::list_clusters::count_clusters;
use crate::iam::get_account_summary::count_roles;
use crate::opensearch::list_domain_names::list_domain_names;
use crate::s3::list_buckets::list_buckets;
use crate::service_quotas::get_aws_default_service_quota::get_aws_default_service_quota;
use crate::service_quotas::list_service_quotas::list_service_quotas;

/// Where IAM's limits are kept.
const IAM_REGION: &str = "us-east-1";

/// What is used of some quotas, by code.
type Counts = BTreeMap<&'static str, Told<u32>>;

pub(super) async fn quotas(of: &AwsInspection) -> Vec<QuotaFact> {
    let mut facts = AccountFacts::defaults("", "", false).quotas;
    for fact in &mut facts {
        fact.used = None;
    }
    let (network, machines, others) = tokio::join!(network(of), machines(of), others(of));
    for (code, count) in network.into_iter().chain(machines).chain(others) {
        if let Some(fact) = facts.iter_mut().find(|fact| fact.code == code) {
            match count {
                Ok(used) => fact.used = Some(used),
                Err(untold) => (fact.used, fact.untold) = (None, Some(untold)),
            }
        }
    }
    limits(of, &mut facts).await;
    facts
}

/// Puts the account's limits in place of the table's; where AWS does not tell, the table's stay.
async fn limits(of: &AwsInspection, facts: &mut [QuotaFact]) {
    let mut services: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for fact in facts.iter() {
        let codes = services.entry(fact.service.clone()).or_default();
        codes.push(fact.code.clone());
    }
    let mut under_way = JoinSet::new();
    for (service, codes) in services {
        let region = match service.as_str() {
            "iam" => IAM_REGION,
            _ => &of.region,
        };
        if let Ok(config) = of.config_in(region).await {
            under_way.spawn(async move { of_service(&config, &service, codes).await });
        }
    }
    while let Some(found) = under_way.join_next().await {
        for (code, limit, origin) in found.unwrap_or_default() {
            if let Some(fact) = facts.iter_mut().find(|fact| fact.code == code) {
                (fact.limit, fact.origin) = (limit, origin);
            }
        }
    }
}

async fn of_service(
    config: &SdkConfig,
    service: &str,
    codes: Vec<String>,
) -> Vec<(String, u32, LimitOrigin)> {
    let applied = match list_service_quotas(config, service).await {
        Ok(applied) => applied,
        Err(error) => {
            tracing::info!(code = error.code, service, "limits are not told");
            return Vec::new();
        }
    };
    let mut found = Vec::new();
    for code in codes {
        if let Some(limit) = applied.get(&code) {
            found.push((code, *limit, LimitOrigin::Applied));
        } else if let Ok(Some(limit)) = get_aws_default_service_quota(config, service, &code).await
        {
            found.push((code, limit, LimitOrigin::Default));
        }
    }
    found
}

fn counted(permission: &str, count: Result<usize, CloudError>) -> Told<u32> {
    count
        .map(|count| u32::try_from(count).unwrap_or(u32::MAX))
        .map_err(|error| untold(permission, &error))
}

fn all(codes: &[&'static str], untold: &Untold) -> Counts {
    codes
        .iter()
        .map(|code| (*code, Err(untold.clone())))
        .collect()
}

async fn network(of: &AwsInspection) -> Counts {
    let codes = [
        "L-F678F1CE",
        "L-0263D0A3",
        "L-A4707A72",
        "L-7029FAB6",
        "L-E79EC296",
        "L-FE5A380F",
    ];
    let config = match of.config().await {
        Ok(config) => config,
        Err(untold) => return all(&codes, &untold),
    };
    let (vpcs, addresses, internet, vpn, groups, zones) = tokio::join!(
        describe_vpcs(&config),
        describe_addresses(&config),
        count_internet_gateways(&config),
        count_vpn_gateways(&config),
        count_security_groups(&config),
        subnet_zones(&config),
    );
    let nat = match zones {
        Ok(zones) => counted(
            "ec2:DescribeNatGateways",
            nat_gateways_of_fullest_zone(&config, &zones).await,
        ),
        Err(error) => Err(untold("ec2:DescribeSubnets", &error)),
    };
    BTreeMap::from([
        (
            "L-F678F1CE",
            counted("ec2:DescribeVpcs", vpcs.map(|vpcs| vpcs.len())),
        ),
        ("L-0263D0A3", counted("ec2:DescribeAddresses", addresses)),
        (
            "L-A4707A72",
            counted("ec2:DescribeInternetGateways", internet),
        ),
        ("L-7029FAB6", counted("ec2:DescribeVpnGateways", vpn)),
        ("L-E79EC296", counted("ec2:DescribeSecurityGroups", groups)),
        ("L-FE5A380F", nat),
    ])
}

async fn machines(of: &AwsInspection) -> Counts {
    let counted = match of.config().await {
        Ok(config) => running_vcpus(&config)
            .await
            .map_err(|error| untold("ec2:DescribeInstances", &error)),
        Err(untold) => Err(untold),
    };
    match counted {
        Ok(vcpus) => BTreeMap::from([(ON_DEMAND, Ok(vcpus.on_demand)), (SPOT, Ok(vcpus.spot))]),
        Err(untold) => all(&[ON_DEMAND, SPOT], &untold),
    }
}

async fn others(of: &AwsInspection) -> Counts {
    let codes = [
        "L-1194D53C",
        "L-076D529E",
        "L-0485CB21",
        "L-CFEB8E8D",
        "L-DC2B2D3D",
        "L-FE177D64",
    ];
    let config = match of.config().await {
        Ok(config) => config,
        Err(untold) => return all(&codes, &untold),
    };
    let (clusters, domains, stacks, repositories, buckets, roles) = tokio::join!(
        count_clusters(&config),
        list_domain_names(&config),
        list_stacks(&config),
        describe_repositories(&config),
        list_buckets(&config),
        count_roles(&config),
    );
    BTreeMap::from([
        ("L-1194D53C", counted("eks:ListClusters", clusters)),
        (
            "L-076D529E",
            counted("es:ListDomainNames", domains.map(|list| list.len())),
        ),
        (
            "L-0485CB21",
            counted("cloudformation:ListStacks", stacks.map(|list| list.len())),
        ),
        (
            "L-CFEB8E8D",
            counted(
                "ecr:DescribeRepositories",
                repositories.map(|list| list.len()),
            ),
        ),
        (
            "L-DC2B2D3D",
            counted("s3:ListAllMyBuckets", buckets.map(|list| list.len())),
        ),
        ("L-FE177D64", counted("iam:GetAccountSummary", roles)),
        // A new cluster has no node groups, and a new domain no instances.
        ("L-6D54EA21", Ok(0)),
        ("L-6408ABDE", Ok(0)),
    ])
}
