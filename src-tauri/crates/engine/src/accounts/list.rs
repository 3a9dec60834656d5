//! The accounts that are known, and whether each can be used now.

use serde::Serialize;

use super::ports::PortalToken;
use super::{Account, Portal, Session, WayIn, portal_secret};
use crate::environments::PRACTICE;
use crate::{AppError, AppResult, Engine};

/// An account with its session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct AccountRow {
    pub account: Account,
    pub session: Session,
}

/// All accounts by name. AWS is not asked.
pub async fn list(engine: &Engine) -> AppResult<Vec<AccountRow>> {
    let mut rows = Vec::new();
    for account in engine.memory.accounts().await? {
        let session = session(engine, &account).await?;
        rows.push(AccountRow { account, session });
    }
    Ok(rows)
}

/// One account.
pub async fn get(engine: &Engine, name: &str) -> AppResult<Account> {
    engine
        .memory
        .account(name)
        .await?
        .ok_or_else(|| AppError::not_found("account", name))
}

/// Whether AWS answers through an account now without anybody being asked to sign in or for a code.
pub(crate) async fn answers_alone(engine: &Engine, name: &str) -> AppResult<bool> {
    if name == PRACTICE {
        return Ok(true);
    }
    Ok(match session(engine, &get(engine, name).await?).await? {
        Session::SignedIn { until_ms, renews } => {
            renews || until_ms.is_none_or(|until| until > engine.clock.now_ms())
        }
        // Nothing is known of the way, unless it has just been gone.
        Session::Untried => engine.access.held_until(name).await.is_some(),
        Session::SignedOut => false,
    })
}

/// What is known of a session without asking AWS: the expiry that came with its last answer.
async fn session(engine: &Engine, account: &Account) -> AppResult<Session> {
    let (portal, mut asks_code) = match &account.way_in {
        WayIn::Keys { .. } => (None, false),
        WayIn::SingleSignOn(role) => (Some(role.portal.clone()), false),
        WayIn::Profile { profile } => match engine.access.profile(profile).await {
            Ok(facts) => (facts.portal, facts.asks_code),
            // One profile that cannot be used must not hide the other accounts; trying it says why.
            Err(_) => return Ok(Session::SignedOut),
        },
    };
    asks_code |= account.roles.iter().any(|role| role.mfa_serial.is_some());
    if let Some(portal) = portal {
        return portal_session(engine, &portal).await;
    }
    if account.identity.is_none() {
        return Ok(Session::Untried);
    }
    if !asks_code {
        return Ok(Session::SignedIn {
            until_ms: None,
            renews: true,
        });
    }
    Ok(match engine.access.held_until(&account.name).await {
        Some(until_ms) => Session::SignedIn {
            until_ms,
            renews: false,
        },
        None => Session::SignedOut,
    })
}

async fn portal_session(engine: &Engine, portal: &Portal) -> AppResult<Session> {
    let kept = engine.secrets.secret(&portal_secret(portal)).await?;
    let now = engine.clock.now_ms();
    let Some(token) = kept.as_ref().and_then(PortalToken::unsealed) else {
        return Ok(Session::SignedOut);
    };
    let renews = token.refresh_token.is_some() && token.client_expires_at_ms > now;
    if token.expires_at_ms <= now && !renews {
        return Ok(Session::SignedOut);
    }
    Ok(Session::SignedIn {
        until_ms: Some(token.expires_at_ms),
        renews,
    })
}
