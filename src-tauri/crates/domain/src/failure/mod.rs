//! What broke, in plain words: classification of AWS's texts, and the root cause of a stream of events.

use serde::{Deserialize, Serialize};

/// Kinds of causes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "kebab-case")]
pub enum CauseClass {
    Quota,
    Capacity,
    Permission,
    NameConflict,
    BadParameter,
    MissingPrerequisite,
    Dependency,
    NotStabilised,
    Throttling,
    ExpiredCredentials,
    InUseOnDelete,
    UnsupportedInRegionOrAz,
    Version,
    ExternalHandshake,
    Timeout,
    Cascade,
    Other,
    /// No rule knows it: AWS's words are shown as they are.
    Unknown,
}

/// The card that explains a failure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct RootCause {
    /// Stable: `ARR-1042`.
    pub code: String,
    pub class: CauseClass,
    /// `Elastic IP limit reached`.
    pub title: String,
    /// Nested stack: `Network`; `root` for the root's own; a stack name where the app never launched it.
    pub stack: String,
    pub logical_id: String,
    #[serde(rename = "type")]
    pub resource_type: String,
    pub physical_id: Option<String>,
    /// Verbatim; empty when AWS gave no reason.
    pub aws_message: String,
    /// Plain words.
    pub explanation: String,
    /// What to do.
    pub remedy: String,
    /// Source template: `network.yaml`; absent for a stack that the app never launched.
    pub file: Option<String>,
    /// Line of the resource in that file.
    pub line: Option<u32>,
    /// Further independent causes of the same operation.
    pub others: Vec<RootCause>,
    /// A second failure, while rolling back.
    pub rollback: Option<Box<RootCause>>,
}
