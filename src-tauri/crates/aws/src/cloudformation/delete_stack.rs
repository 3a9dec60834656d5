//! `cloudformation:DeleteStack`: deletes a stack by ARN, nested stacks first.

use aws_config::SdkConfig;
use aws_sdk_cloudformation::Client;
use engine::ports::CloudError;

use super::sorted;
use crate::error::refused;

/// Idempotent by the token, and for a stack that is gone.
pub(crate) async fn delete_stack(
    config: &SdkConfig,
    stack_id: &str,
    client_token: &str,
) -> Result<(), CloudError> {
    Client::new(config)
        .delete_stack()
        .stack_name(stack_id)
        .client_request_token(client_token)
        .send()
        .await
        .map_err(|error| sorted(refused(&error)))?;
    Ok(())
}
