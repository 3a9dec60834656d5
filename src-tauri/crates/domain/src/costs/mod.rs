//! What the platform cost: exact amounts, the ledger that line items are rolled up into, and every
//! report over it.
//!
//! Nothing here reads a file: the `exports` crate turns FOCUS and CUR files into [`ImportedMonth`]s, the
//! store keeps them, and reports are pure functions over [`Rows`].

mod allocation;
mod amount;
pub mod api_prices;
mod budget;
mod builder;
mod bytes;
mod checks;
mod commitments;
mod compare;
mod csv;
mod cur;
mod daily;
mod details;
mod dimension;
mod document;
mod document_table;
mod drivers;
mod estimated;
mod field;
mod field_values;
mod forecast;
mod grain;
mod group;
mod growth;
mod html;
mod line_items;
mod mask;
mod measures;
mod month;
mod overview;
mod provenance;
mod quality;
mod question;
mod ratio;
mod report;
pub mod rollup_query;
mod rows;
mod series;
mod services;
mod span;
mod support;
mod table;
mod tags;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod trend;
mod units;
mod usage;
mod waste;
mod waterfall;
mod words;
mod workbook;

pub use allocation::{
    Allocated, AllocatedCosts, AllocatedRow, AllocationError, AllocationMethod, AllocationRule,
    allocated, allocation_question,
};
pub use amount::{Amount, AmountError};
pub use api_prices::ApiPrice;
pub use budget::{Budget, BudgetState, Verdict};
pub use builder::{MonthBuilder, RollupLine};
pub use checks::{MANDATORY, check, missing_columns};
pub use commitments::{
    Commitment, CommitmentTotals, Commitments, commitments, commitments_question,
};
pub use compare::compare;
pub use csv::csv;
pub use cur::LineType;
pub use daily::{LEADING_MONTHS, trend, trend_question};
pub use dimension::{Cost, Dimension, ExportFormat};
pub use document::{CostDocument, DocumentFormat};
pub use document_table::DocumentTable;
pub use drivers::{
    ComparedCosts, Comparison, ComparisonRow, DriverKind, DriverLine, DriverStep, Drivers,
    Waterfall,
};
pub use estimated::{
    AssumptionProposal, EstimateComparison, EstimateReason, EstimatedComponent, Planned,
    against_actual, estimated_question, first_used, first_used_question,
};
pub use field::{Field, FieldError};
pub use field_values::FieldValues;
pub use grain::{ColumnName, Grain, Text};
pub use growth::{growing_snapshots, growth_question};
pub use line_items::{LineItem, LineItems, LineValue};
pub use mask::Mask;
pub use measures::{Measure, MeasureColumns, MeasureSet, Measures};
pub use month::{
    AccountName, Costs, FileReport, Finding, ImportedMonth, MonthHead, MonthKey, Period, Rejected,
    ResourceRow, Severity, SplitRow, TagRow,
};
pub use overview::{CurrencyOverview, Overview, overview};
pub use provenance::{MonthSource, Provenance};
pub use quality::{MonthQuality, Quality, quality, quality_question};
pub use question::{Condition, Kept, Question, QuestionError};
pub use ratio::{proportion, shared};
pub use report::{Report, ReportRow, report, with_other_resources};
pub use rows::{AmountColumn, Column, DimensionColumn, Rows, RowsError};
pub use services::newest_service;
pub use span::{Span, known_days};
pub use support::{Cluster, ClusterSupport, SupportCosts, SupportMonth, support, support_question};
pub use table::{Month, Table};
pub use tags::{EnvironmentRules, TagKeys, normalised_key};
pub use trend::{Anomaly, Backtest, Forecast, ForecastDay, Method, Series, Trend, TrendDay};
pub use units::{
    CostUnit, CountedBy, UnitCosts, UnitCount, UnitMonth, UnitSeries, unit_costs, units_question,
};
pub use usage::{usage_words, without_region};
pub use waste::{Confidence, Waste, WasteList, waste, waste_question};
pub use waterfall::{drivers, drivers_question};
pub use words::{capital, counted, day_words, grouped, money, percent};
pub use workbook::WorkbookError;
