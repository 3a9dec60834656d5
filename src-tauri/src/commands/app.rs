//! About this installation.

use engine::environments;
use tauri::{AppHandle, State};

use crate::error::UiResult;
use crate::state::AppState;
use crate::wire::catalogue::Catalogue;
use crate::wire::info::AppInfo;
use crate::wiring::{self, dialogs};

/// Version, folders, and whether the store could be opened.
#[tauri::command]
#[specta::specta]
pub async fn app_info(state: State<'_, AppState>) -> UiResult<AppInfo> {
    Ok(wiring::info(&state).await)
}

/// Notes how long the start took; support asks for it, and `cargo xtask bench` reads it.
#[tauri::command]
#[specta::specta]
pub async fn first_page_shown(state: State<'_, AppState>) -> UiResult<()> {
    let ms = u64::try_from(state.started.elapsed().as_millis()).unwrap_or(u64::MAX);
    tracing::info!(ms, "the first page is on screen");
    Ok(())
}

/// Goes on without a store after it could not be opened.
#[tauri::command]
#[specta::specta]
pub async fn practise_without_saving(
    app: AppHandle,
    state: State<'_, AppState>,
) -> UiResult<AppInfo> {
    wiring::go_on_in_memory(&app, &state).await?;
    Ok(wiring::info(&state).await)
}

/// The dated tables that forms choose from.
#[tauri::command]
#[specta::specta]
pub async fn catalogue(state: State<'_, AppState>) -> UiResult<Catalogue> {
    Ok(Catalogue::on(environments::today(&state.engine().await?)))
}

/// Shows the folder of the logs in the system's file manager.
#[tauri::command]
#[specta::specta]
pub async fn open_log_folder(state: State<'_, AppState>) -> UiResult<()> {
    Ok(wiring::open_folder(&assembly::log_dir(&state.data_dir))?)
}

/// Shows the folder of the store in the system's file manager.
#[tauri::command]
#[specta::specta]
pub async fn open_data_folder(state: State<'_, AppState>) -> UiResult<()> {
    Ok(wiring::open_folder(&state.data_dir)?)
}

/// Saves every log as one text; gives its path, or null when the person cancelled.
#[tauri::command]
#[specta::specta]
pub async fn export_logs(app: AppHandle, state: State<'_, AppState>) -> UiResult<Option<String>> {
    let text = wiring::all_logs(&assembly::log_dir(&state.data_dir))?;
    Ok(dialogs::save(&app, "array-console-logs.txt", text.as_bytes()).await?)
}
