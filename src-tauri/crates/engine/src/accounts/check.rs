//! Trying an account: who does AWS say we are?

use super::{AccessReport, get};
use crate::{AppResult, Engine};

/// Goes the way into an account and asks AWS who we are. What AWS answered is remembered.
pub async fn check(engine: &Engine, name: &str) -> AppResult<AccessReport> {
    let mut account = get(engine, name).await?;
    let report = engine.access.walk(&account).await;
    if let Some(identity) = &report.identity {
        account.identity = Some(identity.clone());
        account.used_at_ms = Some(identity.as_of_ms);
        engine.memory.save_account(&account).await?;
    }
    Ok(report)
}
