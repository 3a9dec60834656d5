//! What line items are told apart by, and the four costs.

use serde::{Deserialize, Serialize};

/// What a ledger row is told apart by besides its day, in FOCUS's terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum Dimension {
    /// `SubAccountId`: the account that used something.
    Account,
    /// `RegionId`
    Region,
    /// `ServiceName`, under its newest name.
    Service,
    /// `SkuMeter`, CUR's usage type: `USE1-NatGateway-Bytes`.
    UsageType,
    /// `PricingCategory`: Standard, Dynamic, Committed, Other.
    PricingCategory,
    /// `ChargeCategory`: Usage, Purchase, Tax, Credit, Adjustment.
    ChargeCategory,
    /// `ChargeClass`: Correction, or nothing.
    ChargeClass,
    /// `ChargeFrequency`: One-Time, Recurring, Usage-Based.
    ChargeFrequency,
    /// `CommitmentDiscountId`: the savings plan or reservation.
    Commitment,
    /// `CommitmentDiscountStatus`: Used, Unused, or nothing.
    CommitmentStatus,
    /// `BillingCurrency`
    Currency,
    /// Value of the first tag of [`super::TagKeys::environment`] that a line has, as it was written.
    Environment,
    /// The same of [`super::TagKeys::component`].
    Component,
    /// The same of [`super::TagKeys::team`].
    Team,
}

impl Dimension {
    /// All of them, in the order in which ledgers keep them.
    pub const ALL: [Self; 14] = [
        Self::Account,
        Self::Region,
        Self::Service,
        Self::UsageType,
        Self::PricingCategory,
        Self::ChargeCategory,
        Self::ChargeClass,
        Self::ChargeFrequency,
        Self::Commitment,
        Self::CommitmentStatus,
        Self::Currency,
        Self::Environment,
        Self::Component,
        Self::Team,
    ];

    /// Its place in [`Self::ALL`].
    pub const fn index(self) -> usize {
        self as usize
    }
}

/// FOCUS's four costs. They are never added to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum Cost {
    /// What the invoice charges.
    Billed,
    /// Purchases spread over what they cover (amortised).
    Effective,
    /// At list prices.
    List,
    /// At the prices that were agreed.
    Contracted,
}

impl Cost {
    pub const ALL: [Self; 4] = [Self::Billed, Self::Effective, Self::List, Self::Contracted];

    /// Its place in [`Self::ALL`].
    pub const fn index(self) -> usize {
        self as usize
    }
}

/// What a file is, told from its columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub enum ExportFormat {
    #[serde(rename = "FOCUS 1.0")]
    Focus1_0,
    #[serde(rename = "FOCUS 1.1")]
    Focus1_1,
    #[serde(rename = "FOCUS 1.2")]
    Focus1_2,
    #[serde(rename = "FOCUS_1_0_AWS")]
    Focus1_0Aws,
    #[serde(rename = "FOCUS_1_2_AWS")]
    Focus1_2Aws,
    #[serde(rename = "CUR 2.0")]
    Cur2,
    #[serde(rename = "legacy CUR")]
    LegacyCur,
    /// Not a file: months asked of Cost Explorer.
    #[serde(rename = "Cost Explorer")]
    CostExplorer,
    /// Not a file: a roll-up that Athena made over an export.
    #[serde(rename = "Athena")]
    Athena,
}

impl std::fmt::Display for ExportFormat {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let word = serde_json::json!(self);
        f.write_str(word.as_str().unwrap_or_default())
    }
}
