//! Where this installation keeps its files.

use std::path::{Path, PathBuf};

use engine::{AppError, AppResult, ErrorCode};

/// The data folder: the one that was asked for, or the system's place for this application.
pub fn data_dir(asked: Option<PathBuf>) -> AppResult<PathBuf> {
    if let Some(path) = asked {
        return Ok(path);
    }
    directories::ProjectDirs::from("com", "Array Alliance", "Array Console")
        .map(|dirs| dirs.data_local_dir().to_owned())
        .ok_or_else(|| {
            AppError::new(
                ErrorCode::NotFound,
                "This user has no home folder to keep data in.",
            )
            .hint("Say where to keep it with --data-dir DIR.")
        })
}

/// The store in a data folder.
pub fn store_path(data_dir: &Path) -> PathBuf {
    data_dir.join("console.db")
}

/// The logs of a data folder.
pub fn log_dir(data_dir: &Path) -> PathBuf {
    data_dir.join("logs")
}
