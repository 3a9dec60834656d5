//! Signing in at an IAM Identity Center portal, in the person's own browser.

use std::time::Duration;

use super::add::no_start_url;
use super::ports::{PortalAccount, PortalToken, SignIn};
use super::{Portal, portal_secret};
use crate::{AppError, AppResult, Engine, ErrorCode};

/// Begins a sign-in: the person opens its URL and compares the code.
///
/// # Errors
/// `InvalidInput` with the field, where no portal can be at such an address; what AWS said otherwise.
pub async fn begin_sign_in(engine: &Engine, portal: &Portal) -> AppResult<SignIn> {
    if let Some(problem) = no_start_url(portal) {
        return Err(AppError::invalid(
            "Nobody can sign in there.",
            vec![problem],
        ));
    }
    Ok(engine.access.begin_sign_in(portal).await?)
}

/// Waits until the person has confirmed the sign-in, and keeps what the portal gave. Only the portal's
/// answer makes it done: a browser that is closed leaves everything as it was.
///
/// # Errors
/// `ExpiredToken` when the code has run out; what the portal said where she declined.
pub async fn finish_sign_in(engine: &Engine, sign_in: &SignIn) -> AppResult<()> {
    loop {
        if engine.clock.now_ms() >= sign_in.expires_at_ms {
            return Err(AppError::new(
                ErrorCode::ExpiredToken,
                "Nobody confirmed the sign-in before its code ran out.",
            )
            .hint("Sign in again."));
        }
        if let Some(token) = engine.access.sign_in_answer(sign_in).await? {
            let name = portal_secret(&sign_in.portal);
            return engine.secrets.keep_secret(&name, &token.sealed()).await;
        }
        engine
            .clock
            .sleep(Duration::from_secs(sign_in.interval_s.max(1)))
            .await;
    }
}

/// The accounts and roles that a portal offers to whoever is signed in there.
///
/// # Errors
/// `ExpiredToken` when nobody is.
pub async fn portal_roles(engine: &Engine, portal: &Portal) -> AppResult<Vec<PortalAccount>> {
    let kept = engine.secrets.secret(&portal_secret(portal)).await?;
    let token = kept
        .as_ref()
        .and_then(PortalToken::unsealed)
        .ok_or_else(|| {
            AppError::new(
                ErrorCode::ExpiredToken,
                format!("Nobody is signed in at {}.", portal.start_url),
            )
            .hint("Sign in first.")
        })?;
    Ok(engine.access.portal_accounts(portal, &token).await?)
}
