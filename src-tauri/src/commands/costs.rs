//! Costs: imports and reports.

use engine::costs::{Import, import};
use tauri::{AppHandle, State};

use crate::error::UiResult;
use crate::state::AppState;
use crate::wiring::{dialogs, imports};

/// Imports files that the person picks; null when she cancelled.
#[tauri::command]
#[specta::specta]
pub async fn costs_import_files(
    app: AppHandle,
    state: State<'_, AppState>,
) -> UiResult<Option<Import>> {
    let Some(paths) = dialogs::pick_many(&app).await else {
        return Ok(None);
    };
    let engine = state.engine().await?;
    let begun = import::start(&engine, &paths).await?;
    Ok(Some(imports::carried_out(&engine, begun)))
}

/// Imports an export's folder that the person picks; null when she cancelled.
#[tauri::command]
#[specta::specta]
pub async fn costs_import_folder(
    app: AppHandle,
    state: State<'_, AppState>,
) -> UiResult<Option<Import>> {
    let Some(folder) = dialogs::pick_folder(&app).await else {
        return Ok(None);
    };
    let engine = state.engine().await?;
    let begun = import::start(&engine, &[folder]).await?;
    Ok(Some(imports::carried_out(&engine, begun)))
}

/// Every import, the newest first.
#[tauri::command]
#[specta::specta]
pub async fn costs_imports(state: State<'_, AppState>) -> UiResult<Vec<Import>> {
    Ok(import::list(&state.engine().await?).await?)
}

/// Stops an import; months that are stored stay.
#[tauri::command]
#[specta::specta]
pub async fn costs_import_cancel(state: State<'_, AppState>, id: String) -> UiResult<()> {
    Ok(import::cancel(&state.engine().await?, &id).await?)
}
