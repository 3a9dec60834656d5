//! Budgets of costs.

use domain::costs::{Budget, Period};
use engine::costs::{self, Budgets};
use tauri::State;

use crate::error::UiResult;
use crate::state::AppState;

/// How every budget stands in a month, by default the newest.
#[tauri::command]
#[specta::specta]
pub async fn budgets_list(state: State<'_, AppState>, month: Option<Period>) -> UiResult<Budgets> {
    Ok(costs::budgets(&state.engine().await?, month).await?)
}

/// Sets a budget, in place of one for the same environment, currency and cost.
#[tauri::command]
#[specta::specta]
pub async fn budget_set(state: State<'_, AppState>, budget: Budget) -> UiResult<Budgets> {
    Ok(costs::set_budget(&state.engine().await?, budget).await?)
}

/// Removes the budgets of an environment, or that of the whole where none is named.
#[tauri::command]
#[specta::specta]
pub async fn budget_remove(
    state: State<'_, AppState>,
    environment: Option<String>,
) -> UiResult<Budgets> {
    Ok(costs::remove_budget(&state.engine().await?, environment.as_deref()).await?)
}
