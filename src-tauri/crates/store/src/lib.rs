//! What is remembered between starts: one encrypted SQLite file.
//!
//! [`Store`] answers [`engine::ports::Memory`]. The window and `arrayctl` may have the same file open
//! at once; everything that must not happen twice is decided by the database, in one statement or
//! one transaction. Nothing outside of this crate knows sqlx.

mod backup;
mod columns;
mod error;
mod ledger;
mod memory;
mod migrate;
mod open;
mod table;

use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use error::StoreError;
pub use open::{Opening, set_aside};
use sqlx::SqlitePool;

/// Result of everything the store does.
pub type Result<T> = std::result::Result<T, StoreError>;

/// An open store. Cheap to clone; every clone is the same store.
#[derive(Clone)]
pub struct Store {
    /// One connection: SQLite has one writer at a time, so writers of this process queue here
    /// instead of in SQLite's busy handler.
    writer: SqlitePool,
    /// Readers, who see the last commit and wait for nobody.
    readers: SqlitePool,
    /// Absent for a store in memory.
    path: Option<PathBuf>,
    /// Columns of costs that were read lately.
    columns: Arc<columns::Columns>,
}

impl Store {
    /// The file, or nothing for a store in memory.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Writes everything into the one file and closes it. Dropping without closing loses nothing.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

// By hand, because sqlx's options carry the key.
impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("path", &self.path).finish()
    }
}
