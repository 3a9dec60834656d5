//! What an account's own billing data is asked for. Only a sync asks; reports never do.

use std::path::Path;

use async_trait::async_trait;
use domain::catalogue::Date;
use domain::costs::{Amount, Period};
use serde::{Deserialize, Serialize};

use crate::ports::CloudFault;

/// A Data Export, or a legacy Cost and Usage Report, and where it is delivered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct DataExport {
    pub arn: String,
    pub name: String,
    /// `FOCUS_1_2_AWS`, as its query names it.
    pub table: String,
    pub bucket: String,
    pub prefix: String,
    pub region: String,
    /// Why AWS does not deliver it; absent while it is healthy.
    pub unhealthy: Option<String>,
    pub last_refreshed: Option<String>,
}

impl DataExport {
    /// What all of its objects' keys begin with.
    pub fn folder(&self) -> String {
        match self.prefix.trim_matches('/') {
            "" => format!("{}/", self.name),
            prefix => format!("{prefix}/{}/", self.name),
        }
    }
}

/// An object of a bucket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StoredObject {
    pub key: String,
    pub bytes: u64,
    /// Another one whenever its content changes.
    pub etag: String,
}

/// Bytes that one [`Billing::fetch`] gives at most: few enough to be told of and cancelled, and to be asked
/// for again.
pub const PART_BYTES: u64 = 8 * 1024 * 1024;

/// What an export's bucket held when it was listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Listing {
    pub at_ms: i64,
    pub objects: Vec<StoredObject>,
}

/// A page of a listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectPage {
    pub objects: Vec<StoredObject>,
    pub next: Option<String>,
}

/// What Cost Explorer's answer is grouped by; two at most.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CostGrouping {
    Service,
    RecordType,
    /// A cost allocation tag by its key.
    Tag(String),
}

/// Which charges are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordTypes {
    /// Usage, fees and what commitments cover.
    Charges,
    /// Credits, refunds and taxes.
    Adjustments,
}

/// A question to Cost Explorer, by day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CostQuestion {
    pub from: Date,
    /// Not included.
    pub to: Date,
    pub groupings: Vec<CostGrouping>,
    pub record_types: RecordTypes,
}

/// A group of a day in Cost Explorer's answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CostGroup {
    pub day: Date,
    /// In the order of the groupings; of a tag its value, empty for none.
    pub keys: Vec<String>,
    pub unblended: Amount,
    pub amortized: Amount,
    pub currency: String,
}

/// A page of Cost Explorer's answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CostPage {
    pub groups: Vec<CostGroup>,
    pub next: Option<String>,
}

/// A query to Athena.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AthenaQuery {
    pub sql: String,
    pub database: String,
    pub workgroup: String,
    /// Where Athena writes its answer, unless the workgroup says: `s3://bucket/folder/`.
    pub output: Option<String>,
    /// The same token never starts a second query.
    pub client_token: String,
}

/// How a query stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QueryState {
    Running,
    Done {
        scanned_bytes: u64,
    },
    /// With Athena's reason. What a cancelled query had scanned is charged.
    Failed {
        reason: String,
        scanned_bytes: u64,
    },
}

/// A page of a query's answer; the header is not among the rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryPage {
    pub columns: Vec<String>,
    /// `None` is NULL.
    pub rows: Vec<Vec<Option<String>>>,
    pub next: Option<String>,
}

/// An account's billing data. What a call costs stands in `domain::costs::api_prices`; who asks writes it
/// down before.
#[async_trait]
pub trait Billing: Send + Sync {
    /// The account's Data Exports; free.
    async fn exports(&self) -> Result<Vec<DataExport>, CloudFault>;
    /// A page of what lies in an export's bucket below a prefix.
    async fn objects(
        &self,
        export: &DataExport,
        prefix: &str,
        page: Option<&str>,
    ) -> Result<ObjectPage, CloudFault>;
    /// Appends an object's next [`PART_BYTES`], or what is left of it, to what the file holds already, and
    /// gives how many bytes the file holds now. Refuses with `Rejected` when the object has changed since it
    /// was listed, with `NotFound` when it is gone.
    async fn fetch(
        &self,
        export: &DataExport,
        object: &StoredObject,
        to: &Path,
    ) -> Result<u64, CloudFault>;
    /// A page of Cost Explorer's answer.
    async fn cost_page(
        &self,
        question: &CostQuestion,
        page: Option<&str>,
    ) -> Result<CostPage, CloudFault>;
    /// Starts a query; gives its ID.
    async fn start_query(&self, query: &AthenaQuery) -> Result<String, CloudFault>;
    async fn stop_query(&self, id: &str) -> Result<(), CloudFault>;
    async fn query_state(&self, id: &str) -> Result<QueryState, CloudFault>;
    async fn query_page(&self, id: &str, page: Option<&str>) -> Result<QueryPage, CloudFault>;
}

/// The month that a key of an export belongs to: `…/BILLING_PERIOD=2026-11/…`.
pub fn period_of(key: &str) -> Option<Period> {
    key.split('/').find_map(|part| {
        let (name, value) = part.split_once('=')?;
        name.eq_ignore_ascii_case("billing_period")
            .then(|| value.parse().ok())?
    })
}
