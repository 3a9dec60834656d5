//! Access keys and integrations' secrets from where a person has them: the clipboard, or a file.

use std::path::Path;

use domain::accounts::{KeyPair, KeyPairProblem};
use engine::integrations::{self, Integration};
use engine::{AppError, AppResult, Engine, ErrorCode, environments};
use secrecy::{ExposeSecret, SecretString};
use tauri::AppHandle;

use super::dialogs;
use crate::desk::Desk;
use crate::wire::accounts::HeldKeys;
use crate::wire::integrations::Taken;

/// Takes the keys off the clipboard, and clears it unless something else was copied meanwhile.
pub async fn from_clipboard(desk: &Desk) -> AppResult<HeldKeys> {
    let text = on_clipboard().await?;
    let pair =
        KeyPair::read(text.expose_secret()).map_err(|problem| unfit("The clipboard", problem))?;
    let cleared = cleared(text).await;
    Ok(desk.hold(pair, None, cleared))
}

/// Lets the person pick a file and reads the keys in it; nothing when she cancelled.
pub async fn from_file(app: &AppHandle, desk: &Desk) -> AppResult<Option<HeldKeys>> {
    let Some(path) = dialogs::pick(app, None).await else {
        return Ok(None);
    };
    let name = format!("The file {}", path.display());
    let pair =
        KeyPair::read(in_file(&path)?.expose_secret()).map_err(|problem| unfit(&name, problem))?;
    Ok(Some(desk.hold(
        pair,
        Some(path.display().to_string()),
        false,
    )))
}

/// Takes an integration's values off the clipboard into the keychain, and clears it unless something
/// else was copied meanwhile.
pub async fn kept_from_clipboard(
    engine: &Engine,
    environment: &str,
    integration: Integration,
) -> AppResult<Taken> {
    let text = on_clipboard().await?;
    integrations::keep(engine, environment, integration, &lines(&text)).await?;
    Ok(Taken {
        file: None,
        clipboard_cleared: cleared(text).await,
    })
}

/// Lets the person pick a file and takes an integration's values in it into the keychain; nothing when
/// she cancelled.
pub async fn kept_from_file(
    app: &AppHandle,
    engine: &Engine,
    environment: &str,
    integration: Integration,
) -> AppResult<Option<Taken>> {
    let Some(path) = dialogs::pick(app, None).await else {
        return Ok(None);
    };
    integrations::keep(engine, environment, integration, &lines(&in_file(&path)?)).await?;
    Ok(Some(Taken {
        file: Some(path.display().to_string()),
        clipboard_cleared: false,
    }))
}

/// One value a line, as `arrayctl env secret` reads them.
fn lines(text: &SecretString) -> Vec<SecretString> {
    let lines = text.expose_secret().lines().map(str::trim);
    lines
        .filter(|line| !line.is_empty())
        .map(SecretString::from)
        .collect()
}

async fn on_clipboard() -> AppResult<SecretString> {
    let read = || {
        // An empty clipboard and a picture in it are the same to whoever wants keys.
        arboard::Clipboard::new().map(|mut board| board.get_text().unwrap_or_default())
    };
    let text = tokio::task::spawn_blocking(read)
        .await
        .map_err(|error| AppError::internal("The clipboard did not answer.").because(error))?;
    text.map(SecretString::from).map_err(|error| {
        AppError::new(
            ErrorCode::NotFound,
            "This system's clipboard cannot be used.",
        )
        .hint("Choose a file instead.")
        .because(error)
    })
}

/// True when the clipboard holds it no longer; what was copied meanwhile stays.
async fn cleared(text: SecretString) -> bool {
    let clear = move || {
        arboard::Clipboard::new().is_ok_and(|mut board| {
            let still = board
                .get_text()
                .is_ok_and(|now| now == text.expose_secret());
            still && board.clear().is_ok()
        })
    };
    tokio::task::spawn_blocking(clear).await.unwrap_or(false)
}

fn in_file(path: &Path) -> AppResult<SecretString> {
    let bytes = environments::read_bounded(path).map_err(|error| {
        AppError::new(
            ErrorCode::InvalidInput,
            format!("The file {} cannot be read: {error}.", path.display()),
        )
    })?;
    Ok(SecretString::from(
        String::from_utf8_lossy(&bytes).into_owned(),
    ))
}

fn unfit(what: &str, problem: KeyPairProblem) -> AppError {
    let (words, hint) = problem.words();
    AppError::new(ErrorCode::InvalidInput, format!("{what} was read. {words}")).hint(hint)
}
