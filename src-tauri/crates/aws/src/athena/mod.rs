//! Amazon Athena, through the small signed client.

pub(crate) mod get_query_execution;
pub(crate) mod get_query_results;
pub(crate) mod start_query_execution;
pub(crate) mod stop_query_execution;

const SHAPE: &str = "AmazonAthena";
const SERVICE: &str = "athena";
