//! `sts:AssumeRole`, with a code of an MFA device where one is given.

use aws_config::SdkConfig;
use aws_credential_types::Credentials;
use domain::accounts::Role;
use engine::ports::CloudError;
use secrecy::{ExposeSecret, SecretString};

use crate::error::refused;

/// Credentials of a role. `code` is what the role's MFA device shows.
pub(crate) async fn assume_role(
    config: &SdkConfig,
    role: &Role,
    code: Option<&SecretString>,
) -> Result<Credentials, CloudError> {
    let serial = code.and(role.mfa_serial.clone());
    let answer = aws_sdk_sts::Client::new(config)
        .assume_role()
        .role_arn(&role.arn)
        .role_session_name(super::session_name(role))
        .set_external_id(role.external_id.clone())
        .set_duration_seconds(
            role.duration_seconds
                .and_then(|seconds| seconds.try_into().ok()),
        )
        .set_serial_number(serial)
        .set_token_code(code.map(|code| code.expose_secret().to_owned()))
        .send()
        .await
        .map_err(|error| refused(&error))?;
    super::credentials(answer.credentials).ok_or_else(|| crate::error::empty("AssumeRole"))
}
