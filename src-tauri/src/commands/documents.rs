//! Reports of costs that are handed on.

use domain::costs::{DocumentFormat, Question};
use engine::costs::hand_on;
use tauri::{AppHandle, State};

use crate::error::UiResult;
use crate::state::AppState;
use crate::wiring::{dialogs, print};

/// Saves a report in a file; gives its path, or null when the person cancelled.
#[tauri::command]
#[specta::specta]
pub async fn costs_save(
    app: AppHandle,
    state: State<'_, AppState>,
    question: Question,
    format: DocumentFormat,
    masked: bool,
) -> UiResult<Option<String>> {
    let file = hand_on(&state.engine().await?, &question, format, masked).await?;
    let name = format!("costs.{}", format.ending());
    Ok(dialogs::save(&app, &name, &file.bytes).await?)
}

/// Shows a report in a window of its own and opens the system's print dialog, which also makes PDFs.
#[tauri::command]
#[specta::specta]
pub async fn costs_print(
    app: AppHandle,
    state: State<'_, AppState>,
    question: Question,
    masked: bool,
) -> UiResult<()> {
    let format = DocumentFormat::Html;
    let file = hand_on(&state.engine().await?, &question, format, masked).await?;
    Ok(print::show(&app, &file.title, file.bytes)?)
}
