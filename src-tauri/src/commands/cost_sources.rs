//! Costs from AWS: where they can come from, what getting them will cost, and what it has cost.

use domain::costs::Amount;
use engine::costs::billing::DataExport;
use engine::costs::spend::{self, SpendMeter};
use engine::costs::sync::{self, Quote};
use engine::costs::{Import, ImportSource};
use tauri::State;

use crate::error::UiResult;
use crate::state::AppState;
use crate::wiring::imports;

/// The Data Exports of an account; asking for them is free.
#[tauri::command]
#[specta::specta]
pub async fn costs_exports(
    state: State<'_, AppState>,
    account: String,
) -> UiResult<Vec<DataExport>> {
    Ok(sync::exports(&state.engine().await?, &account).await?)
}

/// What a sync from this source would cost.
#[tauri::command]
#[specta::specta]
pub async fn costs_sync_quote(state: State<'_, AppState>, source: ImportSource) -> UiResult<Quote> {
    Ok(sync::quote(&state.engine().await?, source).await?)
}

/// Begins a sync that the person has agreed to pay for.
#[tauri::command]
#[specta::specta]
pub async fn costs_sync_start(
    state: State<'_, AppState>,
    source: ImportSource,
) -> UiResult<Import> {
    let engine = state.engine().await?;
    let begun = sync::start(&engine, source).await?;
    Ok(imports::carried_out(&engine, begun))
}

/// What was spent on AWS's calls, and what may be.
#[tauri::command]
#[specta::specta]
pub async fn costs_spend(state: State<'_, AppState>) -> UiResult<SpendMeter> {
    Ok(spend::meter(&state.engine().await?).await?)
}

/// Sets what the app may spend on AWS's calls in a month, in US dollars.
#[tauri::command]
#[specta::specta]
pub async fn costs_spend_cap(state: State<'_, AppState>, cap: Amount) -> UiResult<SpendMeter> {
    Ok(spend::set_cap(&state.engine().await?, cap).await?)
}
