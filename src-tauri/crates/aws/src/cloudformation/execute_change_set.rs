//! `cloudformation:ExecuteChangeSet`: carries a root change set out, with those of its nested stacks.

use aws_config::SdkConfig;
use aws_sdk_cloudformation::Client;
use engine::ports::{ChangeSetStatus, CloudError, CloudErrorKind};

use super::{describe_change_set, sorted};
use crate::error::refused;

/// Idempotent: one that is carried out already is no error.
pub(crate) async fn execute_change_set(
    config: &SdkConfig,
    id: &str,
    client_token: &str,
) -> Result<(), CloudError> {
    let answer = Client::new(config)
        .execute_change_set()
        .change_set_name(id)
        .client_request_token(client_token)
        .send()
        .await;
    let Err(error) = answer else {
        return Ok(());
    };
    let error = sorted(refused(&error));
    if error.kind != CloudErrorKind::Rejected {
        return Err(error);
    }
    // A token that was used, or a status that does not allow it: ours may have arrived before.
    match describe_change_set::describe_change_set(config, id).await {
        Ok(set) if set.status == ChangeSetStatus::Executed => Ok(()),
        _ => Err(error),
    }
}
