//! A copy beside the store before a migration. The last two are kept.

use std::fs;
use std::path::{Path, PathBuf};

use sqlx::SqliteConnection;

use crate::open::{beside, remove_if_there};
use crate::{Result, StoreError};

const KEPT: usize = 2;

/// Copies the store, encrypted with the same key, and drops all but the newest copies.
/// `number` is the last migration that the copy has.
pub(crate) async fn make(conn: &mut SqliteConnection, path: &Path, number: i64) -> Result<PathBuf> {
    let target = beside(path, &format!(".backup-{number}"));
    let unfinished = beside(path, ".backup-unfinished");
    remove_if_there(&unfinished)?;
    sqlx::query("VACUUM INTO ?1")
        .bind(unfinished.to_string_lossy().into_owned())
        .execute(conn)
        .await
        .map_err(|source| StoreError::database("copy itself before a migration", source))?;
    fs::File::open(&unfinished)
        .and_then(|file| file.sync_all())
        .and_then(|()| fs::rename(&unfinished, &target))
        .map_err(|source| StoreError::file(&target, source))?;
    for old in list(path)?.iter().rev().skip(KEPT) {
        remove_if_there(old)?;
    }
    Ok(target)
}

/// Copies beside the store, oldest first.
pub(crate) fn list(path: &Path) -> Result<Vec<PathBuf>> {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        return Ok(Vec::new());
    };
    let prefix = format!("{}.backup-", name.to_string_lossy());
    let failed = |source| StoreError::file(folder, source);
    let mut found: Vec<(i64, PathBuf)> = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if let Some(number) = name
            .strip_prefix(&prefix)
            .and_then(|rest| rest.parse().ok())
        {
            found.push((number, entry.path()));
        }
    }
    found.sort();
    Ok(found.into_iter().map(|(_, path)| path).collect())
}
