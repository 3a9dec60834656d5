//! Why costs changed from one range of months to another, as a waterfall whose steps add up exactly.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Amount, Cost, Costs, FieldValues, Provenance, Span};

/// What made a cost change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum DriverKind {
    /// More or less of the same usage type, at the price of before.
    Usage,
    /// The same usage type at another cost a unit: list price, discount, commitment, instance mix.
    Price,
    /// Usage that was not there before.
    New,
    /// Usage that is not there any more.
    Gone,
    /// Usage whose quantity is not known: price and usage cannot be told apart.
    Unmeasured,
    /// Commitments that nothing used.
    UnusedCommitment,
    /// Savings plans and reservations that were bought.
    CommitmentPurchase,
    /// Other purchases: support, marketplace, domains.
    Purchase,
    Credit,
    /// Corrections of earlier charges.
    Refund,
    Adjustment,
    Tax,
}

impl DriverKind {
    /// As tables and sentences name it: `unused commitments`.
    pub fn words(self) -> &'static str {
        match self {
            Self::Usage => "usage",
            Self::Price => "price",
            Self::New => "new",
            Self::Gone => "gone",
            Self::Unmeasured => "usage or price",
            Self::UnusedCommitment => "unused commitments",
            Self::CommitmentPurchase => "commitments bought",
            Self::Purchase => "purchases",
            Self::Credit => "credits",
            Self::Refund => "corrections",
            Self::Adjustment => "adjustments",
            Self::Tax => "tax",
        }
    }
}

/// Why costs changed, in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Waterfall {
    pub currency: String,
    pub before: Amount,
    pub after: Amount,
    /// `after` less `before`; the steps add up to it exactly, and so do the lines.
    pub difference: Amount,
    /// One for each kind that changed, usage and price first.
    pub steps: Vec<DriverStep>,
    /// The largest first.
    pub lines: Vec<DriverLine>,
    /// `$310.00 more: NAT data in staging explains $198.00.`
    pub sentence: String,
}

/// What one kind of driver changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct DriverStep {
    pub kind: DriverKind,
    pub amount: Amount,
    /// Lines that it is made of.
    pub lines: u32,
}

/// A change of one usage type in one place, by one kind of driver.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct DriverLine {
    pub kind: DriverKind,
    pub amount: Amount,
    /// `NAT data in staging`
    pub what: String,
    /// By field; filters for the drill-down.
    #[cfg_attr(feature = "specta", specta(type = std::collections::BTreeMap<String, String>))]
    pub values: FieldValues,
    pub before: Amount,
    pub after: Amount,
    /// `PricingQuantity`, where price and usage were told apart.
    pub quantity_before: Option<Amount>,
    pub quantity_after: Option<Amount>,
}

/// Why costs changed between two ranges of months.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Drivers {
    /// What was compared, with filters, in words and without a full stop.
    pub words: String,
    pub cost: Cost,
    pub before: Span,
    pub after: Span,
    /// By currency.
    pub waterfalls: Vec<Waterfall>,
    pub provenance: Provenance,
}

/// Two ranges of months side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Comparison {
    pub words: String,
    pub cost: Cost,
    pub before: Span,
    pub after: Span,
    /// The largest change first.
    pub rows: Vec<ComparisonRow>,
    /// By currency.
    pub totals: BTreeMap<String, ComparedCosts>,
    pub provenance: Provenance,
}

/// Costs before and after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ComparedCosts {
    pub before: Costs,
    pub after: Costs,
    pub difference: Costs,
}

/// One value of the asked fields, before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ComparisonRow {
    /// By field; the empty text is none.
    #[cfg_attr(feature = "specta", specta(type = std::collections::BTreeMap<String, String>))]
    pub values: FieldValues,
    pub currency: String,
    #[serde(flatten)]
    pub costs: ComparedCosts,
}
