//! `athena:GetQueryExecution`

use aws_config::SdkConfig;
use engine::costs::billing::QueryState;
use engine::ports::CloudError;
use serde_json::{Value, json};

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
    read(&answer).ok_or_else(|| empty(OPERATION))
}

fn read(answer: &Value) -> Option<QueryState> {
    let execution = &answer["QueryExecution"];
    let scanned_bytes = execution["Statistics"]["DataScannedInBytes"]
        .as_u64()
        .unwrap_or(0);
    match execution["Status"]["State"].as_str() {
        Some("QUEUED" | "RUNNING") => Some(QueryState::Running),
        Some("SUCCEEDED") => Some(QueryState::Done { scanned_bytes }),
        Some(state @ ("FAILED" | "CANCELLED")) => {
            let reason = execution["Status"]["StateChangeReason"].as_str();
            Some(QueryState::Failed {
                reason: reason.unwrap_or(state).to_owned(),
                // Failed queries are free, cancelled ones are not.
                scanned_bytes: if state == "CANCELLED" {
                    scanned_bytes
                } else {
                    0
                },
            })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spoiled::{any_json, recorded, spoiled};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_spoiled_answer_is_refused_or_a_state(at in any::<usize>(), with in proptest::option::of(any_json())) {
            let valid = recorded(include_str!("../../../../../tests/fixtures/wire/athena/GetQueryExecution__succeeded.json"));
            let done = matches!(read(&valid), Some(QueryState::Done { scanned_bytes: 1.. }));
            prop_assert!(done);
            let answer = spoiled(valid, at, with);
            let state = answer["QueryExecution"]["Status"]["State"].as_str();
            prop_assert_eq!(
                matches!(read(&answer), Some(QueryState::Done { .. })),
                state == Some("SUCCEEDED"),
                "done only where Athena says so"
            );
        }
    }
}
