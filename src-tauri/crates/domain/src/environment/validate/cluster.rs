//! The EKS control plane.

use ipnet::Ipv4Net;

use super::super::shape::{error, warning};
use super::super::{EndpointAccess, EnvironmentFile, Problem};
use super::network::written_range;
use super::{duplicates, is_production};
use crate::catalogue::{Date, EKS_AS_OF, EKS_VERSIONS, SupportState, eks_version};

/// EKS's own limit of ranges for a public endpoint.
const MAX_RANGES: usize = 40;
/// Of these the NAT gateways' own addresses take two where there is no private endpoint.
const NAT_RANGES: usize = 2;

pub fn check(file: &EnvironmentFile, today: Date, problems: &mut Vec<Problem>) {
    version(&file.cluster.version, today, problems);
    access(file, problems);
    admins(file, problems);
    if is_production(file) && !file.cluster.deletion_protection {
        problems.push(warning(
            "no-deletion-protection",
            "cluster.deletion_protection",
            "A production cluster without deletion protection can be deleted by mistake.",
            "Turn it on; a teardown clears it first.",
        ));
    }
}

fn version(version: &str, today: Date, problems: &mut Vec<Problem>) {
    let field = "cluster.version";
    let offered = || {
        EKS_VERSIONS
            .iter()
            .filter(|known| known.state_on(today) != SupportState::Gone)
            .map(|known| known.version)
    };
    let Some(known) = eks_version(version) else {
        // No "did you mean": a digit away there are always several versions, old ones among them.
        let hint = format!(
            "Known: {} (calendar of {EKS_AS_OF}).",
            offered().collect::<Vec<_>>().join(", ")
        );
        problems.push(error(
            "unknown-eks-version",
            field,
            format!("`{version}` is no Kubernetes version that EKS is known to offer."),
            hint,
        ));
        return;
    };
    match known.state_on(today) {
        SupportState::Standard => {}
        SupportState::Leaving => problems.push(warning(
            "eks-leaving-standard",
            field,
            format!(
                "Kubernetes {version} leaves standard support on {} (in {} days); from then on the cluster costs $0.60 instead of $0.10 an hour.",
                known.standard_until,
                today.days_until(known.standard_until)
            ),
            format!("Use {}. The calendar is of {EKS_AS_OF}.", EKS_VERSIONS[0].version),
        )),
        SupportState::Extended => problems.push(warning(
            "eks-extended-support",
            field,
            format!(
                "Kubernetes {version} is in extended support since {}: the cluster costs $0.60 instead of $0.10 an hour. AWS upgrades it by force after {}.",
                known.standard_until, known.extended_until
            ),
            format!("Use {}. The calendar is of {EKS_AS_OF}.", EKS_VERSIONS[0].version),
        )),
        SupportState::Gone => problems.push(error(
            "eks-unsupported",
            field,
            format!("EKS ended Kubernetes {version} on {}.", known.extended_until),
            format!("Use {}. The calendar is of {EKS_AS_OF}.", EKS_VERSIONS[0].version),
        )),
    }
}

fn access(file: &EnvironmentFile, problems: &mut Vec<Problem>) {
    let cluster = &file.cluster;
    let field = "cluster.public_access_cidrs";
    if cluster.endpoint_access == EndpointAccess::Private {
        if !cluster.public_access_cidrs.is_empty() {
            problems.push(error(
                "ranges-without-public-endpoint",
                field,
                "A private endpoint takes no public ranges.",
                "Remove the ranges, or make the endpoint public-and-private.",
            ));
        }
        return;
    }
    if cluster.public_access_cidrs.is_empty() {
        problems.push(error(
            "no-public-ranges",
            field,
            "A public endpoint needs the ranges that may reach it; without any AWS opens it to everybody.",
            "Name your office's range, like 203.0.113.0/24, or make the endpoint private.",
        ));
    }
    let most = match cluster.endpoint_access {
        EndpointAccess::Public => MAX_RANGES - NAT_RANGES,
        _ => MAX_RANGES,
    };
    if cluster.public_access_cidrs.len() > most {
        problems.push(error(
            "too-many-ranges",
            field,
            format!(
                "{} ranges; {most} can be named.",
                cluster.public_access_cidrs.len()
            ),
            "Combine some.",
        ));
    }
    for (index, text) in cluster.public_access_cidrs.iter().enumerate() {
        let field = format!("{field}[{index}]");
        match written_range(text) {
            None => problems.push(error(
                "invalid-cidr",
                &field,
                format!("`{text}` is no IPv4 range."),
                match text.parse::<std::net::IpAddr>() {
                    Ok(std::net::IpAddr::V4(one)) => format!("One address is written {one}/32."),
                    _ => "Write it like 203.0.113.0/24; one address is a /32.".to_owned(),
                },
            )),
            Some(range) if range.prefix_len() == 0 => problems.push(warning(
                "endpoint-open-to-all",
                &field,
                "Everybody on the internet can reach the Kubernetes API.",
                "Name your own ranges.",
            )),
            Some(range) if range.addr() != range.network() => problems.push(error(
                "cidr-host-bits",
                &field,
                format!("`{text}` is not the beginning of a range."),
                format!("Write {}.", range.trunc()),
            )),
            Some(range) if never_calls(range) => problems.push(error(
                "range-not-public",
                &field,
                format!("Nobody reaches a public endpoint from `{text}`; EKS refuses such ranges."),
                "Name the public addresses behind which your people sit. Who is inside of the VPC needs no range.",
            )),
            Some(_) => {}
        }
    }
    let fields = cluster
        .public_access_cidrs
        .iter()
        .enumerate()
        .map(|(index, text)| (format!("{field}[{index}]"), text.as_str()));
    duplicates(fields, "duplicate-range", "range", problems);
}

/// Private, loopback, link-local and multicast ranges, which are no one's address on the internet
/// (EKS user guide, "Cluster API server endpoint": the block cannot include reserved addresses).
fn never_calls(range: Ipv4Net) -> bool {
    let first = range.network();
    first.is_private()
        || first.is_loopback()
        || first.is_link_local()
        || first.is_multicast()
        || first.octets()[0] >= 240
}

fn admins(file: &EnvironmentFile, problems: &mut Vec<Problem>) {
    let admins = &file.cluster.admins;
    if admins.is_empty() {
        problems.push(warning(
            "no-admins",
            "cluster.admins",
            "Nobody could look into the cluster with kubectl.",
            "Name the IAM role of your admins.",
        ));
    }
    for (index, arn) in admins.iter().enumerate() {
        if !is_principal(arn) {
            problems.push(error(
                "invalid-principal",
                &format!("cluster.admins[{index}]"),
                format!("`{arn}` is no ARN of an IAM role or user."),
                "Write it like arn:aws:iam::123456789012:role/Admins. A session (assumed-role) cannot be used; name its role.",
            ));
        }
    }
    let fields = admins
        .iter()
        .enumerate()
        .map(|(index, arn)| (format!("cluster.admins[{index}]"), arn.as_str()));
    duplicates(fields, "duplicate-admin", "admin", problems);
}

/// Whether a text is the ARN of an IAM role: `arn:aws:iam::123456789012:role/Admins`.
pub fn is_role(arn: &str) -> bool {
    is_principal(arn) && arn.contains(":role/")
}

fn is_principal(arn: &str) -> bool {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let [prefix, partition, service, region, account, resource] = parts[..] else {
        return false;
    };
    prefix == "arn"
        && matches!(partition, "aws" | "aws-us-gov" | "aws-cn")
        && service == "iam"
        && region.is_empty()
        && account.len() == 12
        && account.bytes().all(|byte| byte.is_ascii_digit())
        && ["role/", "user/"].iter().any(|kind| {
            resource.strip_prefix(kind).is_some_and(|name| {
                !name.is_empty()
                    && name
                        .bytes()
                        .all(|byte| byte.is_ascii_alphanumeric() || b"+=,.@_-/".contains(&byte))
            })
        })
}
