//! What costs ask of the world: files to read, and a ledger to keep.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use async_trait::async_trait;
use domain::costs::{
    Amount, ColumnName, Condition, Cost, Costs, Dimension, FileReport, Grain, ImportedMonth,
    LineItem, MonthHead, MonthKey, ResourceRow, Rows, SplitRow, TagKeys,
};

use super::billing::Listing;
use super::import::Import;
use super::spend::Spend;
use crate::AppResult;

/// Cost exports on this computer.
pub trait CostFiles: Send + Sync {
    /// What there is to read below the paths, files and folders alike, and which of it belongs together.
    /// Metadata is looked at but is no data.
    ///
    /// Refuses with `InvalidInput`, with a field for every path in the way, what is no export at all:
    /// an empty file, an unknown format, a month whose manifest names files that are not there.
    fn survey(&self, paths: &[PathBuf]) -> AppResult<Survey>;

    /// Reads one delivery whole. Blocks for as long as it takes; `watch` hears of progress and may end
    /// it, which gives [`Reading::Cancelled`].
    ///
    /// Refuses with `InvalidInput` what cannot be trusted: a file that breaks off, or too many broken
    /// line items. Then nothing of the delivery is to be stored.
    fn read(&self, delivery: &Delivery, keys: &TagKeys, watch: &dyn Watch) -> AppResult<Reading>;

    /// The files that a manifest of an export names, by URI or key; nothing of what is no manifest.
    fn named(&self, manifest: &Path) -> Option<Vec<String>>;

    /// The line items behind a figure, from the files that its month came from: the largest ones, at
    /// most `limit`, the largest first. Blocks for as long as it takes.
    ///
    /// Refuses with `InvalidInput` a file that is gone or cannot be read any more.
    fn lines(
        &self,
        files: &[PathBuf],
        filter: &LineFilter,
        limit: usize,
        keys: &TagKeys,
        watch: &dyn Watch,
    ) -> AppResult<Lines>;
}

/// Which line items make a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineFilter {
    pub month: MonthKey,
    /// Days since 1970 that are meant; none for all.
    pub days: Option<BTreeSet<i64>>,
    /// Values of dimensions, as the ledger keeps them; a line item has one of each.
    pub values: BTreeMap<Dimension, BTreeSet<String>>,
    /// What else must hold: of [`domain::costs::Field::Resource`] and `Tag`.
    pub conditions: Vec<Condition>,
    /// The cost that line items are put in order by.
    pub cost: Cost,
}

/// Line items that were found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lines {
    pub items: Vec<LineItem>,
    /// All that there are, whether they are among `items` or not.
    pub count: u64,
    /// Over all of them, by currency.
    pub totals: BTreeMap<String, Costs>,
    /// True when `watch` ended the search, so that there may be more.
    pub cancelled: bool,
}

/// What there is to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Survey {
    /// Months that come in and are stored one after another: of an export's tree one each, of loose
    /// files one for all.
    pub deliveries: Vec<Delivery>,
    /// Bytes of all files as they lie on disk.
    pub bytes: u64,
    /// What was left out, with why: `metadata/…: describes the export`.
    pub ignored: Vec<String>,
}

/// Files that are read together, because together they make months.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Of which month, where folders or manifest tell.
    pub period: Option<domain::costs::Period>,
    pub files: Vec<PathBuf>,
    pub bytes: u64,
    /// Whether a manifest says that the files are parts of one export. Otherwise their line items do.
    pub manifest: bool,
}

/// Hears how far a file is read.
pub trait Watch: Send + Sync {
    /// Bytes of the file as it lies on disk, and line items, so far. False ends the reading.
    fn progress(&self, file: &Path, bytes: u64, rows: u64) -> bool;
}

/// How a reading ended.
#[derive(Debug)]
pub enum Reading {
    Whole {
        files: Vec<FileReport>,
        months: Vec<ImportedMonth>,
    },
    Cancelled,
}

/// Months kept in the store.
#[async_trait]
pub trait Ledger: Send + Sync {
    /// Where months and imports stand; cheap enough to be asked every other second.
    async fn mark(&self) -> AppResult<LedgerMark>;
    /// By key.
    async fn months(&self) -> AppResult<Vec<StoredMonth>>;
    /// Columns of stored months' rows, in the order of the months.
    async fn rows(&self, ids: &[i64], grain: Grain, columns: &[ColumnName])
    -> AppResult<Vec<Rows>>;
    /// The biggest spenders of a stored month.
    async fn resources(&self, id: i64) -> AppResult<Vec<ResourceRow>>;
    async fn splits(&self, id: i64) -> AppResult<Vec<SplitRow>>;
    /// Replaces months and writes down how the import stands, all in one transaction. Refuses with
    /// `DrivenElsewhere` when `owner` no longer holds the import's lease.
    async fn replace_months(
        &self,
        months: &[ImportedMonth],
        import: &Import,
        owner: &str,
        now_ms: i64,
    ) -> AppResult<()>;
    /// Forgets months; gives how many there were.
    async fn delete_months(&self, keys: &[MonthKey]) -> AppResult<u64>;

    async fn add_import(&self, import: &Import) -> AppResult<()>;
    /// Refuses with `DrivenElsewhere` when `owner` no longer holds its lease.
    async fn save_import(&self, import: &Import, owner: &str) -> AppResult<()>;
    async fn import(&self, id: &str) -> AppResult<Option<Import>>;
    /// Newest first.
    async fn imports(&self) -> AppResult<Vec<Import>>;
    /// Takes or renews the right to carry an import out; false while another process holds it.
    async fn lease_import(
        &self,
        id: &str,
        owner: &str,
        now_ms: i64,
        until_ms: i64,
    ) -> AppResult<bool>;
    async fn request_import_cancel(&self, id: &str) -> AppResult<()>;
    async fn import_cancel_requested(&self, id: &str) -> AppResult<bool>;

    /// Keeps what an export's bucket holds, by account and the export's ARN, in place of what was listed before.
    async fn keep_listing(&self, account: &str, export: &str, listing: &Listing) -> AppResult<()>;
    /// What was listed last.
    async fn listing(&self, account: &str, export: &str) -> AppResult<Option<Listing>>;

    /// Writes down a call that AWS charges for; gives its number.
    async fn add_spend(&self, spend: &Spend) -> AppResult<i64>;
    /// Corrects what a call has cost, once AWS has said so.
    async fn settle_spend(&self, number: i64, usd: Amount) -> AppResult<()>;
    /// Calls since a time, the newest first.
    async fn spend_since(&self, at_ms: i64) -> AppResult<Vec<Spend>>;
}

/// Equal as long as no process has changed anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerMark {
    /// The number that a month was given last, which may be gone, and how many there are.
    pub months: (i64, i64),
    /// Every import with its state; of those that run, how far they are.
    pub imports: String,
}

/// A month in the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredMonth {
    /// Another one after every import.
    pub id: i64,
    pub head: MonthHead,
    pub imported_at_ms: i64,
    /// Bytes it takes in the store.
    pub bytes: u64,
}
