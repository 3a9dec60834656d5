//! Drafts of the wizard.

use domain::environment::EnvironmentFile;
use uuid::Uuid;

use super::Draft;
use crate::Engine;
use crate::error::AppResult;

/// Every draft, newest first.
pub async fn drafts(engine: &Engine) -> AppResult<Vec<Draft>> {
    engine.memory.drafts().await
}

/// Saves a draft, a new one when it has no ID yet.
pub async fn save_draft(
    engine: &Engine,
    id: Option<String>,
    environment: Option<String>,
    file: EnvironmentFile,
    step: u32,
) -> AppResult<Draft> {
    let draft = Draft {
        id: id.unwrap_or_else(|| Uuid::new_v4().to_string()),
        environment,
        file,
        step,
        saved_at_ms: engine.clock.now_ms(),
    };
    engine.memory.save_draft(&draft).await?;
    Ok(draft)
}

/// Forgets a draft; one that is not there is no error.
pub async fn delete_draft(engine: &Engine, id: &str) -> AppResult<()> {
    engine.memory.delete_draft(id).await
}
