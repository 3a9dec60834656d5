//! `cloudformation:CancelUpdateStack`: rolls a running update back.

use aws_config::SdkConfig;
use aws_sdk_cloudformation::Client;
use engine::ports::CloudError;

use super::sorted;
use crate::error::refused;

/// Idempotent by the token.
pub(crate) async fn cancel_update_stack(
    config: &SdkConfig,
    stack_id: &str,
    client_token: &str,
) -> Result<(), CloudError> {
    Client::new(config)
        .cancel_update_stack()
        .stack_name(stack_id)
        .client_request_token(client_token)
        .send()
        .await
        .map(drop)
        .map_err(|error| sorted(refused(&error)))
}
