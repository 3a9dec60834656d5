//! How long CloudFormation types take, with their evidence.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use super::calibrate::{Observed, factors};
use super::rules::{by_properties, unknown};
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
    /// Factors that an account's own launches have shown, and from how many resources.
    own: BTreeMap<(String, Operation), (f64, usize)>,
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
            // Without the table every type is one that nobody observed, with low confidence, which is
            // true, where a panic would end the app. A test reads the table.
            Self::parse(include_str!("../../data/durations.json")).unwrap_or_else(|_| Self {
                rows: BTreeMap::new(),
                own: BTreeMap::new(),
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
            own: BTreeMap::new(),
            compiled: table.compiled,
        })
    }

    /// The table, brought nearer to what an account's own launches have taken.
    #[must_use]
    pub fn calibrated(&self, all: &[Observed]) -> Self {
        Self {
            own: factors(all),
            ..self.clone()
        }
    }

    /// How long a resource takes; types with two humps are told apart by their properties.
    pub fn lookup(
        &self,
        resource_type: &str,
        operation: Operation,
        properties: &Value,
    ) -> Duration {
        let table = self.tabulated(resource_type, operation, properties);
        let key = (resource_type.to_owned(), operation);
        match self.own.get(&key) {
            Some((factor, count)) => Duration {
                low: table.low * factor,
                median: table.median * factor,
                high: table.high * factor,
                unblock: table.unblock * factor,
                confidence: match count {
                    10.. => Confidence::High,
                    3.. => table.confidence.max(Confidence::Medium),
                    _ => table.confidence,
                },
                source: format!("{count} of this account's own, {}", table.source),
            },
            None => table,
        }
    }

    fn tabulated(&self, resource_type: &str, operation: Operation, properties: &Value) -> Duration {
        if let Some(chosen) = by_properties(resource_type, operation, properties) {
            return chosen;
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
        other if other.starts_with("Custom::") => "AWS::CloudFormation::CustomResource",
        other => other,
    }
}
