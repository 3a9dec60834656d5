//! What the platform cost: exact amounts, the ledger that line items are rolled up into, and every
//! report over it.
//!
//! Nothing here reads a file: the `exports` crate turns FOCUS and CUR files into [`ImportedMonth`]s, the
//! store keeps them, and reports are pure functions over [`Rows`].

mod amount;
mod dimension;
mod month;
mod rows;
mod tags;

pub use amount::{Amount, AmountError};
pub use dimension::{Cost, Dimension, ExportFormat};
pub use month::{
    AccountName, Costs, FileReport, Finding, ImportedMonth, MonthHead, MonthKey, Period, Rejected,
    ResourceRow, Severity, SplitRow, TagRow,
};
pub use rows::{AmountColumn, Column, ColumnName, DimensionColumn, Grain, Rows, RowsError};
pub use tags::{EnvironmentRules, TagKeys, normalised_key};
