//! The VPC and its six subnets.

use ipnet::Ipv4Net;

use super::super::shape::{error, warning};
use super::super::{EnvironmentFile, NatMode, Problem};
use super::is_production;
use crate::catalogue::{LOG_RETENTION_DAYS, region};

/// How a range divides into the six subnets: two public, two for nodes, two for data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubnetPlan {
    pub public: [Ipv4Net; 2],
    pub nodes: [Ipv4Net; 2],
    pub data: [Ipv4Net; 2],
}

/// Divides a range: nodes get a quarter each, public and data subnets a sixteenth each.
///
/// A /24 leaves /28 subnets, the smallest that AWS takes.
pub fn subnet_plan(whole: Ipv4Net) -> Option<SubnetPlan> {
    let prefix = whole.prefix_len();
    if prefix > 24 {
        return None;
    }
    let quarter: Vec<Ipv4Net> = whole.subnets(prefix + 2).ok()?.collect();
    let sixteenth: Vec<Ipv4Net> = quarter[0].subnets(prefix + 4).ok()?.collect();
    Some(SubnetPlan {
        public: [sixteenth[0], sixteenth[1]],
        nodes: [quarter[1], quarter[2]],
        data: [sixteenth[2], sixteenth[3]],
    })
}

pub fn check(file: &EnvironmentFile, problems: &mut Vec<Problem>) {
    let network = &file.network;
    cidr(&network.cidr, problems);
    zones(file, problems);
    if network.route_propagation && !network.private_gateway {
        problems.push(error(
            "propagation-without-gateway",
            "network.route_propagation",
            "Routes can only be learned from a virtual private gateway.",
            "Turn network.private_gateway on, or route_propagation off.",
        ));
    }
    retention(
        "network.flow_log_retention_days",
        network.flow_log_retention_days,
        problems,
    );
    if is_production(file) && network.nat == NatMode::Single {
        problems.push(warning(
            "single-nat",
            "network.nat",
            "With one NAT gateway the loss of its zone cuts every node off.",
            "Use per-zone for production: it survives the loss of a zone for the price of a second gateway.",
        ));
    }
}

/// Ranges that no VPC can have (VPC user guide, "VPC CIDR blocks"): this network, loopback,
/// link-local, multicast.
const RESERVED: &[&str] = &["0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4"];

fn overlaps(net: &str, range: Ipv4Net) -> bool {
    net.parse::<Ipv4Net>()
        .is_ok_and(|net| net.contains(&range) || range.contains(&net))
}

/// A range as AWS takes it: what is read leniently (`010.0.0.0/16`) would be refused there.
pub(super) fn written_range(text: &str) -> Option<Ipv4Net> {
    let range: Ipv4Net = text.parse().ok()?;
    (range.to_string() == text).then_some(range)
}

fn cidr(text: &str, problems: &mut Vec<Problem>) {
    let field = "network.cidr";
    let Some(range) = written_range(text) else {
        problems.push(error(
            "invalid-cidr",
            field,
            format!("`{text}` is no IPv4 range."),
            "Write it like 10.20.0.0/16.",
        ));
        return;
    };
    if RESERVED.iter().any(|net| overlaps(net, range)) {
        problems.push(error(
            "cidr-reserved",
            field,
            format!("`{text}` belongs to the internet's own machinery; AWS makes no VPC of it."),
            "Use a range within 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16.",
        ));
        return;
    }
    if range.addr() != range.network() {
        problems.push(error(
            "cidr-host-bits",
            field,
            format!("`{text}` is not the beginning of a range."),
            format!("Write {}.", range.trunc()),
        ));
    }
    if range.prefix_len() < 16 {
        problems.push(error(
            "cidr-too-large",
            field,
            format!(
                "A VPC takes at most a /16; this is a /{}.",
                range.prefix_len()
            ),
            "Use a /16 or smaller.",
        ));
    } else if range.prefix_len() > 24 {
        problems.push(error(
            "cidr-too-small",
            field,
            format!(
                "A /{} has {} addresses: too small for six subnets.",
                range.prefix_len(),
                1_u64 << (32 - range.prefix_len())
            ),
            "Use a /24 or larger; /16 leaves room to grow.",
        ));
    } else if range.prefix_len() > 21 {
        problems.push(warning(
            "cidr-tight",
            field,
            format!(
                "A /{} leaves {} addresses for nodes and pods in each zone.",
                range.prefix_len(),
                (1_u64 << (30 - range.prefix_len())) - 5
            ),
            "EKS gives every pod an address; a /20 or larger is comfortable.",
        ));
    }
    let private = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"]
        .iter()
        .filter_map(|net| net.parse::<Ipv4Net>().ok())
        .any(|net| net.contains(&range));
    if !private {
        problems.push(warning(
            "cidr-not-private",
            field,
            format!("`{text}` is not a private range (RFC 1918)."),
            "Use a range within 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16.",
        ));
    }
    // EKS assigns services from 172.20.0.0/16 or 10.100.0.0/16 and picks the one that does not overlap.
    if overlaps("172.17.0.0/16", range) {
        problems.push(warning(
            "cidr-docker",
            field,
            "172.17.0.0/16 is what Docker uses inside of nodes and builds.",
            "Choose another range.",
        ));
    }
}

fn zones(file: &EnvironmentFile, problems: &mut Vec<Problem>) {
    let zones = &file.network.zones;
    if zones.len() != 2 {
        problems.push(error(
            "two-zones",
            "network.zones",
            match zones.len() {
                1 => "1 zone is given; the network spans exactly two.".to_owned(),
                many => format!("{many} zones are given; the network spans exactly two."),
            },
            "Name two zones of the region.",
        ));
    }
    for (index, zone) in zones.iter().enumerate() {
        if zones[..index].contains(zone) {
            problems.push(error(
                "duplicate-zone",
                &format!("network.zones[{index}]"),
                format!("The zone `{zone}` is given twice."),
                "Name two different zones.",
            ));
        }
    }
    let Some(region) = region(&file.region) else {
        return;
    };
    for (index, zone) in zones.iter().enumerate() {
        if !region.zones.contains(&zone.as_str()) {
            problems.push(error(
                "unknown-zone",
                &format!("network.zones[{index}]"),
                format!("`{zone}` is no zone of {}.", file.region),
                format!("Choose two of: {}.", region.zones.join(", ")),
            ));
        }
    }
}

/// CloudWatch Logs keeps logs only for certain numbers of days.
pub fn retention(field: &str, days: u32, problems: &mut Vec<Problem>) {
    if LOG_RETENTION_DAYS.contains(&days) {
        return;
    }
    let nearest = LOG_RETENTION_DAYS
        .iter()
        .min_by_key(|step| step.abs_diff(days))
        .copied()
        .unwrap_or(30);
    problems.push(error(
        "invalid-retention",
        field,
        format!("CloudWatch Logs does not keep logs for {days} days."),
        format!("The nearest it offers is {nearest}."),
    ));
}
