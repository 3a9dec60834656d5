//! `athena:StartQueryExecution`: charged by the bytes that the query scans.

use aws_config::SdkConfig;
use engine::costs::billing::AthenaQuery;
use engine::ports::CloudError;
use serde_json::json;

use super::{SERVICE, SHAPE};
use crate::error::empty;
use crate::signed;

const OPERATION: &str = "StartQueryExecution";

/// Starts a query; the same client token never starts a second one. Gives its ID.
pub(crate) async fn start_query_execution(
    config: &SdkConfig,
    query: &AthenaQuery,
) -> Result<String, CloudError> {
    let mut body = json!({
        "QueryString": query.sql,
        "ClientRequestToken": query.client_token,
        "QueryExecutionContext": { "Database": query.database },
        "WorkGroup": query.workgroup,
    });
    if let Some(output) = &query.output {
        body["ResultConfiguration"] = json!({ "OutputLocation": output });
    }
    let answer = signed::json(config, SERVICE, SHAPE, OPERATION, &body).await?;
    let id = answer["QueryExecutionId"].as_str();
    id.map(str::to_owned).ok_or_else(|| empty(OPERATION))
}
