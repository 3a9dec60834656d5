//! Secrets that join an environment to Slack, PagerDuty and Datadog. None of them crosses to the window.

use engine::integrations::{self, Integration};
use tauri::{AppHandle, State};

use crate::error::UiResult;
use crate::state::AppState;
use crate::wire::integrations::{IntegrationView, Taken};
use crate::wiring::keys;

/// Which integrations an environment can have, and which of their secrets are kept in the keychain.
#[tauri::command]
#[specta::specta]
pub async fn integrations_list(
    state: State<'_, AppState>,
    environment: String,
) -> UiResult<Vec<IntegrationView>> {
    let rows = integrations::list(&state.engine().await?, &environment).await?;
    Ok(rows.into_iter().map(IntegrationView::from).collect())
}

/// Takes an integration's secret off the clipboard into the keychain.
#[tauri::command]
#[specta::specta]
pub async fn integration_from_clipboard(
    state: State<'_, AppState>,
    environment: String,
    integration: Integration,
) -> UiResult<Taken> {
    let engine = state.engine().await?;
    Ok(keys::kept_from_clipboard(&engine, &environment, integration).await?)
}

/// Reads an integration's secret from a file that the person picks into the keychain; null when she
/// cancelled.
#[tauri::command]
#[specta::specta]
pub async fn integration_from_file(
    app: AppHandle,
    state: State<'_, AppState>,
    environment: String,
    integration: Integration,
) -> UiResult<Option<Taken>> {
    let engine = state.engine().await?;
    Ok(keys::kept_from_file(&app, &engine, &environment, integration).await?)
}

/// Forgets an integration's secret here; Secrets Manager keeps its own until the environment is deleted.
#[tauri::command]
#[specta::specta]
pub async fn integration_forget(
    state: State<'_, AppState>,
    environment: String,
    integration: Integration,
) -> UiResult<()> {
    Ok(integrations::forget(&state.engine().await?, &environment, integration).await?)
}
