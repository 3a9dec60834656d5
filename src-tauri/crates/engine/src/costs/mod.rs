//! Costs: files in, a ledger kept, reports out. Reports never call AWS.

mod changes;
pub mod import;
mod months;
pub mod ports;
mod read;
mod report;

pub use changes::{MonthChange, RestatedLine};
pub use import::{Import, ImportState};
pub use months::{KeptMonth, delete_months, months};
pub use report::report;
