//! Environments: files, plans, and what runs.

use domain::environment::{EnvironmentFile, EnvironmentKind, Problem};
use domain::launch::LaunchSnapshot;
use domain::permissions::{Policy, Variant};
use domain::plan::{Check, Ledger, Plan, Question};
use engine::environments::{self, ChangePlan, EnvironmentRow, EnvironmentView, Teardown};
use engine::jobs::{DeleteWish, LastStep};
use engine::{checks, launches, settings};
use tauri::State;

use crate::error::UiResult;
use crate::state::AppState;
use crate::wire::parsed::ParsedFile;
use crate::wiring;

/// Every environment, by name.
#[tauri::command]
#[specta::specta]
pub async fn environments_list(state: State<'_, AppState>) -> UiResult<Vec<EnvironmentRow>> {
    Ok(environments::list(&state.engine().await?).await?)
}

/// One environment in full.
#[tauri::command]
#[specta::specta]
pub async fn environment_get(
    state: State<'_, AppState>,
    name: String,
) -> UiResult<EnvironmentView> {
    Ok(environments::get(&state.engine().await?, &name).await?)
}

/// A new file from a kind's preset, complete and valid as it stands.
#[tauri::command]
#[specta::specta]
pub async fn environment_new(name: String, kind: EnvironmentKind) -> UiResult<EnvironmentFile> {
    Ok(EnvironmentFile::preset(&name, kind))
}

/// The same environment refilled from another kind's preset.
#[tauri::command]
#[specta::specta]
pub async fn environment_preset(
    file: EnvironmentFile,
    kind: EnvironmentKind,
) -> UiResult<EnvironmentFile> {
    Ok(file.refill(kind))
}

/// Every problem of a file.
#[tauri::command]
#[specta::specta]
pub async fn environment_check(
    state: State<'_, AppState>,
    file: EnvironmentFile,
) -> UiResult<Vec<Problem>> {
    Ok(environments::check(&state.engine().await?, &file))
}

/// The wizard's side panel, for the account that is chosen. AWS is not asked.
#[tauri::command]
#[specta::specta]
pub async fn environment_ledger(
    state: State<'_, AppState>,
    file: EnvironmentFile,
    account: String,
) -> UiResult<Ledger> {
    Ok(environments::ledger(&state.engine().await?, &file, &account).await?)
}

/// Reads the TOML text of a file, with every problem at its line.
#[tauri::command]
#[specta::specta]
pub async fn environment_from_toml(
    state: State<'_, AppState>,
    text: String,
) -> UiResult<ParsedFile> {
    Ok(environments::read(&state.engine().await?, text.as_bytes()).into())
}

/// The TOML text of a file.
#[tauri::command]
#[specta::specta]
pub async fn environment_to_toml(file: EnvironmentFile) -> UiResult<String> {
    Ok(file.to_toml())
}

/// Plans a file against an account.
#[tauri::command]
#[specta::specta]
pub async fn environment_plan(
    state: State<'_, AppState>,
    file: EnvironmentFile,
    account: String,
) -> UiResult<Plan> {
    let engine = state.engine().await?;
    let assumptions = settings::get(&engine).await?.assumptions;
    Ok(environments::plan(&engine, file, &account, &assumptions).await?)
}

/// Plans a file against the environment of its name: what would change there.
#[tauri::command]
#[specta::specta]
pub async fn environment_change(
    state: State<'_, AppState>,
    file: EnvironmentFile,
) -> UiResult<ChangePlan> {
    Ok(environments::change(&state.engine().await?, file).await?)
}

/// Asks the account one question again; the answer replaces every check of that question.
#[tauri::command]
#[specta::specta]
pub async fn environment_recheck(
    state: State<'_, AppState>,
    file: EnvironmentFile,
    account: String,
    question: Question,
) -> UiResult<Vec<Check>> {
    Ok(checks::rerun(&state.engine().await?, file, &account, question).await?)
}

/// The least that a plan needs to be allowed, as documents for IAM.
#[tauri::command]
#[specta::specta]
pub async fn environment_policy(
    state: State<'_, AppState>,
    file: EnvironmentFile,
    account: String,
    variant: Variant,
) -> UiResult<Policy> {
    Ok(environments::policy(&state.engine().await?, file, &account, variant).await?)
}

/// Asks AWS what a deletion of an environment meets. Changes nothing.
#[tauri::command]
#[specta::specta]
pub async fn environment_teardown(state: State<'_, AppState>, name: String) -> UiResult<Teardown> {
    Ok(environments::teardown(&state.engine().await?, &name).await?)
}

/// Starts the deletion of an environment; `typed_name` must be its name. `last_step` leaves something
/// behind, after a deletion that has stopped.
#[tauri::command]
#[specta::specta]
pub async fn environment_delete(
    state: State<'_, AppState>,
    name: String,
    typed_name: String,
    last_step: LastStep,
) -> UiResult<LaunchSnapshot> {
    let engine = state.engine().await?;
    let rehearsal = settings::get(&engine).await?.rehearsal();
    let wish = DeleteWish {
        rehearsal,
        last_step,
    };
    let snapshot = launches::start_delete(&engine, &name, &typed_name, wish).await?;
    Ok(wiring::driven(&engine, snapshot))
}
