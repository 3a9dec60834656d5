//! What can go wrong with the store, in words for people, each with a way out.

use std::io;
use std::path::{Path, PathBuf};

use engine::{AppError, ErrorCode};

/// Why the store could not do what was asked. No variant ever means that something was overwritten.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the key does not fit the store {}", path.display())]
    WrongKey { path: PathBuf },
    #[error("the key is not 64 hexadecimal digits")]
    MalformedKey,
    #[error("{} is not an encrypted store", path.display())]
    NotAStore { path: PathBuf },
    #[error("the store {} is damaged: {detail}", path.display())]
    Damaged { path: PathBuf, detail: String },
    #[error("the store cannot be written: {detail}")]
    ReadOnly { detail: String },
    #[error("the disk is full")]
    DiskFull,
    #[error("the store was written by a newer version (migration {found}, this one knows {known})")]
    Newer { found: i64, known: i64 },
    #[error("another process holds the store")]
    Busy,
    #[error("unknown value in {table}.{column}: {value}")]
    Corrupt {
        table: &'static str,
        column: &'static str,
        /// The beginning of what was found.
        value: String,
    },
    #[error("there is no {what} {id}")]
    NotFound { what: &'static str, id: String },
    #[error("environment {environment} has the unfinished job {job}")]
    AlreadyRunning { environment: String, job: String },
    #[error("job {job} is driven by another process")]
    DrivenElsewhere { job: String },
    #[error("{what} was refused by the database")]
    Database {
        what: &'static str,
        #[source]
        source: sqlx::Error,
    },
    #[error("{}", path.display())]
    File {
        path: PathBuf,
        #[source]
        source: io::Error,
    },
}

impl StoreError {
    /// What happened and what it means, in one or two sentences.
    pub fn message(&self) -> String {
        match self {
            Self::WrongKey { path } => format!(
                "The local store {} does not open with the key in this computer's keychain.",
                path.display()
            ),
            Self::MalformedKey => {
                "The key in this computer's keychain is not one that Array Console made.".to_owned()
            }
            Self::NotAStore { path } => format!(
                "{} is not a store of Array Console: its content is not encrypted.",
                path.display()
            ),
            Self::Damaged { path, detail } => {
                format!(
                    "The local store {} is damaged: {detail}.",
                    path.display()
                )
            }
            Self::ReadOnly { detail } => {
                format!("The local store cannot be written: {detail}.")
            }
            Self::DiskFull => {
                "The disk is full, so the last change was not saved. What was saved before is intact."
                    .to_owned()
            }
            Self::Newer { .. } => {
                "The local store was last used by a newer version of Array Console.".to_owned()
            }
            Self::Busy => "Another window or command is busy with the local store.".to_owned(),
            Self::Corrupt {
                table,
                column,
                value,
            } => format!(
                "The local store holds a value that this version does not know: `{value}` in {table}.{column}."
            ),
            Self::NotFound { what, id } => format!("There is no {what} `{id}`."),
            Self::AlreadyRunning { environment, job } => format!(
                "Something is already under way for `{environment}` (job {job})."
            ),
            Self::DrivenElsewhere { job } => {
                format!("Another window or command of Array Console drives job {job}.")
            }
            Self::Database { what, .. } => format!("The local store refused to {what}."),
            Self::File { path, source } => {
                format!("{} cannot be used: {source}.", path.display())
            }
        }
    }

    /// What to do next. Nothing here overwrites a store.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::WrongKey { .. } | Self::MalformedKey => {
                "Sign in as the user who made the store, or restore the keychain's entry `Array Console`. \
                 Without the key nobody can read the file: move it aside and start with a new one, or \
                 practise without saving. Nothing in AWS is affected."
            }
            Self::NotAStore { .. } => {
                "Move that file elsewhere and start again, or practise without saving."
            }
            Self::Damaged { .. } => {
                "Quit Array Console and put back a copy: the newest backup lies beside the file. Or move the \
                 file aside and start with a new one, or practise without saving. Nothing in AWS is affected."
            }
            Self::ReadOnly { .. } => {
                "Give your user the right to write the file and its folder, then try again. Until then you can \
                 practise without saving."
            }
            Self::DiskFull => "Free some space and try again.",
            Self::Newer { .. } => {
                "Install the newest version of Array Console. Or practise without saving."
            }
            Self::Busy => "Wait a moment and try again.",
            Self::Corrupt { .. } => {
                "Install the newest version of Array Console; if this is the newest, it is a defect: copy the \
                 support details and report it."
            }
            Self::NotFound { .. } => "It may have been deleted by another window or command.",
            Self::AlreadyRunning { .. } => "Wait for it to end, or cancel it first.",
            Self::DrivenElsewhere { .. } => {
                "Watch it here, or go on where it was started. It can be taken over when that process has ended."
            }
            Self::Database { .. } | Self::File { .. } => {
                "Try again. If it stays, copy the support details and report it."
            }
        }
    }

    fn code(&self) -> ErrorCode {
        match self {
            Self::WrongKey { .. } | Self::MalformedKey | Self::Newer { .. } => {
                ErrorCode::StoreLocked
            }
            Self::NotAStore { .. } | Self::Damaged { .. } | Self::Corrupt { .. } => {
                ErrorCode::StoreDamaged
            }
            Self::ReadOnly { .. } => ErrorCode::StoreReadOnly,
            Self::DiskFull => ErrorCode::DiskFull,
            Self::NotFound { .. } => ErrorCode::NotFound,
            Self::AlreadyRunning { .. } | Self::Busy => ErrorCode::Conflict,
            Self::DrivenElsewhere { .. } => ErrorCode::DrivenElsewhere,
            Self::Database { .. } | Self::File { .. } => ErrorCode::Internal,
        }
    }

    /// A file's error by what it means for the person.
    pub(crate) fn file(path: &Path, source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly {
                detail: format!("{} is not writable for you", path.display()),
            },
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull,
            _ => Self::File {
                path: path.to_owned(),
                source,
            },
        }
    }

    /// A database error of running statements, by SQLite's primary result code.
    pub(crate) fn database(what: &'static str, source: sqlx::Error) -> Self {
        if matches!(source, sqlx::Error::PoolTimedOut) {
            return Self::Busy;
        }
        match primary_code(&source) {
            _ if no_space(&source) => Self::DiskFull,
            Some(5 | 6) => Self::Busy,
            Some(8) => Self::ReadOnly {
                detail: "its file or folder is not writable for you".to_owned(),
            },
            _ => Self::Database { what, source },
        }
    }

    /// A stored value that cannot be read.
    pub(crate) fn corrupt(table: &'static str, column: &'static str, value: &str) -> Self {
        Self::Corrupt {
            table,
            column,
            value: value.chars().take(80).collect(),
        }
    }
}

/// SQLite's primary result code; see <https://www.sqlite.org/rescode.html>.
pub(crate) fn primary_code(error: &sqlx::Error) -> Option<i32> {
    Some(extended_code(error)? & 0xff)
}

/// SQLite's extended result code, which says what was being done when input or output failed.
pub(crate) fn extended_code(error: &sqlx::Error) -> Option<i32> {
    error.as_database_error()?.code()?.parse().ok()
}

/// True where the disk has no room: for the data (`SQLITE_FULL`), or already for the index of the
/// journal, which is made at the start (`SQLITE_IOERR_SHMSIZE`).
fn no_space(error: &sqlx::Error) -> bool {
    primary_code(error) == Some(13) || extended_code(error) == Some(4874)
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        let mut out = Self::new(error.code(), error.message()).hint(error.hint());
        out.retryable = matches!(error, StoreError::Busy | StoreError::DiskFull);
        out.because(error)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use secrecy::SecretString;

    use super::*;
    use crate::Store;

    fn path() -> PathBuf {
        PathBuf::from("store.db")
    }

    #[test]
    fn every_error_has_whole_sentences_and_a_way_out() {
        let every = [
            StoreError::WrongKey { path: path() },
            StoreError::MalformedKey,
            StoreError::NotAStore { path: path() },
            StoreError::Damaged {
                path: path(),
                detail: "the file is empty".to_owned(),
            },
            StoreError::file(&path(), io::ErrorKind::PermissionDenied.into()),
            StoreError::DiskFull,
            StoreError::Newer { found: 2, known: 1 },
            StoreError::Busy,
            StoreError::corrupt("jobs", "state", "paused"),
            StoreError::NotFound {
                what: "job",
                id: "job-1".to_owned(),
            },
            StoreError::AlreadyRunning {
                environment: "demo".to_owned(),
                job: "job-1".to_owned(),
            },
            StoreError::DrivenElsewhere {
                job: "job-1".to_owned(),
            },
            StoreError::Database {
                what: "read a job",
                source: sqlx::Error::PoolClosed,
            },
            StoreError::file(&path(), io::ErrorKind::NotFound.into()),
        ];
        for error in every {
            let told = format!("{error:?}");
            assert!(
                error.message().ends_with('.') && !error.message().ends_with(".."),
                "{}",
                error.message()
            );
            assert!(error.hint().ends_with('.'), "{}", error.hint());
            let across = AppError::from(error);
            assert!(
                across.cause.is_some() && across.hint.is_some(),
                "the cause stays for the log, the hint crosses: {told}"
            );
        }
    }

    /// SQLite's own limit stands for the disk: the same result code, raised at the same place.
    #[tokio::test]
    async fn a_full_disk_is_said_and_loses_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("store.db");
        let key = SecretString::from("0123456789abcdef".repeat(4));
        let store = Store::open(&path, &key).await.unwrap();
        assert!(store.put_practice_record("kept", 0, "{}").await.unwrap());
        sqlx::query("PRAGMA max_page_count = 1")
            .execute(&store.writer)
            .await
            .unwrap();
        let large = "x".repeat(1_000_000);
        let refused = store.put_practice_record("large", 0, &large).await;
        assert!(matches!(refused, Err(StoreError::DiskFull)), "{refused:?}");
        assert_eq!(
            store.practice_records().await.unwrap(),
            [("kept".to_owned(), 1)],
            "what was there is there, and nothing of the refused write"
        );
        sqlx::query("PRAGMA max_page_count = 1000000")
            .execute(&store.writer)
            .await
            .unwrap();
        assert!(
            store.put_practice_record("large", 0, &large).await.unwrap(),
            "with space it goes on"
        );
    }

    #[tokio::test]
    async fn a_write_that_sqlite_refuses_as_read_only_is_said() {
        let store = Store::in_memory().await.unwrap();
        sqlx::query("PRAGMA query_only = ON")
            .execute(&store.writer)
            .await
            .unwrap();
        let refused = store.put_practice_record("a", 0, "{}").await;
        assert!(
            matches!(refused, Err(StoreError::ReadOnly { .. })),
            "{refused:?}"
        );
    }

    #[tokio::test]
    async fn a_store_that_another_process_holds_is_said_to_be_busy() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("store.db");
        let key = SecretString::from("0123456789abcdef".repeat(4));
        let one = Store::open(&path, &key).await.unwrap();
        let two = Store::open(&path, &key).await.unwrap();
        sqlx::query("PRAGMA busy_timeout = 50")
            .execute(&two.writer)
            .await
            .unwrap();
        let held = one.writer.begin_with("BEGIN IMMEDIATE").await.unwrap();
        let refused = two.put_practice_record("a", 0, "{}").await;
        assert!(matches!(refused, Err(StoreError::Busy)), "{refused:?}");
        assert!(
            two.practice_records().await.unwrap().is_empty(),
            "reading goes on meanwhile"
        );
        drop(held);
        assert!(
            two.put_practice_record("a", 0, "{}").await.unwrap(),
            "and writing afterwards"
        );
    }
}
