//! Money that buys nothing, as far as costs themselves can tell.

use serde::{Deserialize, Serialize};

use super::{Amount, Condition, Provenance};

/// What is probably wasted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct WasteList {
    pub words: String,
    /// The surest money first.
    pub findings: Vec<Waste>,
    /// What cost data cannot tell, so that nobody takes the list for whole.
    pub cannot_tell: Vec<String>,
    pub provenance: Provenance,
}

/// How sure a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase", rename = "WasteConfidence")]
pub enum Confidence {
    /// The bill itself says so.
    High,
    /// Nothing else is likely.
    Medium,
    /// Worth a look.
    Low,
}

/// Something that probably buys nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Waste {
    /// Stable: `idle-nat`, `idle-load-balancer`, `unused-commitment`, `growing-snapshots`.
    pub code: String,
    pub title: String,
    pub confidence: Confidence,
    pub currency: String,
    /// What it costs a month.
    pub monthly: Amount,
    /// `320 NAT gateway hours in dev carried 0.2 GB.`
    pub evidence: String,
    /// How it was found.
    pub found_by: String,
    /// What to do about it.
    pub remedy: String,
    /// Filters for the line items.
    pub filter: Vec<Condition>,
    /// Resources by ARN or ID, where they are known.
    pub resources: Vec<String>,
}
