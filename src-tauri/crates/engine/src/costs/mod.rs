//! Costs: files in, a ledger kept, reports out. Reports never call AWS.

mod changes;
pub mod import;
pub mod ports;
mod read;
mod report;

pub use changes::{MonthChange, RestatedLine};
pub use import::{Import, ImportState};
pub use report::report;
