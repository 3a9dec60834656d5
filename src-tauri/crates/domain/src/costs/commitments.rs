//! Savings plans and reservations: what they cover, what of them is used, what is wasted.

use serde::{Deserialize, Serialize};

use super::{Amount, Provenance};

/// Every commitment in a range of months.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Commitments {
    pub words: String,
    pub currencies: Vec<CommitmentTotals>,
    /// The most unused money first.
    pub rows: Vec<Commitment>,
    pub provenance: Provenance,
}

/// All commitments in one currency.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct CommitmentTotals {
    pub currency: String,
    pub sentence: String,
    pub used: Amount,
    pub unused: Amount,
    /// Used of used and unused, 0 to 1.
    pub utilisation: Option<f64>,
    /// Usage at list prices that commitments covered.
    pub covered: Amount,
    /// The same usage types at list prices that nothing covered.
    pub uncovered: Amount,
    /// Covered of covered and uncovered, 0 to 1.
    pub coverage: Option<f64>,
    /// What covered usage would have cost at contracted prices less what the commitments cost, unused
    /// money included; negative where they cost more than they saved.
    pub saved: Amount,
}

/// One savings plan or reservation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Commitment {
    /// `CommitmentDiscountId`
    pub id: String,
    pub currency: String,
    /// Billed for it.
    pub purchased: Amount,
    pub used: Amount,
    pub unused: Amount,
    /// Used of used and unused, 0 to 1.
    pub utilisation: Option<f64>,
    pub saved: Amount,
    /// Purchases less what was used and unused: zero where the commitment balances over the range.
    pub balance: Amount,
}
