//! `sso:Logout`: the token and what was got with it end at the portal.

use aws_config::SdkConfig;
use engine::ports::CloudError;
use secrecy::{ExposeSecret, SecretString};

use crate::error::refused;

/// Ends a session.
pub(crate) async fn logout(config: &SdkConfig, token: &SecretString) -> Result<(), CloudError> {
    aws_sdk_sso::Client::new(config)
        .logout()
        .access_token(token.expose_secret())
        .send()
        .await
        .map(|_| ())
        .map_err(|error| refused(&error))
}
