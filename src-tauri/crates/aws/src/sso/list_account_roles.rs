//! `sso:ListAccountRoles`: the roles that whoever signed in has in an account.

use aws_config::SdkConfig;
use engine::ports::CloudError;
use secrecy::{ExposeSecret, SecretString};

use crate::error::refused;

/// Names of the roles.
pub(crate) async fn list_account_roles(
    config: &SdkConfig,
    token: &SecretString,
    account_id: &str,
) -> Result<Vec<String>, CloudError> {
    let client = aws_sdk_sso::Client::new(config);
    let mut pages = client
        .list_account_roles()
        .access_token(token.expose_secret())
        .account_id(account_id)
        .into_paginator()
        .items()
        .send();
    let mut found = Vec::new();
    while let Some(role) = pages.next().await {
        let role = role.map_err(|error| refused(&error))?;
        found.extend(role.role_name);
    }
    Ok(found)
}
