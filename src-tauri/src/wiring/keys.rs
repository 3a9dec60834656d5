//! Access keys from where a person has them: the clipboard, or a file of AWS's.

use std::path::Path;

use domain::accounts::{KeyPair, KeyPairProblem};
use engine::{AppError, AppResult, ErrorCode, environments};
use tauri::AppHandle;

use super::dialogs;
use crate::desk::Desk;
use crate::wire::accounts::HeldKeys;

/// Takes the keys off the clipboard, and clears it unless something else was copied meanwhile.
pub async fn from_clipboard(desk: &Desk) -> AppResult<HeldKeys> {
    let (pair, cleared) = tokio::task::spawn_blocking(clipboard)
        .await
        .map_err(|error| AppError::internal("The clipboard did not answer.").because(error))??;
    Ok(desk.hold(pair, None, cleared))
}

fn clipboard() -> AppResult<(KeyPair, bool)> {
    let mut board = arboard::Clipboard::new().map_err(|error| {
        AppError::new(
            ErrorCode::NotFound,
            "This system's clipboard cannot be used.",
        )
        .hint("Choose the file with the keys instead.")
        .because(error)
    })?;
    // An empty clipboard and a picture in it are the same to whoever wants keys.
    let text = board.get_text().unwrap_or_default();
    let pair = KeyPair::read(&text).map_err(|problem| unfit("The clipboard", problem))?;
    let still = board.get_text().is_ok_and(|now| now == text);
    Ok((pair, still && board.clear().is_ok()))
}

/// Lets the person pick a file and reads the keys in it; nothing when she cancelled.
pub async fn from_file(app: &AppHandle, desk: &Desk) -> AppResult<Option<HeldKeys>> {
    let Some(path) = dialogs::pick(app, None).await else {
        return Ok(None);
    };
    let pair = read(&path)?;
    Ok(Some(desk.hold(
        pair,
        Some(path.display().to_string()),
        false,
    )))
}

fn read(path: &Path) -> AppResult<KeyPair> {
    let bytes = environments::read_bounded(path).map_err(|error| {
        AppError::new(
            ErrorCode::InvalidInput,
            format!("The file {} cannot be read: {error}.", path.display()),
        )
    })?;
    let name = format!("The file {}", path.display());
    KeyPair::read(&String::from_utf8_lossy(&bytes)).map_err(|problem| unfit(&name, problem))
}

fn unfit(what: &str, problem: KeyPairProblem) -> AppError {
    let (words, hint) = problem.words();
    AppError::new(ErrorCode::InvalidInput, format!("{what} was read. {words}")).hint(hint)
}
