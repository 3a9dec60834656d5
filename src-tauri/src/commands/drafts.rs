//! Drafts of the wizard.

use domain::environment::EnvironmentFile;
use engine::environments::{self, Draft};
use tauri::State;

use crate::error::UiResult;
use crate::state::AppState;

/// Every draft, newest first.
#[tauri::command]
#[specta::specta]
pub async fn drafts_list(state: State<'_, AppState>) -> UiResult<Vec<Draft>> {
    Ok(environments::drafts(&state.engine().await?).await?)
}

/// Saves a draft; a new one when `id` is null. `environment` is the one that it changes, null for a new one.
#[tauri::command]
#[specta::specta]
pub async fn draft_save(
    state: State<'_, AppState>,
    id: Option<String>,
    environment: Option<String>,
    file: EnvironmentFile,
    step: u32,
) -> UiResult<Draft> {
    let engine = state.engine().await?;
    Ok(environments::save_draft(&engine, id, environment, file, step).await?)
}

/// Forgets a draft.
#[tauri::command]
#[specta::specta]
pub async fn draft_delete(state: State<'_, AppState>, id: String) -> UiResult<()> {
    Ok(environments::delete_draft(&state.engine().await?, &id).await?)
}
