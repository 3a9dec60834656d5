//! `sso:ListAccounts`: what a portal offers to whoever signed in.

use aws_config::SdkConfig;
use engine::accounts::ports::PortalAccount;
use engine::ports::CloudError;
use secrecy::{ExposeSecret, SecretString};

use crate::error::refused;

/// All accounts, without their roles yet.
pub(crate) async fn list_accounts(
    config: &SdkConfig,
    token: &SecretString,
) -> Result<Vec<PortalAccount>, CloudError> {
    let client = aws_sdk_sso::Client::new(config);
    let mut pages = client
        .list_accounts()
        .access_token(token.expose_secret())
        .into_paginator()
        .items()
        .send();
    let mut found = Vec::new();
    while let Some(account) = pages.next().await {
        let account = account.map_err(|error| refused(&error))?;
        found.push(PortalAccount {
            account_id: account.account_id.unwrap_or_default(),
            name: account.account_name.unwrap_or_default(),
            email: account.email_address,
            roles: Vec::new(),
        });
    }
    Ok(found)
}
