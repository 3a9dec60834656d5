//! `iam:DeleteAccessKey` for the user who asks.

use aws_config::SdkConfig;
use engine::ports::{CloudError, CloudErrorKind};

use crate::error::refused;

/// Deletes a pair; one that is gone already is no error.
pub(crate) async fn delete_access_key(config: &SdkConfig, key_id: &str) -> Result<(), CloudError> {
    let answer = aws_sdk_iam::Client::new(config)
        .delete_access_key()
        .access_key_id(key_id)
        .send()
        .await
        .map_err(|error| refused(&error));
    match answer {
        Err(error) if error.kind != CloudErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
