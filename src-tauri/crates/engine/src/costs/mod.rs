//! Costs: files in, a ledger kept, reports out. Reports never call AWS.

pub mod billing;
mod changes;
pub mod import;
mod months;
pub mod ports;
mod read;
mod report;
pub mod spend;
pub mod sync;

pub use changes::{MonthChange, RestatedLine};
pub use import::{AthenaTable, Import, ImportSource, ImportState};
pub use months::{KeptMonth, delete_months, months};
pub use report::report;
