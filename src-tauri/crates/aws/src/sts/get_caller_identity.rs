//! `sts:GetCallerIdentity`: who are we? Needs no permission.

use aws_config::SdkConfig;
use engine::ports::CloudError;

use crate::error::refused;

/// Account number and ARN of the caller.
pub(crate) async fn get_caller_identity(
    config: &SdkConfig,
) -> Result<(String, String), CloudError> {
    let answer = aws_sdk_sts::Client::new(config)
        .get_caller_identity()
        .send()
        .await
        .map_err(|error| refused(&error))?;
    Ok((
        answer.account.unwrap_or_default(),
        answer.arn.unwrap_or_default(),
    ))
}
