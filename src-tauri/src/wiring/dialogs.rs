//! The system's open and save dialogs. The web view never composes a path.

use std::path::{Path, PathBuf};

use engine::{AppError, AppResult, Engine, ErrorCode, environments};
use tauri::AppHandle;
use tauri_plugin_dialog::{DialogExt, FilePath};

use crate::wire::parsed::ImportedFile;

/// Lets the person pick an environment file and reads it.
pub async fn import(app: &AppHandle, engine: &Engine) -> AppResult<Option<ImportedFile>> {
    let Some(path) = pick(app, Some(("Environment file", &["toml"]))).await else {
        return Ok(None);
    };
    Ok(Some(read(engine, &path)?))
}

/// Reads an environment file from wherever the person said that it is.
pub fn read(engine: &Engine, path: &Path) -> AppResult<ImportedFile> {
    let bytes = environments::read_bounded(path).map_err(|error| {
        AppError::new(
            ErrorCode::InvalidInput,
            format!("The file {} cannot be read: {error}.", path.display()),
        )
    })?;
    let parsed = environments::read(engine, &bytes);
    Ok(ImportedFile {
        path: path.display().to_string(),
        file: parsed.file,
        toml: String::from_utf8_lossy(&bytes).into_owned(),
        problems: parsed.problems,
    })
}

/// Lets the person pick a file, of any kind where none is named; nothing when she cancelled.
pub async fn pick(app: &AppHandle, kind: Option<(&str, &[&str])>) -> Option<PathBuf> {
    let (send, receive) = tokio::sync::oneshot::channel();
    let dialog = app.dialog().file();
    let dialog = match kind {
        Some((words, ends)) => dialog.add_filter(words, ends),
        None => dialog,
    };
    dialog.pick_file(move |picked| {
        let _ = send.send(picked);
    });
    chosen(receive.await.ok().flatten())
}

/// Lets the person pick files of any kind; nothing when she cancelled.
pub async fn pick_many(app: &AppHandle) -> Option<Vec<PathBuf>> {
    let (send, receive) = tokio::sync::oneshot::channel();
    app.dialog().file().pick_files(move |picked| {
        let _ = send.send(picked);
    });
    let picked = receive.await.ok().flatten()?;
    Some(
        picked
            .into_iter()
            .filter_map(|path| path.into_path().ok())
            .collect(),
    )
}

/// Lets the person pick a folder; nothing when she cancelled.
pub async fn pick_folder(app: &AppHandle) -> Option<PathBuf> {
    let (send, receive) = tokio::sync::oneshot::channel();
    app.dialog().file().pick_folder(move |picked| {
        let _ = send.send(picked);
    });
    chosen(receive.await.ok().flatten())
}

/// Lets the person say where something goes, and writes it there.
pub async fn save(app: &AppHandle, name: &str, contents: &[u8]) -> AppResult<Option<String>> {
    let (send, receive) = tokio::sync::oneshot::channel();
    app.dialog()
        .file()
        .set_file_name(name)
        .save_file(move |picked| {
            let _ = send.send(picked);
        });
    let Some(path) = chosen(receive.await.ok().flatten()) else {
        return Ok(None);
    };
    write(&path, contents)?;
    Ok(Some(path.display().to_string()))
}

fn chosen(picked: Option<FilePath>) -> Option<PathBuf> {
    picked.and_then(|path| path.into_path().ok())
}

fn write(path: &Path, contents: &[u8]) -> AppResult<()> {
    std::fs::write(path, contents).map_err(|error| {
        let code = match error.kind() {
            std::io::ErrorKind::StorageFull => ErrorCode::DiskFull,
            _ => ErrorCode::StoreReadOnly,
        };
        AppError::new(
            code,
            format!("The file {} cannot be written.", path.display()),
        )
        .hint("Choose another folder.")
        .because(error)
    })
}
