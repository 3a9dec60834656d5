//! The audit trail of changes in AWS.

use engine::audit;
use tauri::{AppHandle, State};

use crate::error::UiResult;
use crate::state::AppState;
use crate::wire::audit::TrailView;
use crate::wiring::dialogs;

/// The whole trail, checked, the newest call first.
#[tauri::command]
#[specta::specta]
pub async fn audit_trail(state: State<'_, AppState>) -> UiResult<TrailView> {
    Ok(audit::trail(&state.engine().await?).await?.into())
}

/// Saves the trail as it is stored, with its hashes; gives the path, or null when the person cancelled.
#[tauri::command]
#[specta::specta]
pub async fn audit_export(app: AppHandle, state: State<'_, AppState>) -> UiResult<Option<String>> {
    let trail = audit::trail(&state.engine().await?).await?;
    let text = trail.text();
    Ok(dialogs::save(&app, "array-console-audit.jsonl", text.as_bytes()).await?)
}
