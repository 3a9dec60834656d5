//! `sts:AssumeRoleWithWebIdentity`: a token in a file for a role. Is not signed.

use aws_config::SdkConfig;
use aws_credential_types::Credentials;
use domain::accounts::Role;
use engine::ports::CloudError;
use secrecy::{ExposeSecret, SecretString};

use crate::error::refused;

/// Credentials of a role for a token.
pub(crate) async fn assume_role_with_web_identity(
    config: &SdkConfig,
    role: &Role,
    token: &SecretString,
) -> Result<Credentials, CloudError> {
    let answer = aws_sdk_sts::Client::new(config)
        .assume_role_with_web_identity()
        .role_arn(&role.arn)
        .role_session_name(super::session_name(role))
        .set_duration_seconds(
            role.duration_seconds
                .and_then(|seconds| seconds.try_into().ok()),
        )
        .web_identity_token(token.expose_secret())
        .send()
        .await
        .map_err(|error| refused(&error))?;
    super::credentials(answer.credentials)
        .ok_or_else(|| crate::error::empty("AssumeRoleWithWebIdentity"))
}
