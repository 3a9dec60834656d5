//! AWS Cost Explorer, read through the small signed client.

pub(crate) mod get_cost_and_usage;
