//! Settings of this installation.

use engine::settings::{self, Settings};
use tauri::State;

use crate::error::UiResult;
use crate::state::AppState;
use crate::wire::scripts::Script;

/// The settings as they stand.
#[tauri::command]
#[specta::specta]
pub async fn settings_get(state: State<'_, AppState>) -> UiResult<Settings> {
    Ok(settings::get(&state.engine().await?).await?)
}

/// Replaces the settings.
#[tauri::command]
#[specta::specta]
pub async fn settings_save(state: State<'_, AppState>, settings: Settings) -> UiResult<Settings> {
    Ok(settings::save(&state.engine().await?, settings).await?)
}

/// Failures that practice can play.
#[tauri::command]
#[specta::specta]
pub async fn failure_scripts() -> UiResult<Vec<Script>> {
    Ok(Script::all())
}
