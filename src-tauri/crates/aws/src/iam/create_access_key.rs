//! `iam:CreateAccessKey` for the user who asks. A user has two pairs at most.

use aws_config::SdkConfig;
use engine::accounts::ports::NewKeys;
use engine::ports::CloudError;
use secrecy::SecretString;

use crate::error::{empty, refused};

/// A fresh pair.
pub(crate) async fn create_access_key(config: &SdkConfig) -> Result<NewKeys, CloudError> {
    let answer = aws_sdk_iam::Client::new(config)
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
