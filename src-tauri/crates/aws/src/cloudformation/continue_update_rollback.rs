//! `cloudformation:ContinueUpdateRollback`: goes on with a rollback that got stuck.

use aws_config::SdkConfig;
use aws_sdk_cloudformation::Client;
use engine::ports::CloudError;

use super::sorted;
use crate::error::refused;

/// `skip` names resources to leave as they are, those of nested stacks as `Nested.LogicalId`.
pub(crate) async fn continue_update_rollback(
    config: &SdkConfig,
    stack_id: &str,
    skip: &[String],
    client_token: &str,
) -> Result<(), CloudError> {
    let skip = (!skip.is_empty()).then(|| skip.to_vec());
    Client::new(config)
        .continue_update_rollback()
        .stack_name(stack_id)
        .set_resources_to_skip(skip)
        .client_request_token(client_token)
        .send()
        .await
        .map(drop)
        .map_err(|error| sorted(refused(&error)))
}
