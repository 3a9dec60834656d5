//! Signing out, and removing an account: no trace is left, and what went is said.

use super::ports::PortalToken;
use super::{Account, Portal, get, keys_secret, next_keys_secret, portal, portal_secret};
use crate::{AppError, AppResult, Engine, ErrorCode};

/// Ends the session of an account: at its portal for every account of that portal, here and at AWS;
/// without a portal the credentials that an MFA code was given for. Says what went.
pub async fn sign_out(engine: &Engine, name: &str) -> AppResult<Vec<String>> {
    let account = get(engine, name).await?;
    if let Some(portal) = portal(engine, &account).await? {
        return end_session(engine, &portal).await;
    }
    if engine.access.held_until(name).await.is_none() {
        return Err(AppError::new(
            ErrorCode::Conflict,
            format!("`{name}` has no sign-in to end."),
        )
        .hint("Remove the account to forget its keys."));
    }
    engine.access.forget(name).await;
    Ok(vec![credentials_of(&[name.to_owned()])])
}

/// Removes an account with its secrets, and says what went. A portal's session goes with its last
/// account.
pub async fn forget(engine: &Engine, name: &str) -> AppResult<Vec<String>> {
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
    let mut gone = Vec::new();
    for (secret, words) in [
        (keys_secret(name), "The secret access key in the keychain."),
        (
            next_keys_secret(name),
            "The new pair of keys that a rotation had left in the keychain.",
        ),
    ] {
        if engine.secrets.secret(&secret).await?.is_some() {
            engine.secrets.forget_secret(&secret).await?;
            gone.push(words.to_owned());
        }
    }
    // A profile that can no longer be read has no session that could be found.
    if let Some(portal) = portal(engine, &account).await.unwrap_or(None)
        && !shared(engine, &account, &portal).await?
    {
        gone.extend(end_session(engine, &portal).await?);
    }
    engine.access.forget(name).await;
    engine.memory.forget_account(name).await?;
    gone.push(format!("The account `{name}` in the local store."));
    Ok(gone)
}

async fn shared(engine: &Engine, account: &Account, of: &Portal) -> AppResult<bool> {
    let users = users(engine, of).await?;
    Ok(users.iter().any(|user| *user != account.name))
}

/// Names of the accounts that are signed in to at a portal.
async fn users(engine: &Engine, of: &Portal) -> AppResult<Vec<String>> {
    let mut users = Vec::new();
    for account in engine.memory.accounts().await? {
        let at = portal(engine, &account).await.unwrap_or(None);
        if at.is_some_and(|at| portal_secret(&at) == portal_secret(of)) {
            users.push(account.name);
        }
    }
    Ok(users)
}

async fn end_session(engine: &Engine, portal: &Portal) -> AppResult<Vec<String>> {
    let name = portal_secret(portal);
    let mut gone = Vec::new();
    if let Some(kept) = engine.secrets.secret(&name).await? {
        if let Some(token) = PortalToken::unsealed(&kept) {
            gone.push(match engine.access.sign_out(portal, &token).await {
                Ok(()) => format!("The session at {}: AWS ended it.", portal.start_url),
                Err(error) => {
                    tracing::warn!(code = error.code, "the portal was not told of the sign-out");
                    format!(
                        "The session at {}: AWS could not be told, where it runs out by itself.",
                        portal.start_url
                    )
                }
            });
        }
        engine.secrets.forget_secret(&name).await?;
        gone.push("The portal's tokens in the keychain.".to_owned());
    }
    let users = users(engine, portal).await?;
    for user in &users {
        engine.access.forget(user).await;
    }
    if !users.is_empty() {
        gone.push(credentials_of(&users));
    }
    Ok(gone)
}

fn credentials_of(names: &[String]) -> String {
    format!("Temporary credentials in memory of {}.", names.join(", "))
}
