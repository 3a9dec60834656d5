//! `secretsmanager:PutSecretValue`

use aws_config::SdkConfig;
use aws_sdk_secretsmanager::Client;
use engine::ports::CloudError;
use secrecy::{ExposeSecret, SecretString};

use crate::error::refused;

/// Gives a secret another value.
pub(crate) async fn put_secret_value(
    config: &SdkConfig,
    name: &str,
    value: &SecretString,
) -> Result<(), CloudError> {
    Client::new(config)
        .put_secret_value()
        .secret_id(name)
        .secret_string(value.expose_secret())
        .send()
        .await
        .map(drop)
        .map_err(|error| refused(&error))
}
