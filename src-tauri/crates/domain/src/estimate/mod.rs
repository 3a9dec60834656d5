//! What an environment costs a month at list price, item by item.

use serde::{Deserialize, Serialize};

use crate::money::MicroUsd;

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

/// What an estimate assumes about use; every figure can be changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Assumptions {
    /// Hours a month that everything runs.
    pub hours: u32,
    /// GB a month through each NAT gateway.
    pub nat_gb: u32,
    /// GB a month of logs taken in by CloudWatch.
    pub log_gb: u32,
    /// Builds a month for each pipeline.
    pub builds: u32,
    /// Minutes a build takes in CodeBuild.
    pub build_minutes: u32,
    /// GB of images kept in each ECR repository.
    pub image_gb: u32,
    /// Load balancers that the cluster makes.
    pub load_balancers: u32,
    /// Load balancer capacity units, on average, each.
    pub load_balancer_units: u32,
}

impl Default for Assumptions {
    fn default() -> Self {
        Self {
            hours: 730,
            nat_gb: 100,
            log_gb: 20,
            builds: 60,
            build_minutes: 6,
            image_gb: 10,
            load_balancers: 1,
            load_balancer_units: 1,
        }
    }
}
