//! Costs against what was estimated, by unit, and of extended support.

use domain::costs::{Cost, CostUnit, Period, Question, SupportCosts, UnitCosts, UnitCount};
use engine::costs::EstimateComparisons;
use tauri::State;

use crate::error::UiResult;
use crate::state::AppState;

/// What every planned environment was estimated to cost in a month against what it cost.
#[tauri::command]
#[specta::specta]
pub async fn costs_estimates(
    state: State<'_, AppState>,
    month: Option<Period>,
    cost: Cost,
) -> UiResult<EstimateComparisons> {
    Ok(engine::costs::estimates(&state.engine().await?, None, month, cost).await?)
}

/// Takes over assumptions that a month of an environment speaks for.
#[tauri::command]
#[specta::specta]
pub async fn costs_estimate_adopt(
    state: State<'_, AppState>,
    environment: String,
    month: Option<Period>,
    keys: Vec<String>,
) -> UiResult<EstimateComparisons> {
    let engine = state.engine().await?;
    Ok(engine::costs::adopt_estimate(&engine, &environment, month, &keys).await?)
}

/// What one deployment and one active crew profile cost, by month.
#[tauri::command]
#[specta::specta]
pub async fn costs_units(state: State<'_, AppState>, question: Question) -> UiResult<UnitCosts> {
    Ok(engine::costs::units(&state.engine().await?, &question).await?)
}

/// Says how many of a unit there were in a month; null takes it back.
#[tauri::command]
#[specta::specta]
pub async fn costs_unit_set(
    state: State<'_, AppState>,
    unit: CostUnit,
    month: Period,
    count: Option<u32>,
) -> UiResult<Vec<UnitCount>> {
    Ok(engine::costs::set_unit_count(&state.engine().await?, (unit, month), count).await?)
}

/// What EKS extended support was charged, and what is to come of it.
#[tauri::command]
#[specta::specta]
pub async fn costs_support(
    state: State<'_, AppState>,
    question: Question,
) -> UiResult<SupportCosts> {
    Ok(engine::costs::support(&state.engine().await?, &question).await?)
}
