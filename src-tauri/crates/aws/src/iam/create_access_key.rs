//! `iam:CreateAccessKey` for the user who asks. A user has two pairs at most.

use aws_config::SdkConfig;
use aws_config::retry::RetryConfig;
use engine::accounts::ports::NewKeys;
use engine::ports::CloudError;
use secrecy::SecretString;

use crate::error::{empty, refused};

/// A fresh pair.
pub(crate) async fn create_access_key(config: &SdkConfig) -> Result<NewKeys, CloudError> {
    // Asked once only: each call that arrives makes another pair.
    let once = aws_sdk_iam::config::Builder::from(config)
        .retry_config(RetryConfig::disabled())
        .build();
    let answer = aws_sdk_iam::Client::from_conf(once)
        .create_access_key()
        .send()
        .await
        .map_err(|error| refused(&error))?;
    let made = answer.access_key.ok_or_else(|| empty("CreateAccessKey"))?;
    Ok(NewKeys {
        key_id: made.access_key_id,
        secret: SecretString::from(made.secret_access_key),
    })
}
