//! Opening: one process at a time opens, creates or migrates; then any number may work.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, Row, SqliteConnection, SqlitePool};
use tokio::sync::OnceCell;

use crate::error::{extended_code, primary_code};
use crate::migrate::{self, Migration};
use crate::{Result, Store, StoreError, backup};

const PAGE: u64 = 4096;
pub(crate) const READERS: u32 = 3;
const BUSY: Duration = Duration::from_secs(5);
/// How long a start waits for another process that is creating or migrating the same store.
const LOCK_TRIES: u32 = 100;
const LOCK_PAUSE: Duration = Duration::from_millis(100);

/// A place for a store, held against other processes until it is open. Ask [`Opening::exists`], get
/// or make the key, then [`Opening::open`]: two first starts at once then agree on one key.
#[derive(Debug)]
pub struct Opening {
    path: PathBuf,
    /// The operating system lets go of the lock when this is dropped, or the process dies.
    _lock: File,
}

impl Opening {
    /// Holds the place. Makes its folder if need be.
    pub async fn begin(path: &Path) -> Result<Self> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|source| StoreError::file(folder, source))?;
        }
        let lock_path = beside(path, ".lock");
        let failed = |source| StoreError::file(&lock_path, source);
        let lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&lock_path)
            .map_err(failed)?;
        for _ in 0..LOCK_TRIES {
            match lock.try_lock() {
                Ok(()) => {
                    return Ok(Self {
                        path: path.to_owned(),
                        _lock: lock,
                    });
                }
                Err(TryLockError::WouldBlock) => tokio::time::sleep(LOCK_PAUSE).await,
                Err(TryLockError::Error(source)) => return Err(failed(source)),
            }
        }
        Err(StoreError::Busy)
    }

    /// True when there is something that a new key must not be made over.
    pub fn exists(&self) -> bool {
        self.path.exists() || journal_without_file(&self.path)
    }

    /// Opens the store, or makes a new one where there is nothing. `key` is 64 hexadecimal digits.
    pub async fn open(self, key: &SecretString) -> Result<Store> {
        self.open_knowing(key, &migrate::all()).await
    }

    pub(crate) async fn open_knowing(
        self,
        key: &SecretString,
        known: &[Migration],
    ) -> Result<Store> {
        let path = self.path.as_path();
        let options = options(path, key)?;
        set_up().await?;
        if journal_without_file(path) {
            return Err(damaged(
                path,
                "its main file is gone, only its journal is left",
            ));
        }
        if path.exists() {
            look_at_file(path)?;
        } else {
            create(path, key, known).await?;
        }
        first_look(path, key).await?;
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            // On a full disk SQLite rolls back by itself, of which sqlx does not hear: it would take the
            // next transaction for one inside the last, and refuse it ever after.
            .before_acquire(|conn, _| Box::pin(async move { Ok(!conn.is_in_transaction()) }))
            .connect_lazy_with(options.clone());
        if let Err(error) = bring_up_to_date(path, &writer, known).await {
            writer.close().await;
            return Err(error);
        }
        // Connected beside what comes next, and kept: reports do not wait for it.
        let readers = SqlitePoolOptions::new()
            .min_connections(READERS)
            .max_connections(READERS)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_lazy_with(options.pragma("query_only", "ON"));
        Ok(Store {
            writer,
            readers,
            path: Some(path.to_owned()),
            columns: Arc::default(),
        })
    }
}

impl Store {
    /// Opens the store at a path, or makes a new one where there is nothing.
    pub async fn open(path: &Path, key: &SecretString) -> Result<Self> {
        Opening::begin(path).await?.open(key).await
    }

    /// A store that is forgotten at the end of the process.
    pub async fn in_memory() -> Result<Self> {
        set_up().await?;
        let pool = SqlitePoolOptions::new()
            .max_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_lazy_with(
                SqliteConnectOptions::new()
                    .in_memory(true)
                    .foreign_keys(true)
                    .disable_statement_logging(),
            );
        let mut conn = pool
            .acquire()
            .await
            .map_err(|source| StoreError::database("open in memory", source))?;
        migrate::apply(&mut conn, &migrate::all()).await?;
        drop(conn);
        Ok(Self {
            writer: pool.clone(),
            readers: pool,
            path: None,
            columns: Arc::default(),
        })
    }
}

/// SQLCipher sets itself up behind the first connection of a process, and outside of SQLite's own lock: a
/// second one that came meanwhile would be told that its key is none.
async fn set_up() -> Result<()> {
    static DONE: OnceCell<()> = OnceCell::const_new();
    let first = async || {
        let options = SqliteConnectOptions::new().in_memory(true);
        options.connect().await?.close().await
    };
    DONE.get_or_try_init(first)
        .await
        .map_err(|source| StoreError::database("set itself up", source))?;
    Ok(())
}

/// Moves a store that cannot be opened out of the way, with its journal, and says where it is now.
/// A new one can be made in its place then. Nothing is deleted.
pub fn set_aside(path: &Path, now_ms: i64) -> Result<PathBuf> {
    let target = beside(path, &format!(".set-aside-{now_ms}"));
    if target.exists() {
        return Err(StoreError::File {
            path: target,
            source: std::io::ErrorKind::AlreadyExists.into(),
        });
    }
    for suffix in ["-wal", "-shm", ""] {
        let from = beside(path, suffix);
        if from.exists() {
            let to = beside(&target, suffix);
            fs::rename(&from, &to).map_err(|source| StoreError::file(&from, source))?;
        }
    }
    Ok(target)
}

/// The path with something appended to its file name.
pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

pub(crate) fn remove_if_there(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
            Err(StoreError::file(path, source))
        }
        _ => Ok(()),
    }
}

/// The key and nothing that reads the file.
fn keyed(path: &Path, key: &SecretString) -> Result<SqliteConnectOptions> {
    let hex = key.expose_secret();
    if hex.len() != 64 || !hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(StoreError::MalformedKey);
    }
    Ok(SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(false)
        // SQLCipher would tell a wrong key to the console in its own words. The order of sqlx's pragmas
        // leaves no other place between the key and the first read.
        .pragma(
            "key",
            format!("\"x'{hex}'\"; PRAGMA cipher_log_level = NONE"),
        )
        // macOS answers a plain fsync before the disk has the data. Here, because the last connection
        // that closes plays the journal of a killed process into the file, whichever it is.
        .pragma("fullfsync", "ON")
        .foreign_keys(true)
        .busy_timeout(BUSY)
        // The statements include the key.
        .disable_statement_logging())
}

/// Full synchronisation, because a client token must outlive a power cut once the call is made.
fn options(path: &Path, key: &SecretString) -> Result<SqliteConnectOptions> {
    Ok(keyed(path, key)?
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full))
}

/// Makes a new store under another name and renames it when it is complete: a store that is there is
/// a whole one, whenever the process is killed.
async fn create(path: &Path, key: &SecretString, known: &[Migration]) -> Result<()> {
    let unfinished = beside(path, ".new");
    for suffix in ["", "-wal", "-shm"] {
        remove_if_there(&beside(&unfinished, suffix))?;
    }
    let mut conn = options(&unfinished, key)?
        .create_if_missing(true)
        .connect()
        .await
        .map_err(|source| opening_failed(&unfinished, source))?;
    let applied = migrate::apply(&mut conn, known).await;
    let closed = conn.close().await;
    applied?;
    closed.map_err(|source| StoreError::database("close", source))?;
    fs::rename(&unfinished, path).map_err(|source| StoreError::file(path, source))?;
    #[cfg(unix)]
    if let Some(folder) = path.parent() {
        File::open(folder)
            .and_then(|folder| folder.sync_all())
            .map_err(|source| StoreError::file(folder, source))?;
    }
    Ok(())
}

/// What the file's outside tells, before any key is tried.
fn look_at_file(path: &Path) -> Result<()> {
    let failed = |source| StoreError::file(path, source);
    let mut file = OpenOptions::new()
        .read(true)
        .write(true)
        .open(path)
        .map_err(failed)?;
    let size = file.metadata().map_err(failed)?.len();
    let mut head = Vec::with_capacity(16);
    Read::by_ref(&mut file)
        .take(16)
        .read_to_end(&mut head)
        .map_err(failed)?;
    if head == *b"SQLite format 3\0" {
        return Err(StoreError::NotAStore {
            path: path.to_owned(),
        });
    }
    if size == 0 {
        return Err(damaged(path, "the file is empty"));
    }
    if size % PAGE != 0 {
        return Err(damaged(
            path,
            &format!("its end is missing ({size} bytes are not whole pages)"),
        ));
    }
    Ok(())
}

/// The first statement: does the key fit, is everything whole? The check reads every page, and with
/// SQLCipher each page's own signature with it. On a connection of its own that reads nothing before,
/// and whose end is waited for: sqlx lets go of one that fails while it connects, and the end of its
/// thread could then meet the end of the process, where SQLCipher has put its tables away (a crash).
async fn first_look(path: &Path, key: &SecretString) -> Result<()> {
    let failed = |source| opening_failed(path, source);
    let mut conn = keyed(path, key)?.connect().await.map_err(failed)?;
    let checked = quick_check(&mut conn).await;
    let closed = conn.close().await;
    let checked = checked.map_err(failed)?;
    closed.map_err(failed)?;
    if checked != "ok" {
        let first = checked.lines().next().unwrap_or_default();
        return Err(damaged(path, first));
    }
    Ok(())
}

async fn bring_up_to_date(path: &Path, writer: &SqlitePool, known: &[Migration]) -> Result<()> {
    let failed = |source| opening_failed(path, source);
    let mut conn = writer.acquire().await.map_err(failed)?;
    let pending = migrate::pending(&mut conn, known).await?;
    if let Some((first, _)) = pending.first() {
        let last = known
            .iter()
            .rev()
            .find(|(number, _)| number < first)
            .map_or(0, |(number, _)| *number);
        backup::make(&mut conn, path, last).await?;
        migrate::apply(&mut conn, &pending).await?;
    }
    Ok(())
}

async fn quick_check(conn: &mut SqliteConnection) -> std::result::Result<String, sqlx::Error> {
    sqlx::query("PRAGMA quick_check(1)")
        .fetch_one(conn)
        .await?
        .try_get(0)
}

fn opening_failed(path: &Path, source: sqlx::Error) -> StoreError {
    match primary_code(&source) {
        // The first page does not decrypt.
        Some(26) => StoreError::WrongKey {
            path: path.to_owned(),
        },
        Some(11) => damaged(path, "parts of it cannot be read"),
        // Of what fails in input and output, only these are about reading what is there.
        Some(10) if matches!(extended_code(&source), Some(10 | 266 | 522 | 8202 | 8458)) => {
            damaged(path, "parts of it cannot be read")
        }
        Some(14) => StoreError::ReadOnly {
            detail: format!("{} cannot be opened for writing", path.display()),
        },
        _ => StoreError::database("open", source),
    }
}

fn damaged(path: &Path, detail: &str) -> StoreError {
    StoreError::Damaged {
        path: path.to_owned(),
        detail: detail.to_owned(),
    }
}

/// A journal must never meet a new file of the same name: SQLite would play it into that.
fn journal_without_file(path: &Path) -> bool {
    !path.exists() && fs::metadata(beside(path, "-wal")).is_ok_and(|journal| journal.len() > 0)
}
