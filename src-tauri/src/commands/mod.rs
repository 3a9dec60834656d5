//! One file per noun; a command is at most ten lines.

pub mod accounts;
pub mod allocation;
pub mod app;
pub mod audit;
pub mod budgets;
pub mod cost_sources;
pub mod costs;
pub mod documents;
pub mod drafts;
pub mod environments;
pub mod files;
pub mod integrations;
pub mod launches;
pub mod settings;
pub mod unit_costs;
