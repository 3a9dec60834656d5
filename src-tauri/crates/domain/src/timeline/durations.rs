//! How long CloudFormation types take, with their evidence.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use super::{Confidence, Operation};
use crate::template::Value;

/// Seconds that one resource takes, and what they rest on.
#[derive(Debug, Clone, PartialEq)]
pub struct Duration {
    /// 10th percentile.
    pub low: f64,
    pub median: f64,
    /// 90th percentile.
    pub high: f64,
    /// When dependents may start, at most `median`.
    pub unblock: f64,
    pub confidence: Confidence,
    pub source: String,
}

/// The table of durations.
#[derive(Debug, Clone)]
pub struct Durations {
    rows: BTreeMap<(String, Operation), Duration>,
    /// ISO date on which the table was compiled.
    pub compiled: String,
}

/// What CloudFormation itself adds (data/durations.json, `overhead`).
pub const STACK_START_S: f64 = 2.7;
pub const STACK_END_S: f64 = 1.2;
pub const HOP_S: f64 = 1.0;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Table {
    compiled: String,
    resources: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    #[serde(rename = "type")]
    resource_type: String,
    operation: String,
    median_s: f64,
    #[serde(rename = "p10S")]
    low_s: f64,
    #[serde(rename = "p90S")]
    high_s: f64,
    unblock_s: Option<f64>,
    confidence: Confidence,
    source: String,
}

impl Durations {
    /// The table that ships with the product.
    pub fn builtin() -> &'static Self {
        static TABLE: OnceLock<Durations> = OnceLock::new();
        TABLE.get_or_init(|| {
            // The file is part of the program; a test reads it, so this arm is never met.
            Self::parse(include_str!("../../data/durations.json")).unwrap_or_else(|_| Self {
                rows: BTreeMap::new(),
                compiled: String::new(),
            })
        })
    }

    /// Reads a table.
    ///
    /// # Errors
    /// JSON that is not the table's shape, or an unknown operation, with its place.
    pub fn parse(json: &str) -> Result<Self, serde_json::Error> {
        let table: Table = serde_json::from_str(json)?;
        let mut rows = BTreeMap::new();
        for row in table.resources {
            let operation = match row.operation.as_str() {
                "create" => Operation::Create,
                "update" => Operation::Update,
                "delete" => Operation::Delete,
                other => {
                    return Err(serde::de::Error::custom(format!(
                        "{}: unknown operation `{other}`",
                        row.resource_type
                    )));
                }
            };
            let duration = Duration {
                low: row.low_s,
                median: row.median_s,
                high: row.high_s,
                unblock: row.unblock_s.unwrap_or(row.median_s).min(row.median_s),
                confidence: row.confidence,
                source: row.source,
            };
            rows.insert((row.resource_type, operation), duration);
        }
        Ok(Self {
            rows,
            compiled: table.compiled,
        })
    }

    /// How long a resource takes; types with two humps are told apart by their properties.
    pub fn lookup(
        &self,
        resource_type: &str,
        operation: Operation,
        properties: &Value,
    ) -> Duration {
        if let Some(special) = special(resource_type, operation, properties) {
            return special;
        }
        let key = |operation| (renamed(resource_type).to_owned(), operation);
        self.rows
            .get(&key(operation))
            // Small resources are deleted about as fast as they are updated or made.
            .or_else(|| match operation {
                Operation::Delete => None,
                _ => self.rows.get(&key(Operation::Create)),
            })
            .cloned()
            .unwrap_or_else(|| unknown(operation))
    }
}

/// Types whose facts stand under an older name.
fn renamed(resource_type: &str) -> &str {
    match resource_type {
        "AWS::CodeConnections::Connection" => "AWS::CodeStarConnections::Connection",
        "AWS::IAM::RolePolicy" => "AWS::IAM::Policy",
        other => other,
    }
}

fn assumed(low: f64, median: f64, high: f64, source: &str) -> Duration {
    Duration {
        low,
        median,
        high,
        unblock: median,
        confidence: Confidence::Low,
        source: source.to_owned(),
    }
}

fn unknown(operation: Operation) -> Duration {
    match operation {
        Operation::Delete => assumed(1.0, 2.0, 10.0, "assumed: no observation of this type"),
        _ => assumed(2.0, 5.0, 30.0, "assumed: no observation of this type"),
    }
}

/// Rules of the table's own notes for types that one median does not describe.
fn special(resource_type: &str, operation: Operation, properties: &Value) -> Option<Duration> {
    let creates = operation == Operation::Create;
    match resource_type {
        "AWS::Lambda::Function" if creates && properties.get("VpcConfig").is_some() => {
            Some(assumed(
                200.0,
                230.0,
                260.0,
                "Lambda attached to a VPC, stack events",
            ))
        }
        "AWS::Lambda::Function" if creates => Some(Duration {
            low: 7.0,
            median: 8.0,
            high: 12.0,
            unblock: 2.85,
            confidence: Confidence::Medium,
            source: "Lambda outside of a VPC, stack events".to_owned(),
        }),
        "AWS::EC2::VPCEndpoint" => {
            let interface = properties
                .get("VpcEndpointType")
                .and_then(Value::as_text)
                .is_some_and(|kind| kind == "Interface");
            let deletes = operation == Operation::Delete;
            Some(match (interface, deletes) {
                (true, false) => assumed(120.0, 180.0, 278.0, "interface endpoint, apply logs"),
                (true, true) => assumed(30.0, 60.0, 90.0, "interface endpoint, apply logs"),
                (false, _) => assumed(2.0, 3.0, 5.0, "gateway endpoint, stack events"),
            })
        }
        "AWS::OpenSearchService::Domain" if creates => Some(assumed(
            750.0,
            1070.0,
            1800.0,
            "statements and averages of 9 sources; no log-grade sample",
        )),
        "AWS::AutoScaling::AutoScalingGroup" if operation == Operation::Delete => Some(assumed(
            60.0,
            120.0,
            300.0,
            "assumed: instances end before their group",
        )),
        // A build of a few minutes that installs charts into the cluster.
        "Custom::ClusterSoftware" => Some(assumed(
            120.0,
            210.0,
            420.0,
            "assumed: CodeBuild start and Helm installations",
        )),
        _ => None,
    }
}
