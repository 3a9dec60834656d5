//! How long a launch takes, and which chain of resources decides.

mod calibrate;
mod durations;
mod predict;
mod rules;
mod schedule;
mod update;

use serde::{Deserialize, Serialize};

pub use crate::launch::Operation;
pub use calibrate::{Observed, observed, observed_update};
pub use durations::{Duration, Durations};
pub use predict::{friendly, predict};
pub use schedule::{Schedule, ScheduledRow, schedule};
pub use update::{predict_update, update};

/// How much evidence a duration rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// A single statement or average.
    Low,
    /// Three or more logs.
    Medium,
    /// Ten or more logs from five or more sources.
    High,
}

/// One resource on the predicted timeline; seconds from the start of the launch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct TimelineRow {
    /// Nested stack: `Network`; `root` for the root's own.
    pub stack: String,
    pub logical_id: String,
    #[serde(rename = "type")]
    pub resource_type: String,
    pub start_s: f64,
    /// When dependents may start.
    pub unblock_s: f64,
    pub end_s: f64,
    /// On the chain that decides the end.
    pub critical: bool,
    pub confidence: Confidence,
}

/// Seconds: optimistic, expected, pessimistic.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct SecondsRange {
    pub low: f64,
    pub expected: f64,
    pub high: f64,
}

/// One link of the critical path.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct CriticalStep {
    pub stack: String,
    pub logical_id: String,
    #[serde(rename = "type")]
    pub resource_type: String,
    /// Seconds that this link adds to the launch.
    pub seconds: f64,
}

/// The predicted timeline of a launch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Timeline {
    /// Expected minutes, rounded up.
    pub minutes: u32,
    pub range: SecondsRange,
    /// Longest chain, in order.
    pub critical_path: Vec<CriticalStep>,
    /// `OpenSearch decides: about 24 min`.
    pub sentence: String,
    /// The lowest confidence on the critical path.
    pub confidence: Confidence,
    pub rows: Vec<TimelineRow>,
}
