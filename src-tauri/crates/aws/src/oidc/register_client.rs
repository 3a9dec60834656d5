//! `sso-oidc:RegisterClient`: this installation becomes a client of the portal.

use aws_config::SdkConfig;
use engine::ports::CloudError;
use secrecy::SecretString;

use crate::error::refused;

/// A client that a portal knows.
pub(crate) struct Client {
    pub id: String,
    pub secret: SecretString,
    pub expires_at_ms: i64,
}

/// Registers a client that may ask for the scopes.
pub(crate) async fn register_client(
    config: &SdkConfig,
    scopes: &[String],
) -> Result<Client, CloudError> {
    let answer = aws_sdk_ssooidc::Client::new(config)
        .register_client()
        .client_name("Array Console")
        .client_type("public")
        .set_scopes(Some(scopes.to_vec()))
        .send()
        .await
        .map_err(|error| refused(&error))?;
    Ok(Client {
        id: answer.client_id.unwrap_or_default(),
        secret: SecretString::from(answer.client_secret.unwrap_or_default()),
        expires_at_ms: answer.client_secret_expires_at.saturating_mul(1_000),
    })
}
