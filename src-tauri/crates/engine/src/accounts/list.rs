//! The accounts that are known, and whether each can be used now.

use serde::Serialize;

use super::ports::PortalToken;
use super::{Account, Session, WayIn, portal_secret};
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

/// What is known of a session without asking AWS: the expiry that came with its last answer.
async fn session(engine: &Engine, account: &Account) -> AppResult<Session> {
    let WayIn::SingleSignOn(role) = &account.way_in else {
        return Ok(match account.identity {
            Some(_) => Session::SignedIn { until_ms: None },
            None => Session::Untried,
        });
    };
    let kept = engine.secrets.secret(&portal_secret(&role.portal)).await?;
    let now = engine.clock.now_ms();
    Ok(match kept.as_ref().and_then(PortalToken::unsealed) {
        Some(token) if token.expires_at_ms > now => Session::SignedIn {
            until_ms: Some(token.expires_at_ms),
        },
        _ => Session::SignedOut,
    })
}
