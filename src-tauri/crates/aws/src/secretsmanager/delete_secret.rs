//! `secretsmanager:DeleteSecret`

use aws_config::SdkConfig;
use aws_sdk_secretsmanager::Client;
use engine::ports::{CloudError, CloudErrorKind};

use crate::error::refused;

/// At once and for good: a secret that waits for its deletion would keep its name from the next
/// launch for a week, and the keychain has its value. One that is gone is no error.
pub(crate) async fn delete_secret(config: &SdkConfig, name: &str) -> Result<(), CloudError> {
    let answer = Client::new(config)
        .delete_secret()
        .secret_id(name)
        .force_delete_without_recovery(true)
        .send()
        .await;
    match answer.map_err(|error| refused(&error)) {
        Err(error) if error.kind == CloudErrorKind::NotFound => Ok(()),
        answer => answer.map(drop),
    }
}
