//! Kinds of usage that estimates and exports both know, each by its own words.

use super::super::newest_service;
use super::super::usage::{usage_words, without_region};
use crate::estimate::EstimateItem;

/// What is compared: a kind of usage, or what is beside list prices.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// A place in the table.
    Known(usize),
    /// Usage that no estimate has, in words.
    Other(String),
    /// An item of the estimate that no usage type is known for: its service.
    Planned(String),
    /// What was charged less what usage costs at list price.
    Discounts,
    /// A charge category that is no usage.
    Beside(String),
}

pub(super) const NAT_DATA: usize = 1;
pub(super) const BALANCER_HOURS: usize = 2;
pub(super) const BALANCER_UNITS: usize = 3;
pub(super) const INTERNET: usize = 4;
pub(super) const ZONES: usize = 5;
pub(super) const LOGS: usize = 6;
pub(super) const BUILDS: usize = 8;
pub(super) const IMAGES: usize = 10;
pub(super) const BUCKETS: usize = 11;

/// One kind: its words and unit; service and beginning of `what` in an estimate; part of the service's
/// name and part of the usage type in an export. The first that fits counts.
struct Row {
    words: &'static str,
    unit: &'static str,
    planned: (&'static str, &'static str),
    service: &'static str,
    usage: &'static str,
}

const fn row(
    words: &'static str,
    unit: &'static str,
    planned: (&'static str, &'static str),
    service: &'static str,
    usage: &'static str,
) -> Row {
    Row {
        words,
        unit,
        planned,
        service,
        usage,
    }
}

const ROWS: [Row; 19] = [
    row(
        "NAT gateway hours",
        "hours",
        ("NAT", "NAT gateway hours"),
        "",
        "NatGateway-Hours",
    ),
    row(
        "NAT data",
        "GB",
        ("NAT", "NAT gateway data"),
        "",
        "NatGateway-Bytes",
    ),
    row(
        "load balancer hours",
        "hours",
        ("ALB", "Load balancer hours"),
        "",
        "LoadBalancerUsage",
    ),
    row(
        "load balancer capacity",
        "LCU hours",
        ("ALB", ""),
        "",
        "LCUUsage",
    ),
    row(
        "data to the internet",
        "GB",
        ("Data transfer", "Data out"),
        "",
        "DataTransfer-Out-Bytes",
    ),
    row(
        "data between zones",
        "GB",
        ("Data transfer", ""),
        "",
        "DataTransfer-Regional-Bytes",
    ),
    row(
        "log data",
        "GB",
        ("CloudWatch", "Logs taken in"),
        "CloudWatch",
        "DataProcessing-Bytes",
    ),
    row(
        "logs kept",
        "GB-months",
        ("CloudWatch", "Logs kept"),
        "CloudWatch",
        "TimedStorage-ByteHrs",
    ),
    row(
        "build minutes",
        "minutes",
        ("CodeBuild", ""),
        "",
        "Build-Min",
    ),
    row(
        "pipeline minutes",
        "minutes",
        ("CodePipeline", ""),
        "",
        "actionExecutionMinute",
    ),
    row(
        "images kept",
        "GB-months",
        ("ECR", ""),
        "Registry",
        "TimedStorage-ByteHrs",
    ),
    row(
        "bucket storage",
        "GB-months",
        ("S3", ""),
        "Simple Storage",
        "TimedStorage-ByteHrs",
    ),
    row(
        "public addresses",
        "hours",
        ("VPC", "Public IPv4"),
        "",
        "PublicIPv4:",
    ),
    row(
        "EKS extended support",
        "hours",
        ("EKS", "Control plane, extended"),
        "",
        "AmazonEKS-Hours:extendedSupport",
    ),
    row(
        "EKS cluster hours",
        "hours",
        ("EKS", "Control plane"),
        "",
        "AmazonEKS-Hours",
    ),
    row(
        "search storage",
        "GB-months",
        ("OpenSearch", "Search volumes"),
        "",
        "ES:",
    ),
    row(
        "search nodes",
        "hours",
        ("OpenSearch", ""),
        "",
        "ESInstance",
    ),
    row(
        "node disks",
        "GB-months",
        ("EBS", ""),
        "",
        "EBS:VolumeUsage",
    ),
    row("instances", "hours", ("EC2", ""), "", "BoxUsage"),
];

impl Kind {
    /// Of a charge category that is no usage.
    pub(super) fn beside(category: &str) -> Self {
        Self::Beside(category.to_owned())
    }

    pub(super) fn words(&self) -> String {
        match self {
            Self::Known(at) => ROWS[*at].words.to_owned(),
            Self::Other(words) => words.clone(),
            Self::Planned(service) => format!("{service}, as planned"),
            Self::Discounts => "discounts and commitments".to_owned(),
            Self::Beside(category) => match category.as_str() {
                "Tax" => "tax".to_owned(),
                "Credit" => "credits".to_owned(),
                "Purchase" => "purchases".to_owned(),
                "Adjustment" => "adjustments".to_owned(),
                other => other.to_lowercase(),
            },
        }
    }

    /// What its quantity counts; empty where nothing is counted.
    pub(super) fn unit(&self) -> &'static str {
        match self {
            Self::Known(at) => ROWS[*at].unit,
            _ => "",
        }
    }
}

pub(super) fn of_item(item: &EstimateItem) -> Kind {
    let fits = |row: &Row| item.service == row.planned.0 && item.what.starts_with(row.planned.1);
    let known = ROWS.iter().position(fits);
    known.map_or_else(|| Kind::Planned(item.service.clone()), Kind::Known)
}

pub(super) fn of_usage(service: &str, usage_type: &str) -> Kind {
    let plain = without_region(usage_type);
    let name = newest_service(service);
    let fits = |row: &Row| plain.contains(row.usage) && name.contains(row.service);
    let known = ROWS.iter().position(fits);
    known.map_or_else(
        || Kind::Other(usage_words(service, usage_type)),
        Kind::Known,
    )
}
