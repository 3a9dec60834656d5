//! `sso-oidc:StartDeviceAuthorization`: a code for the person, and one for us.

use aws_config::SdkConfig;
use engine::ports::CloudError;
use secrecy::{ExposeSecret, SecretString};

use super::register_client::Client;
use crate::error::refused;

/// What a portal wants confirmed.
pub(crate) struct Device {
    pub code: SecretString,
    pub user_code: String,
    pub url: String,
    pub expires_in_s: i64,
    pub interval_s: u64,
}

/// Begins a sign-in.
pub(crate) async fn start_device_authorization(
    config: &SdkConfig,
    client: &Client,
    start_url: &str,
) -> Result<Device, CloudError> {
    let answer = aws_sdk_ssooidc::Client::new(config)
        .start_device_authorization()
        .client_id(&client.id)
        .client_secret(client.secret.expose_secret())
        .start_url(start_url)
        .send()
        .await
        .map_err(|error| refused(&error))?;
    Ok(Device {
        code: SecretString::from(answer.device_code.unwrap_or_default()),
        user_code: answer.user_code.unwrap_or_default(),
        url: answer
            .verification_uri_complete
            .or(answer.verification_uri)
            .unwrap_or_default(),
        expires_in_s: i64::from(answer.expires_in),
        interval_s: u64::try_from(answer.interval).unwrap_or(5).max(1),
    })
}
