//! `sso:GetRoleCredentials`: a portal's token for credentials of a role.

use std::time::{Duration, UNIX_EPOCH};

use aws_config::SdkConfig;
use aws_credential_types::Credentials;
use engine::ports::CloudError;
use secrecy::{ExposeSecret, SecretString};

use crate::error::{empty, refused};

/// Credentials of a role in an account.
pub(crate) async fn get_role_credentials(
    config: &SdkConfig,
    token: &SecretString,
    account_id: &str,
    role_name: &str,
) -> Result<Credentials, CloudError> {
    let answer = aws_sdk_sso::Client::new(config)
        .get_role_credentials()
        .access_token(token.expose_secret())
        .account_id(account_id)
        .role_name(role_name)
        .send()
        .await
        .map_err(|error| refused(&error))?;
    let given = answer
        .role_credentials
        .ok_or_else(|| empty("GetRoleCredentials"))?;
    // Milliseconds, unlike everywhere else.
    let expires = u64::try_from(given.expiration)
        .ok()
        .map(|millis| UNIX_EPOCH + Duration::from_millis(millis));
    Ok(Credentials::new(
        given.access_key_id.unwrap_or_default(),
        given.secret_access_key.unwrap_or_default(),
        given.session_token,
        expires,
        "IAM Identity Center",
    ))
}
