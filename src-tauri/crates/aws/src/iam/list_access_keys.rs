//! `iam:ListAccessKeys` for the user who asks.

use aws_config::SdkConfig;
use engine::ports::CloudError;

use crate::error::refused;

/// IDs of the user's keys; a user has two at most, so one answer holds them all.
pub(crate) async fn list_access_keys(config: &SdkConfig) -> Result<Vec<String>, CloudError> {
    let answer = aws_sdk_iam::Client::new(config)
        .list_access_keys()
        .send()
        .await
        .map_err(|error| refused(&error))?;
    let keys = answer.access_key_metadata.into_iter();
    Ok(keys.filter_map(|key| key.access_key_id).collect())
}
