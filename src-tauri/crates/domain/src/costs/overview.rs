//! The one sentence, and what stands behind it.

use serde::{Deserialize, Serialize};

use super::{
    Amount, Anomaly, Budget, Cost, Forecast, Period, Provenance, Report, Span, Verdict, Waterfall,
};

/// What was paid, why it changed, what it will be: one entry for each currency.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Overview {
    /// The newest month, or the one that was asked for.
    pub month: Period,
    pub cost: Cost,
    /// Filters in words.
    pub words: String,
    pub currencies: Vec<CurrencyOverview>,
    /// By environment, this month.
    pub environments: Report,
    /// Every month that there is, for switching between them.
    pub months: Vec<Period>,
    pub provenance: Provenance,
}

/// A month in one currency.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct CurrencyOverview {
    pub currency: String,
    /// `October: $4,212.18, $310.00 above September: NAT data in staging explains $198.00.`
    pub sentence: String,
    /// All that is charged so far.
    pub amount: Amount,
    /// Whether that is all of the month.
    pub whole: bool,
    /// What it is compared with: the month before, or as many of its first days.
    pub before: Option<Span>,
    pub waterfall: Option<Waterfall>,
    pub forecast: Option<Forecast>,
    /// Why there is no forecast.
    pub no_forecast: Option<String>,
    pub budgets: Vec<BudgetState>,
    pub anomalies: Vec<Anomaly>,
}

/// How a budget stands in a month.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct BudgetState {
    pub budget: Budget,
    pub month: Period,
    pub actual: Amount,
    /// What the month will cost, where that can be told.
    pub forecast: Option<Amount>,
    /// `budget.monthly` less `actual`.
    pub left: Amount,
    pub verdict: Verdict,
    pub sentence: String,
}
