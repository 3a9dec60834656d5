//! Types that one median does not describe: their properties choose.
//!
//! The facts are those that data/durations.json was compiled from (2026-11-23); what is assumed says so.

use super::durations::Duration;
use super::{Confidence, Operation};
use crate::template::Value;

/// The duration of a resource whose type takes very different times, or `None` when the table knows it.
pub fn by_properties(
    resource_type: &str,
    operation: Operation,
    properties: &Value,
) -> Option<Duration> {
    match (resource_type, operation) {
        ("AWS::Lambda::Function", Operation::Create) => Some(function(properties)),
        ("AWS::EC2::VPCEndpoint", Operation::Create | Operation::Delete) => {
            Some(endpoint(operation, properties))
        }
        ("AWS::EKS::Addon", Operation::Create) => addon(properties),
        ("AWS::EKS::Nodegroup", Operation::Update) => Some(rolling(properties)),
        ("AWS::OpenSearchService::Domain", Operation::Create) => Some(search(properties)),
        ("AWS::AutoScaling::AutoScalingGroup", Operation::Delete) => Some(assumed(
            [60.0, 120.0, 300.0],
            "assumed: instances end before their group",
        )),
        // A build of a few minutes that installs charts into the cluster.
        ("Custom::ClusterSoftware", _) => Some(assumed(
            [120.0, 210.0, 420.0],
            "assumed: CodeBuild start and Helm installations",
        )),
        ("Custom::EmptyBucket", Operation::Delete) => Some(assumed(
            [5.0, 20.0, 300.0],
            "assumed: a thousand object versions a second or two",
        )),
        ("Custom::EmptyBucket", _) => Some(assumed(
            [3.0, 6.0, 20.0],
            "assumed: the first call of a small function, which only answers",
        )),
        _ => None,
    }
}

/// Low, median and high of something that is not well observed.
pub fn assumed([low, median, high]: [f64; 3], source: &str) -> Duration {
    Duration {
        low,
        median,
        high,
        unblock: median,
        confidence: Confidence::Low,
        source: source.to_owned(),
    }
}

/// Seconds of a type that nobody observed: most are consistency waits of some seconds.
pub fn unknown(operation: Operation) -> Duration {
    let source = "assumed: no observation of this type";
    match operation {
        Operation::Delete => assumed([1.0, 2.0, 10.0], source),
        _ => assumed([2.0, 5.0, 30.0], source),
    }
}

fn function(properties: &Value) -> Duration {
    if properties.get("VpcConfig").is_some() {
        return assumed(
            [200.0, 230.0, 260.0],
            "a function in a VPC, stack events of 11 functions",
        );
    }
    Duration {
        low: 7.0,
        median: 8.0,
        high: 12.0,
        unblock: 2.85,
        confidence: Confidence::Medium,
        source: "a function outside of a VPC, stack events of 11 functions".to_owned(),
    }
}

fn endpoint(operation: Operation, properties: &Value) -> Duration {
    let kind = text(properties, &["VpcEndpointType"]);
    match (kind.as_deref(), operation) {
        (Some("Interface"), Operation::Delete) => assumed(
            [40.0, 82.0, 120.0],
            "one stack event pair of an interface endpoint, us-east-1, 2025; the range is assumed",
        ),
        (Some("Interface"), _) => assumed(
            [120.0, 240.0, 346.0],
            "one stack event pair of an interface endpoint (346 s, us-east-1, 2025); the rest is assumed",
        ),
        (_, Operation::Delete) => assumed([1.0, 2.0, 2.0], "gateway endpoints, stack events"),
        _ => assumed([2.0, 3.0, 6.0], "gateway endpoints, stack events"),
    }
}

/// Add-ons that run on a node wait for one, for about 15 min where none comes.
fn addon(properties: &Value) -> Option<Duration> {
    let name = text(properties, &["AddonName"])?;
    let (seconds, count) = match name.as_str() {
        "coredns" => ([14.0, 15.0, 56.0], 6),
        "kube-proxy" => ([4.0, 17.0, 35.0], 6),
        "vpc-cni" => ([24.0, 35.0, 65.0], 5),
        "metrics-server" => ([30.0, 45.0, 90.0], 1),
        "aws-ebs-csi-driver" => ([30.0, 46.0, 911.0], 2),
        _ => return None,
    };
    Some(Duration {
        confidence: if count >= 3 {
            Confidence::Medium
        } else {
            Confidence::Low
        },
        ..assumed(
            seconds,
            &format!("{name}, {count} apply logs, 2023 to 2026"),
        )
    })
}

/// A rolling update of a managed group: a fixed part, and each node in turn.
fn rolling(properties: &Value) -> Duration {
    let nodes = number(properties, &["ScalingConfig", "DesiredSize"]).unwrap_or(2.0);
    let at_once = number(properties, &["UpdateConfig", "MaxUnavailable"])
        .filter(|count| *count >= 1.0)
        .or_else(|| {
            number(properties, &["UpdateConfig", "MaxUnavailablePercentage"])
                .map(|percent| (nodes * percent / 100.0).floor().max(1.0))
        })
        .unwrap_or(1.0);
    let median = 1500.0 + 160.0 * (nodes / at_once).ceil();
    assumed(
        [671.0_f64.min(median), median, median * 1.4],
        "1500 s and 160 s a node, two reports of 2 and 55 nodes, 2024; 671 s is the average of any update",
    )
}

fn search(properties: &Value) -> Duration {
    let masters = text(properties, &["ClusterConfig", "DedicatedMasterEnabled"])
        .is_some_and(|flag| flag == "true");
    let zones = number(
        properties,
        &[
            "ClusterConfig",
            "ZoneAwarenessConfig",
            "AvailabilityZoneCount",
        ],
    );
    if masters || zones.is_some_and(|zones| zones >= 3.0) {
        return assumed(
            [750.0, 1200.0, 3600.0],
            "reports of dedicated masters or three zones, 2023 and 2024; no log-grade sample",
        );
    }
    assumed(
        [750.0, 1070.0, 1800.0],
        "statements and averages of 9 sources; no log-grade sample",
    )
}

fn text(properties: &Value, path: &[&str]) -> Option<String> {
    properties.at(path).and_then(Value::as_text)
}

fn number(properties: &Value, path: &[&str]) -> Option<f64> {
    text(properties, path)?.parse().ok()
}
