//! Budgets: what a month may cost.

use serde::{Deserialize, Serialize};

use super::{Amount, Cost};

/// What a month may cost, of one environment or the whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Budget {
    /// As reports name it; absent for the whole.
    pub environment: Option<String>,
    /// `USD`
    pub currency: String,
    /// A month.
    pub monthly: Amount,
    pub cost: Cost,
}

/// How a budget stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum Verdict {
    Within,
    /// The month will probably end above it.
    ForecastOver,
    Over,
}
