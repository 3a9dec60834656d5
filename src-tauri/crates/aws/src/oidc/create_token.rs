//! `sso-oidc:CreateToken`: a confirmed code, or a refresh token, for an access token.

use aws_config::SdkConfig;
use aws_sdk_ssooidc::operation::create_token::CreateTokenError;
use engine::ports::CloudError;
use secrecy::{ExposeSecret, SecretString};

use crate::error::{empty, refused};

/// What is given for a token.
pub(crate) enum Grant<'a> {
    Device(&'a SecretString),
    Refresh(&'a SecretString),
}

/// A portal's token.
pub(crate) struct Token {
    pub access: SecretString,
    pub refresh: Option<SecretString>,
    pub expires_in_s: i64,
}

/// The portal's answer to a grant.
pub(crate) enum Answer {
    Token(Token),
    /// The person has not confirmed yet.
    Pending,
    /// She has not, and the portal wants to be asked less often.
    SlowDown,
}

/// Asks once.
pub(crate) async fn create_token(
    config: &SdkConfig,
    client_id: &str,
    client_secret: &SecretString,
    grant: Grant<'_>,
) -> Result<Answer, CloudError> {
    let call = aws_sdk_ssooidc::Client::new(config)
        .create_token()
        .client_id(client_id)
        .client_secret(client_secret.expose_secret());
    let call = match grant {
        Grant::Device(code) => call
            .grant_type("urn:ietf:params:oauth:grant-type:device_code")
            .device_code(code.expose_secret()),
        Grant::Refresh(token) => call
            .grant_type("refresh_token")
            .refresh_token(token.expose_secret()),
    };
    match call.send().await {
        Ok(answer) => {
            let access = answer.access_token.ok_or_else(|| empty("CreateToken"))?;
            Ok(Answer::Token(Token {
                access: SecretString::from(access),
                refresh: answer.refresh_token.map(SecretString::from),
                expires_in_s: i64::from(answer.expires_in),
            }))
        }
        Err(error) => match error.as_service_error() {
            Some(CreateTokenError::AuthorizationPendingException(_)) => Ok(Answer::Pending),
            Some(CreateTokenError::SlowDownException(_)) => Ok(Answer::SlowDown),
            service => {
                // This service has no messages, only descriptions in its typed errors.
                let words = service.and_then(description);
                let mut told = refused(&error);
                if let Some(words) = words {
                    told.message = words;
                }
                Err(told)
            }
        },
    }
}

fn description(error: &CreateTokenError) -> Option<String> {
    let words = match error {
        CreateTokenError::AccessDeniedException(given) => given.error_description(),
        CreateTokenError::ExpiredTokenException(given) => given.error_description(),
        CreateTokenError::InvalidGrantException(given) => given.error_description(),
        CreateTokenError::InvalidClientException(given) => given.error_description(),
        CreateTokenError::InvalidRequestException(given) => given.error_description(),
        CreateTokenError::InternalServerException(given) => given.error_description(),
        _ => None,
    };
    words.map(str::to_owned)
}
