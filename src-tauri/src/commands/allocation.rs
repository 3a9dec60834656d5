//! Untagged and shared costs, shared out by the user's rule.

use domain::costs::{AllocatedCosts, AllocationRule, Question};
use engine::costs;
use tauri::State;

use crate::error::UiResult;
use crate::state::AppState;

/// Costs by environment before and after untagged and shared ones are shared out.
#[tauri::command]
#[specta::specta]
pub async fn costs_allocated(
    state: State<'_, AppState>,
    question: Question,
) -> UiResult<AllocatedCosts> {
    Ok(costs::allocated(&state.engine().await?, &question).await?)
}

/// Sets the rule that they are shared out by.
#[tauri::command]
#[specta::specta]
pub async fn costs_allocation_set(
    state: State<'_, AppState>,
    rule: AllocationRule,
) -> UiResult<AllocationRule> {
    Ok(costs::set_allocation(&state.engine().await?, rule).await?)
}
