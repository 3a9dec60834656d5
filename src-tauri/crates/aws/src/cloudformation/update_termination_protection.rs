//! `cloudformation:UpdateTerminationProtection`: whether a root stack can be deleted at all.

use aws_config::SdkConfig;
use aws_sdk_cloudformation::Client;
use engine::ports::CloudError;

use super::sorted;
use crate::error::refused;

/// Sets it; setting what is set already is no error.
pub(crate) async fn update_termination_protection(
    config: &SdkConfig,
    stack_id: &str,
    on: bool,
) -> Result<(), CloudError> {
    Client::new(config)
        .update_termination_protection()
        .stack_name(stack_id)
        .enable_termination_protection(on)
        .send()
        .await
        .map_err(|error| sorted(refused(&error)))?;
    Ok(())
}
