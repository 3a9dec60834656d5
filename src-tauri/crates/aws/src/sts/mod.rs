//! AWS Security Token Service.

pub(crate) mod assume_role;
pub(crate) mod assume_role_with_web_identity;
pub(crate) mod get_caller_identity;

use aws_credential_types::Credentials;
use aws_sdk_sts::types;
use domain::accounts::Role;

/// Temporary credentials as every operation of STS gives them.
fn credentials(given: Option<types::Credentials>) -> Option<Credentials> {
    let given = given?;
    let expires = std::time::SystemTime::try_from(given.expiration).ok();
    Some(Credentials::new(
        given.access_key_id,
        given.secret_access_key,
        Some(given.session_token),
        expires,
        "AWS STS",
    ))
}

/// A session's name, as it shows in CloudTrail.
fn session_name(role: &Role) -> &str {
    role.session_name.as_deref().unwrap_or("array-console")
}
