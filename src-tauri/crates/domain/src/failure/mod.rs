//! What broke, in plain words: classification of AWS's texts, and the root cause of a stream of events.

mod candidates;
mod cascade;
mod classify;
mod codes;
mod consequences;
mod failed_call;
mod operation_event;
mod root_cause;
mod rules;
mod stream;
mod tree;
mod wrappers;

use serde::{Deserialize, Serialize};

pub use cascade::{is_cascade, is_notice};
pub use classify::{Explanation, classify};
pub use codes::{KnownCause, all as known_causes, find as known_cause};
pub use failed_call::{
    AFTER_MS as TRAIL_AFTER_MS, BEFORE_MS as TRAIL_BEFORE_MS, CallAnswer, FailedCall,
    LATEST_MS as TRAIL_LATEST_MS, Recognised, TrailEvent, TrailQuestion, failed_call, trail_source,
};
pub use root_cause::{Found, Place, missing_stacks, root_cause, root_cause_at};
pub use stream::{StreamError, merge_stack_events, parse_stack_events};
pub use wrappers::{Unwrapped, unwrap};

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
    /// Nested stack: `Network`, or `Outer/Inner` further down; `root` for the root's own; a stack name where the
    /// app never launched it.
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
