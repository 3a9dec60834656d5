//! Trying an account: who does AWS say we are?

use super::{AccessReport, Trouble, get};
use crate::{AppResult, Engine};

/// Goes the way into an account and asks AWS who we are. What came of it is remembered.
pub async fn check(engine: &Engine, name: &str) -> AppResult<AccessReport> {
    let mut account = get(engine, name).await?;
    let report = engine.access.walk(&account).await;
    match &report.identity {
        Some(identity) => {
            account.identity = Some(identity.clone());
            account.used_at_ms = Some(identity.as_of_ms);
            account.trouble = None;
        }
        None => {
            let halt = report.steps.iter().find(|step| !step.worked);
            account.trouble = halt.map(|step| Trouble {
                what: step.what.clone(),
                found: step.found.clone(),
                at_ms: engine.clock.now_ms(),
            });
        }
    }
    engine.memory.save_account(&account).await?;
    Ok(report)
}
