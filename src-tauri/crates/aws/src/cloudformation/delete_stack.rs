//! `cloudformation:DeleteStack`: deletes a stack by ARN, nested stacks first.

use aws_config::SdkConfig;
use aws_sdk_cloudformation::Client;
use aws_sdk_cloudformation::types::DeletionMode;
use engine::environments::ports::StackDeletion;
use engine::ports::CloudError;

use super::sorted;
use crate::error::refused;

/// Idempotent by the token, and for a stack that is gone.
pub(crate) async fn delete_stack(
    config: &SdkConfig,
    deletion: &StackDeletion<'_>,
) -> Result<(), CloudError> {
    Client::new(config)
        .delete_stack()
        .stack_name(deletion.stack_id)
        .set_retain_resources((!deletion.retain.is_empty()).then(|| deletion.retain.to_vec()))
        .set_deletion_mode(deletion.force.then_some(DeletionMode::ForceDeleteStack))
        .client_request_token(deletion.client_token)
        .send()
        .await
        .map_err(|error| sorted(refused(&error)))?;
    Ok(())
}
