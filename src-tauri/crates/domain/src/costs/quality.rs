//! How far the figures can be trusted.

use serde::{Deserialize, Serialize};

use super::{Finding, MonthKey, Provenance, Severity};

/// What the checks of all months found, and what imports left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Quality {
    pub sentence: String,
    /// The worst of all findings.
    pub worst: Option<Severity>,
    pub months: Vec<MonthQuality>,
    pub provenance: Provenance,
}

/// The quality of one month's data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct MonthQuality {
    pub key: MonthKey,
    /// Line items that came in.
    pub lines: u64,
    /// Line items of its files that could not be read.
    pub rejected: u64,
    /// Whether the ledger's rows add up to its line items exactly, in every cost and currency.
    pub reconciled: bool,
    pub findings: Vec<Finding>,
}
