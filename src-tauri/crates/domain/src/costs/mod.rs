//! What the platform cost: exact amounts, the ledger that line items are rolled up into, and every
//! report over it.
//!
//! Nothing here reads a file: the `exports` crate turns FOCUS and CUR files into [`ImportedMonth`]s, the
//! store keeps them, and reports are pure functions over [`Rows`].

mod amount;
mod dimension;
mod field;
mod group;
mod month;
mod provenance;
mod question;
mod report;
mod rows;
mod table;
mod tags;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod words;

pub use amount::{Amount, AmountError};
pub use dimension::{Cost, Dimension, ExportFormat};
pub use field::{Field, FieldError};
pub use month::{
    AccountName, Costs, FileReport, Finding, ImportedMonth, MonthHead, MonthKey, Period, Rejected,
    ResourceRow, Severity, SplitRow, TagRow,
};
pub use provenance::{MonthSource, Provenance};
pub use question::{Condition, Kept, Question, QuestionError};
pub use report::{Report, ReportRow, report, with_other_resources};
pub use rows::{AmountColumn, Column, ColumnName, DimensionColumn, Grain, Rows, RowsError};
pub use table::{Month, Table};
pub use tags::{EnvironmentRules, TagKeys, normalised_key};
pub use words::{counted, day_words, money};
