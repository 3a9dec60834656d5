//! Signing out, and removing an account: no trace is left.

use super::ports::PortalToken;
use super::{Account, Portal, WayIn, get, keys_secret, next_keys_secret, portal_secret};
use crate::{AppError, AppResult, Engine, ErrorCode};

/// Ends the session at the portal of an account, for every account of that portal, here and at AWS.
pub async fn sign_out(engine: &Engine, name: &str) -> AppResult<()> {
    let account = get(engine, name).await?;
    let WayIn::SingleSignOn(role) = &account.way_in else {
        return Err(AppError::new(
            ErrorCode::Conflict,
            format!("`{name}` has no sign-in to end."),
        )
        .hint("Only accounts of IAM Identity Center are signed in to. Remove the account to forget its keys."));
    };
    end_session(engine, &role.portal).await
}

/// Removes an account with its secrets. A portal's session goes with its last account.
pub async fn forget(engine: &Engine, name: &str) -> AppResult<()> {
    let account = get(engine, name).await?;
    let used = engine
        .memory
        .environments()
        .await?
        .into_iter()
        .find(|environment| environment.account == account.name);
    if let Some(environment) = used {
        return Err(AppError::new(
            ErrorCode::Conflict,
            format!("The environment `{}` lives in the account `{name}`.", environment.name),
        )
        .hint("Delete that environment first; without the account it could not be watched or deleted."));
    }
    for secret in [keys_secret(name), next_keys_secret(name)] {
        engine.secrets.forget_secret(&secret).await?;
    }
    if let WayIn::SingleSignOn(role) = &account.way_in
        && !shared(engine, &account, &role.portal).await?
    {
        end_session(engine, &role.portal).await?;
    }
    engine.access.forget(name).await;
    engine.memory.forget_account(name).await
}

async fn shared(engine: &Engine, account: &Account, portal: &Portal) -> AppResult<bool> {
    let all = engine.memory.accounts().await?;
    Ok(all.iter().any(|other| {
        other.name != account.name
            && matches!(&other.way_in, WayIn::SingleSignOn(role) if role.portal == *portal)
    }))
}

async fn end_session(engine: &Engine, portal: &Portal) -> AppResult<()> {
    let name = portal_secret(portal);
    let kept = engine.secrets.secret(&name).await?;
    if let Some(token) = kept.as_ref().and_then(PortalToken::unsealed)
        && let Err(error) = engine.access.sign_out(portal, &token).await
    {
        // Without a network the token still has to go from here; it expires there by itself.
        tracing::warn!(code = error.code, "the portal was not told of the sign-out");
    }
    engine.secrets.forget_secret(&name).await?;
    for account in engine.memory.accounts().await? {
        if matches!(&account.way_in, WayIn::SingleSignOn(role) if role.portal == *portal) {
            engine.access.forget(&account.name).await;
        }
    }
    Ok(())
}
