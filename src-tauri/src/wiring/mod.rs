//! Work of the shell that is neither a command nor a use case.

pub mod dialogs;
pub mod imports;
pub mod keys;
pub mod print;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use assembly::{Opened, Surroundings};
use domain::launch::{JobState, LaunchSnapshot};
use engine::{AppError, AppResult, Engine, ErrorCode, environments, launches};
use tauri::AppHandle;

use crate::error::UiError;
use crate::person::WindowPerson;
use crate::progress::WindowProgress;
use crate::state::AppState;
use crate::wire::info::AppInfo;

/// How long a launch stands before it is tried whether the store lets it go on.
const AGAIN: Duration = Duration::from_secs(5);

/// Opens the store; without a usable keychain the window says why and offers to practise unsaved.
pub async fn open(
    app: &AppHandle,
    person: Arc<WindowPerson>,
    data_dir: &Path,
) -> Result<Opened, UiError> {
    let progress = Arc::new(WindowProgress::new(app.clone()));
    let opened = assembly::open(data_dir, Surroundings { progress, person }).await?;
    resume(&opened.engine).await?;
    notice_handshakes(&opened.engine);
    imports::resume(&opened.engine).await?;
    imports::notice(app, &opened.engine);
    Ok(opened)
}

/// Replaces the store that could not be opened by one in memory.
pub async fn go_on_in_memory(app: &AppHandle, state: &AppState) -> AppResult<()> {
    let progress = Arc::new(WindowProgress::new(app.clone()));
    let person = state.person.clone();
    let opened = assembly::in_memory(Surroundings { progress, person }).await?;
    *state.opened.write().await = Ok(opened);
    Ok(())
}

/// Re-attaches the jobs that were open when the program ended.
async fn resume(engine: &Engine) -> AppResult<()> {
    for id in launches::unfinished(engine).await? {
        drive(engine, id);
    }
    Ok(())
}

/// As long as the window is open, jobs that wait for GitHub go on by themselves once somebody has
/// confirmed the connection.
fn notice_handshakes(engine: &Engine) {
    let engine = engine.clone();
    tauri::async_runtime::spawn(async move {
        loop {
            engine.clock.sleep(launches::LOOK).await;
            match launches::connected(&engine).await {
                Ok(ids) => ids.into_iter().for_each(|id| drive(&engine, id)),
                Err(error) => tracing::warn!(%error, "nobody could look who waits for GitHub"),
            }
        }
    });
}

/// Drives the job of a snapshot in the background and gives the snapshot back.
pub fn driven(engine: &Engine, snapshot: LaunchSnapshot) -> LaunchSnapshot {
    if snapshot.state == JobState::Running {
        drive(engine, snapshot.job_id.clone());
    }
    snapshot
}

/// Until it ends, or stands for a reason that does not pass by itself. A full disk does: somebody makes
/// room, and the launch goes on.
fn drive(engine: &Engine, id: String) {
    let engine = engine.clone();
    tauri::async_runtime::spawn(async move {
        while let Err(error) = launches::drive(&engine, &id).await {
            let error = UiError::from(error);
            tracing::error!(job = id, code = ?error.code, "{}", error.message);
            if !error.retryable {
                break;
            }
            engine.clock.sleep(AGAIN).await;
        }
    });
}

/// What the window shows of the installation.
pub async fn info(state: &AppState) -> AppInfo {
    let opened = state.opened.read().await;
    let prices = domain::estimate::PriceBook::builtin();
    let today = opened
        .as_ref()
        .map(|opened| environments::today(&opened.engine).to_string());
    AppInfo {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        platform: std::env::consts::OS.to_owned(),
        data_dir: state.data_dir.display().to_string(),
        storage: opened.as_ref().ok().map(|opened| opened.storage.into()),
        storage_problem: opened.as_ref().err().cloned(),
        log_dir: assembly::log_dir(&state.data_dir).display().to_string(),
        prices_as_of: prices.as_of().to_string(),
        today: today.unwrap_or_default(),
    }
}

/// Shows a folder in the system's file manager.
pub fn open_folder(path: &Path) -> AppResult<()> {
    let program = match std::env::consts::OS {
        "macos" => "open",
        "windows" => "explorer",
        _ => "xdg-open",
    };
    std::process::Command::new(program)
        .arg(path)
        .spawn()
        .map(|_| ())
        .map_err(|error| {
            AppError::new(
                ErrorCode::NotFound,
                format!("The folder {} cannot be shown.", path.display()),
            )
            .hint("Open it in your file manager.")
            .because(error)
        })
}

/// Every log file, oldest first, each under its name. What is secret never reached them.
pub fn all_logs(folder: &Path) -> AppResult<String> {
    let read = || -> std::io::Result<String> {
        let mut files = std::fs::read_dir(folder)?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<std::io::Result<Vec<_>>>()?;
        files.sort();
        let mut text = String::new();
        for file in files.iter().filter(|file| file.is_file()) {
            let bytes = std::fs::read(file)?;
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            text.push_str(&format!(
                "==== {name}\n{}\n",
                String::from_utf8_lossy(&bytes)
            ));
        }
        Ok(text)
    };
    read().map_err(|error| {
        let message = format!("The logs in {} cannot be read.", folder.display());
        AppError::new(ErrorCode::NotFound, message)
            .hint("Show the folder and copy what is in it.")
            .because(error)
    })
}
