//! What an environment costs a month at list price, item by item.
//!
//! Not in it: [`NOT_INCLUDED`].

mod assumptions;
mod charges;
mod compute;
mod delivery;
mod ledger;
mod price;
mod watching;

use serde::{Deserialize, Serialize};

use crate::money::MicroUsd;

pub use assumptions::{ASSUMPTIONS, Assumption, Assumptions};
pub use ledger::estimate;
pub use price::{Price, PriceBook, PriceConfidence, PriceError};

/// What no estimate holds; every place that shows the sum says so.
pub const NOT_INCLUDED: &str =
    "taxes, discounts, support plans, and the free tier unless an item says so";

/// One priced line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct EstimateItem {
    /// Nested stack: `Network`; `root` for the root itself.
    pub stack: String,
    /// Resource it belongs to.
    pub logical_id: String,
    /// `EC2`, `EKS`, `NAT`.
    pub service: String,
    /// `NAT gateway hours`.
    pub what: String,
    /// Decimal: `1460`.
    pub quantity: String,
    /// `hour`, `GB`, `GB-month`, `minute`.
    pub unit: String,
    /// US dollars for one unit, decimal: `0.045`.
    pub unit_price: String,
    /// Micro-USD a month.
    pub monthly_micros: MicroUsd,
    /// `2 gateways, 730 hours each`.
    pub assumption: String,
    /// Where the price was read.
    pub source: String,
    /// ISO date of the price.
    pub as_of: String,
    /// How far the price can be trusted; what is low should be verified. Plans of older versions do not
    /// tell.
    #[serde(default)]
    pub confidence: PriceConfidence,
    /// Field of the environment file that decides it: `network.nat`.
    pub field: String,
}

/// Something that costs money but is not in the price book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Unpriced {
    pub stack: String,
    pub logical_id: String,
    /// `m7i.large in us-west-2, on demand`.
    pub what: String,
    /// Why there is no price.
    pub why: String,
}

/// The sum of one nested stack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct EstimatePart {
    pub stack: String,
    /// `Network`, `Cluster`, `Nodes: general`, `Search`, ...
    pub label: String,
    pub monthly_micros: MicroUsd,
    /// False when something of this stack is unpriced.
    pub complete: bool,
}

/// The monthly estimate of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Estimate {
    /// Always `USD` today.
    pub currency: String,
    /// Sum of the items, micro-USD a month.
    pub monthly_micros: MicroUsd,
    /// False when `unpriced` is not empty: then the sum is "at least".
    pub complete: bool,
    pub parts: Vec<EstimatePart>,
    pub items: Vec<EstimateItem>,
    pub unpriced: Vec<Unpriced>,
    /// ISO date of the oldest price used.
    pub prices_as_of: String,
}

impl Estimate {
    /// The sum in words, honest about what is missing: `at least $412.30, 2 items unpriced`.
    pub fn headline(&self) -> String {
        match self.unpriced.len() {
            0 => self.monthly_micros.to_string(),
            1 => format!("at least {}, 1 item unpriced", self.monthly_micros),
            many => format!("at least {}, {many} items unpriced", self.monthly_micros),
        }
    }
}
