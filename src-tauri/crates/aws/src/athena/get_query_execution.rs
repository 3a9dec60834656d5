//! `athena:GetQueryExecution`

use aws_config::SdkConfig;
use engine::costs::billing::QueryState;
use engine::ports::CloudError;
use serde_json::json;

use super::{SERVICE, SHAPE};
use crate::error::empty;
use crate::signed;

const OPERATION: &str = "GetQueryExecution";

/// How a query stands, and what it has scanned.
pub(crate) async fn get_query_execution(
    config: &SdkConfig,
    id: &str,
) -> Result<QueryState, CloudError> {
    let body = json!({ "QueryExecutionId": id });
    let answer = signed::json(config, SERVICE, SHAPE, OPERATION, &body).await?;
    let execution = &answer["QueryExecution"];
    let scanned_bytes = execution["Statistics"]["DataScannedInBytes"]
        .as_u64()
        .unwrap_or(0);
    match execution["Status"]["State"].as_str() {
        Some("QUEUED" | "RUNNING") => Ok(QueryState::Running),
        Some("SUCCEEDED") => Ok(QueryState::Done { scanned_bytes }),
        Some(state @ ("FAILED" | "CANCELLED")) => {
            let reason = execution["Status"]["StateChangeReason"].as_str();
            Ok(QueryState::Failed {
                reason: reason.unwrap_or(state).to_owned(),
                // Failed queries are free, cancelled ones are not.
                scanned_bytes: if state == "CANCELLED" {
                    scanned_bytes
                } else {
                    0
                },
            })
        }
        _ => Err(empty(OPERATION)),
    }
}
