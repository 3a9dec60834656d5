//! Costs: files in, a ledger kept, reports out. Reports never call AWS.

mod allocate;
pub mod billing;
mod budgets;
mod changes;
mod compare;
mod estimates;
mod hand_on;
pub mod import;
mod lines;
mod months;
mod overview;
pub mod ports;
mod quality;
mod read;
mod report;
pub mod spend;
pub mod sync;
mod trend;
mod units;
mod waste;

pub use allocate::{allocated, allocation, set_allocation};
pub use budgets::{Budgets, budgets, remove_budget, set_budget};
pub use changes::{MonthChange, RestatedLine};
pub use compare::{compare, drivers};
pub use estimates::{EstimateComparisons, adopt_estimate, estimates};
pub use hand_on::{HandedOn, hand_on};
pub use import::{AthenaTable, Import, ImportSource, ImportState};
pub use lines::lines;
pub use months::{KeptMonth, delete_months, months};
pub use overview::overview;
pub use quality::quality;
pub use report::report;
pub use trend::trend;
pub use units::{set_unit_count, units};
pub use waste::{commitments, waste};
