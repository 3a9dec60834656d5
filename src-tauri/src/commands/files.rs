//! Files that the person picks in the system's own dialogs.

use domain::environment::EnvironmentFile;
use tauri::{AppHandle, State};

use crate::error::UiResult;
use crate::state::AppState;
use crate::wire::parsed::ImportedFile;
use crate::wiring::dialogs;

/// Opens an environment file; null when the person cancelled.
#[tauri::command]
#[specta::specta]
pub async fn environment_import(
    app: AppHandle,
    state: State<'_, AppState>,
) -> UiResult<Option<ImportedFile>> {
    Ok(dialogs::import(&app, &state.engine().await?).await?)
}

/// Saves an environment file; gives its path, or null when the person cancelled.
#[tauri::command]
#[specta::specta]
pub async fn environment_export(app: AppHandle, file: EnvironmentFile) -> UiResult<Option<String>> {
    let name = format!("{}.toml", file.name);
    Ok(dialogs::save(&app, &name, file.to_toml().as_bytes()).await?)
}

/// Saves a text that the window made: a table, a diagram, a template.
#[tauri::command]
#[specta::specta]
pub async fn save_text(app: AppHandle, name: String, contents: String) -> UiResult<Option<String>> {
    Ok(dialogs::save(&app, &name, contents.as_bytes()).await?)
}

/// Saves a picture that the window drew.
#[tauri::command]
#[specta::specta]
pub async fn save_picture(
    app: AppHandle,
    name: String,
    bytes: Vec<u8>,
) -> UiResult<Option<String>> {
    Ok(dialogs::save(&app, &name, &bytes).await?)
}
