//! `athena:StopQueryExecution`

use aws_config::SdkConfig;
use engine::ports::CloudError;
use serde_json::json;

use super::{SERVICE, SHAPE};
use crate::signed;

/// Stops a query; one that has ended stays as it ended.
pub(crate) async fn stop_query_execution(config: &SdkConfig, id: &str) -> Result<(), CloudError> {
    let body = json!({ "QueryExecutionId": id });
    signed::json(config, SERVICE, SHAPE, "StopQueryExecution", &body).await?;
    Ok(())
}
