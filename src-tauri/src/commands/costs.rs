//! Costs: imports and reports.

use domain::costs::{
    Commitments, Comparison, Drivers, LineItems, Overview, Period, Question, Report, Span, Trend,
    WasteList,
};
use engine::costs::{Import, KeptMonth, import};
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

/// Every month that is kept, by time.
#[tauri::command]
#[specta::specta]
pub async fn costs_months(state: State<'_, AppState>) -> UiResult<Vec<KeptMonth>> {
    Ok(engine::costs::months(&state.engine().await?).await?)
}

/// Forgets a range of months; gives what it was.
#[tauri::command]
#[specta::specta]
pub async fn costs_months_delete(
    state: State<'_, AppState>,
    from: Period,
    to: Period,
) -> UiResult<Vec<KeptMonth>> {
    Ok(engine::costs::delete_months(&state.engine().await?, from, to).await?)
}

/// Costs by whatever is asked.
#[tauri::command]
#[specta::specta]
pub async fn costs_report(state: State<'_, AppState>, question: Question) -> UiResult<Report> {
    Ok(engine::costs::report(&state.engine().await?, &question).await?)
}

/// The line items that make a figure, at most `limit`.
#[tauri::command]
#[specta::specta]
pub async fn costs_lines(
    state: State<'_, AppState>,
    question: Question,
    limit: u32,
) -> UiResult<LineItems> {
    Ok(engine::costs::lines(&state.engine().await?, &question, limit as usize).await?)
}

/// Saves line items as CSV; gives its path, or null when the person cancelled.
#[tauri::command]
#[specta::specta]
pub async fn costs_lines_save(
    app: AppHandle,
    state: State<'_, AppState>,
    question: Question,
    limit: u32,
) -> UiResult<Option<String>> {
    let lines = engine::costs::lines(&state.engine().await?, &question, limit as usize).await?;
    Ok(dialogs::save(&app, "line-items.csv", lines.csv().as_bytes()).await?)
}

/// A month at a glance: its sentence, drivers, forecast, budgets, anomalies.
#[tauri::command]
#[specta::specta]
pub async fn costs_overview(
    state: State<'_, AppState>,
    question: Question,
    month: Option<Period>,
) -> UiResult<Overview> {
    Ok(engine::costs::overview(&state.engine().await?, &question, month).await?)
}

/// Why costs changed between two ranges of months.
#[tauri::command]
#[specta::specta]
pub async fn costs_drivers(
    state: State<'_, AppState>,
    question: Question,
    before: Option<Span>,
    after: Option<Span>,
) -> UiResult<Drivers> {
    Ok(engine::costs::drivers(&state.engine().await?, &question, before, after).await?)
}

/// Two ranges of months side by side.
#[tauri::command]
#[specta::specta]
pub async fn costs_compare(
    state: State<'_, AppState>,
    question: Question,
    before: Option<Span>,
    after: Option<Span>,
) -> UiResult<Comparison> {
    Ok(engine::costs::compare(&state.engine().await?, &question, before, after).await?)
}

/// Costs by day with anomalies and forecast.
#[tauri::command]
#[specta::specta]
pub async fn costs_trend(state: State<'_, AppState>, question: Question) -> UiResult<Trend> {
    Ok(engine::costs::trend(&state.engine().await?, &question).await?)
}

/// Coverage, utilisation and unused money of savings plans and reservations.
#[tauri::command]
#[specta::specta]
pub async fn costs_commitments(
    state: State<'_, AppState>,
    question: Question,
) -> UiResult<Commitments> {
    Ok(engine::costs::commitments(&state.engine().await?, &question).await?)
}

/// What buys nothing, as far as costs tell.
#[tauri::command]
#[specta::specta]
pub async fn costs_waste(state: State<'_, AppState>, question: Question) -> UiResult<WasteList> {
    Ok(engine::costs::waste(&state.engine().await?, &question).await?)
}
