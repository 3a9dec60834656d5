//! Launches and other jobs.

use domain::environment::{EnvironmentFile, EnvironmentKind};
use domain::failure::CallAnswer;
use domain::launch::LaunchSnapshot;
use domain::plan::Plan;
use engine::environments::PRACTICE;
use engine::jobs::{self, EventRow, JobRow, LaunchOptions, Wish};
use engine::launches::Answer;
use engine::{launches, settings};
use tauri::State;

use crate::desk;
use crate::error::UiResult;
use crate::state::AppState;
use crate::wiring;

/// Plans a file and launches it in an account, as it was chosen to go.
#[tauri::command]
#[specta::specta]
pub async fn launch_start(
    state: State<'_, AppState>,
    file: EnvironmentFile,
    account: String,
    options: LaunchOptions,
) -> UiResult<LaunchSnapshot> {
    let engine = state.engine().await?;
    let wish = Wish::from(settings::get(&engine).await?.rehearsal());
    let wish = Wish { options, ..wish };
    let snapshot = launches::start(&engine, file, &account, wish).await?;
    Ok(wiring::driven(&engine, snapshot))
}

/// Asks AWS for the change set of a running environment's new file, to be looked at; null where the file
/// asks for what runs already.
#[tauri::command]
#[specta::specta]
pub async fn launch_update(
    state: State<'_, AppState>,
    file: EnvironmentFile,
    options: LaunchOptions,
) -> UiResult<Option<LaunchSnapshot>> {
    let engine = state.engine().await?;
    let wish = Wish::to_be_looked_at(settings::get(&engine).await?.rehearsal());
    let wish = Wish { options, ..wish };
    let snapshot = launches::start_update(&engine, file, wish).await?;
    Ok(snapshot.map(|snapshot| wiring::driven(&engine, snapshot)))
}

/// The first start's practice environment, in one click.
#[tauri::command]
#[specta::specta]
pub async fn practise(state: State<'_, AppState>) -> UiResult<LaunchSnapshot> {
    let engine = state.engine().await?;
    let rehearsal = settings::get(&engine).await?.rehearsal();
    let file = EnvironmentFile::preset("practice", EnvironmentKind::Staging);
    let snapshot = launches::start(&engine, file, PRACTICE, rehearsal).await?;
    Ok(wiring::driven(&engine, snapshot))
}

/// The newest snapshot of a job.
#[tauri::command]
#[specta::specta]
pub async fn launch_get(state: State<'_, AppState>, job_id: String) -> UiResult<LaunchSnapshot> {
    Ok(launches::get(&state.engine().await?, &job_id).await?)
}

/// Events behind a sequence number, in order.
#[tauri::command]
#[specta::specta]
pub async fn launch_events(
    state: State<'_, AppState>,
    job_id: String,
    after: u64,
) -> UiResult<Vec<EventRow>> {
    Ok(launches::events(&state.engine().await?, &job_id, after).await?)
}

/// The plan that a job carries out.
#[tauri::command]
#[specta::specta]
pub async fn launch_plan(state: State<'_, AppState>, job_id: String) -> UiResult<Plan> {
    Ok(launches::plan(&state.engine().await?, &job_id).await?)
}

/// Looks in CloudTrail for the API call that made a job fail.
#[tauri::command]
#[specta::specta]
pub async fn launch_failed_call(
    state: State<'_, AppState>,
    job_id: String,
) -> UiResult<CallAnswer> {
    Ok(launches::find_failed_call(&state.engine().await?, &job_id).await?)
}

/// Cancels a launch where AWS allows it.
#[tauri::command]
#[specta::specta]
pub async fn launch_cancel(state: State<'_, AppState>, job_id: String) -> UiResult<LaunchSnapshot> {
    let engine = state.engine().await?;
    let snapshot = launches::cancel(&engine, &job_id).await?;
    Ok(wiring::driven(&engine, snapshot))
}

/// Tries a failed or cancelled job again, as a new job.
#[tauri::command]
#[specta::specta]
pub async fn launch_retry(state: State<'_, AppState>, job_id: String) -> UiResult<LaunchSnapshot> {
    let engine = state.engine().await?;
    let rehearsal = settings::get(&engine).await?.rehearsal();
    let snapshot = launches::retry(&engine, &job_id, rehearsal).await?;
    Ok(wiring::driven(&engine, snapshot))
}

/// Goes on after the person did what the job asked for.
#[tauri::command]
#[specta::specta]
pub async fn launch_continue(
    state: State<'_, AppState>,
    job_id: String,
    typed: Option<String>,
    skip: Vec<String>,
) -> UiResult<LaunchSnapshot> {
    let engine = state.engine().await?;
    let snapshot = launches::proceed(&engine, &job_id, &Answer { typed, skip }).await?;
    Ok(wiring::driven(&engine, snapshot))
}

/// Opens the console's page for what a job waits for; false where the system opens no browser.
#[tauri::command]
#[specta::specta]
pub async fn launch_open_page(state: State<'_, AppState>, job_id: String) -> UiResult<bool> {
    let page = launches::page(&state.engine().await?, &job_id).await?;
    Ok(desk::open(&page))
}

/// Every job, newest first.
#[tauri::command]
#[specta::specta]
pub async fn jobs_list(state: State<'_, AppState>) -> UiResult<Vec<JobRow>> {
    Ok(jobs::list(&state.engine().await?).await?)
}

/// Text for whoever helps, without secrets.
#[tauri::command]
#[specta::specta]
pub async fn support_details(state: State<'_, AppState>, job_id: String) -> UiResult<String> {
    Ok(launches::support_details(&state.engine().await?, &job_id).await?)
}
