//! Stack events folded into one whole snapshot of an operation.

mod progress;
mod status;
mod story;

use std::collections::BTreeMap;

pub use progress::{Progress, about, progress, words};
use serde::{Deserialize, Serialize};
pub use story::{STACK_TYPE, Story, nested_name};

use crate::change_set::ChangeTree;
use crate::failure::RootCause;
use crate::orphans::Orphans;

/// CloudFormation's status words, for resources and stacks alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Status {
    ReviewInProgress,
    CreateInProgress,
    CreateFailed,
    CreateComplete,
    RollbackInProgress,
    RollbackFailed,
    RollbackComplete,
    DeleteInProgress,
    DeleteFailed,
    DeleteComplete,
    DeleteSkipped,
    UpdateInProgress,
    UpdateFailed,
    UpdateCompleteCleanupInProgress,
    UpdateComplete,
    UpdateRollbackInProgress,
    UpdateRollbackFailed,
    UpdateRollbackCompleteCleanupInProgress,
    UpdateRollbackComplete,
    ImportInProgress,
    ImportFailed,
    ImportComplete,
    ImportRollbackInProgress,
    ImportRollbackFailed,
    ImportRollbackComplete,
}

/// One event of one stack, as CloudFormation reports it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct StackEvent {
    /// CloudFormation's event ID, unique.
    pub id: String,
    /// Milliseconds since 1970 UTC.
    pub at_ms: i64,
    /// ARN of the stack that the event belongs to.
    pub stack_id: String,
    /// Stack's name.
    pub stack_name: String,
    pub logical_id: String,
    /// May be empty while AWS has not decided; for a nested stack its ARN.
    pub physical_id: Option<String>,
    #[serde(rename = "type")]
    pub resource_type: String,
    pub status: Status,
    /// AWS's words.
    pub reason: Option<String>,
    /// `ResourceStatus` detail: true for `CONFIGURATION_COMPLETE`, when dependents may start.
    pub configuration_complete: bool,
}

/// What a job does to an environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum Operation {
    Create,
    Update,
    Delete,
}

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum JobState {
    /// Something drives it, or will at the next start.
    Running,
    /// Waits for a person; see [`NeedsYou`].
    NeedsYou,
    Done,
    Failed,
    Cancelled,
}

/// What only a person can do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct NeedsYou {
    /// `sign-in-again`, `finish-github-handshake`.
    pub code: String,
    pub message: String,
    /// The steps, in order.
    pub steps: Vec<String>,
    /// What a stuck rollback may leave as it is: `Cluster`, `NodesGeneral.ManagedGroup`. Empty for every
    /// other question, and absent in those that were kept before it could be chosen.
    #[serde(default)]
    pub skippable: Vec<String>,
    /// The page of the AWS console on which it is done:
    /// `https://console.aws.amazon.com/codesuite/settings/connections?region=eu-central-1`. Absent where
    /// there is none, as in practice.
    #[serde(default)]
    pub url: Option<String>,
}

/// A step of the job that people can name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct PhaseView {
    /// `Prepare`, `Upload`, `Change set`, `Create`, `Roll back`, `Finish`.
    pub label: String,
    pub state: PhaseState,
}

/// Where a phase stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum PhaseState {
    Waiting,
    Active,
    Done,
    Failed,
    Skipped,
}

/// One stack in a snapshot.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct StackView {
    /// `root`, the logical ID of the nested stack in the root, or the way to one that is nested deeper:
    /// `Outer/Inner`.
    pub stack: String,
    /// ARN, once known.
    pub stack_id: Option<String>,
    pub status: Option<Status>,
    /// Resources that are complete.
    pub complete: u32,
    pub total: u32,
}

/// One resource in a snapshot; seconds are real time from the start of the operation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ResourceView {
    pub stack: String,
    pub logical_id: String,
    #[serde(rename = "type")]
    pub resource_type: String,
    pub physical_id: Option<String>,
    /// Absent until the first event.
    pub status: Option<Status>,
    pub reason: Option<String>,
    /// Milliseconds since 1970 UTC.
    pub started_at_ms: Option<i64>,
    pub finished_at_ms: Option<i64>,
    /// Predicted, in simulated or real seconds from the start, before any speed factor.
    pub predicted_start_s: Option<f64>,
    pub predicted_end_s: Option<f64>,
    pub critical: bool,
}

/// Everything a screen shows of a job; each one replaces the one before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct LaunchSnapshot {
    pub job_id: String,
    pub environment: String,
    pub account: String,
    pub region: String,
    pub operation: Operation,
    pub state: JobState,
    pub phases: Vec<PhaseView>,
    /// One sentence that is always true: `Creating nodes: 2 of 3 ready. About 6 min left.`
    pub sentence: String,
    /// Of the predicted minutes, not of the count; 0 to 100.
    pub percent: f64,
    /// Predicted seconds left at real speed; absent when nothing runs.
    pub seconds_left: Option<f64>,
    /// Factor by which practice runs faster than AWS; 1 for a real account, 0 for unlimited.
    pub speed: f64,
    pub started_at_ms: i64,
    pub finished_at_ms: Option<i64>,
    pub stacks: Vec<StackView>,
    pub resources: Vec<ResourceView>,
    pub event_count: u32,
    pub outputs: BTreeMap<String, String>,
    pub root_cause: Option<RootCause>,
    pub needs_you: Option<NeedsYou>,
    /// What the change set does, once AWS has told; of a creation only while it is looked at.
    #[serde(default)]
    pub change_set: Option<ChangeTree>,
    /// What is still there after a deletion.
    #[serde(default)]
    pub orphans: Option<Orphans>,
    /// True when another process drives this job and this one watches.
    pub watched: bool,
    /// Grows with every snapshot of the job.
    pub revision: u64,
}
