//! Opening the store with its key from the keychain, and building the engine over it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use async_trait::async_trait;
use aws::AwsAccess;
use domain::estimate::PriceBook;
use domain::timeline::Durations;
use engine::accounts::ports::{Person, Secrets};
use engine::audit::Book;
use engine::ports::{Clock, Memory, ProgressSink};
use engine::{AppError, AppResult, Engine, ErrorCode};
use exports::ExportFiles;
use keychain::{Keychain, KeychainError};
use practice::PracticeClouds;
use secrecy::SecretString;
use store::{Opening, Store};

use crate::SystemClock;
use crate::clouds::AllClouds;
use crate::paths::{aws_files, network, store_path};
use crate::secrets::{KeychainSecrets, MemorySecrets};

/// Where things are remembered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Storage {
    /// The encrypted file in the data folder.
    Encrypted,
    /// Nowhere: everything is gone when the program ends.
    Memory,
}

/// An engine and where it remembers.
#[derive(Clone)]
pub struct Opened {
    pub engine: Engine,
    pub storage: Storage,
    store: Store,
}

impl Opened {
    /// Closes the store. Call it before the process ends: SQLite's threads still encrypt what they
    /// write while they close, and OpenSSL is taken down under them when the process exits.
    pub async fn close(&self) {
        self.store.close().await;
    }

    fn over(
        store: Store,
        storage: Storage,
        secrets: Arc<dyn Secrets>,
        surroundings: Surroundings,
    ) -> AppResult<Self> {
        Ok(Self {
            engine: build(&store, secrets, surroundings, scratch(store.path()))?,
            storage,
            store,
        })
    }
}

/// What a program brings along: who hears of progress, and who can be asked.
pub struct Surroundings {
    pub progress: Arc<dyn ProgressSink>,
    pub person: Arc<dyn Person>,
}

impl Surroundings {
    /// Nobody is there to be asked.
    pub fn unattended(progress: Arc<dyn ProgressSink>) -> Self {
        Self {
            progress,
            person: Arc::new(Nobody),
        }
    }
}

struct Nobody;

#[async_trait]
impl Person for Nobody {
    async fn mfa_code(&self, _: &str, _: &str) -> Option<SecretString> {
        None
    }
}

/// True when a store was made in this data folder before.
pub fn store_exists(data_dir: &Path) -> bool {
    store_path(data_dir).exists()
}

/// Opens the encrypted store of a data folder, making it at the first start.
pub async fn open(data_dir: &Path, surroundings: Surroundings) -> AppResult<Opened> {
    // The place is held while the key is fetched, so that two first starts agree on one key.
    let opening = Opening::begin(&store_path(data_dir)).await?;
    let exists = opening.exists();
    let key = tokio::task::spawn_blocking(move || Keychain::open()?.store_key(exists))
        .await
        .map_err(|error| AppError::internal("The keychain did not answer.").because(error))?
        .map_err(no_key)?;
    let store = opening.open(&key).await?;
    let secrets = Arc::new(KeychainSecrets::beside(data_dir));
    Opened::over(store, Storage::Encrypted, secrets, surroundings)
}

/// Builds the engine over a store that lives only as long as this process.
pub async fn in_memory(surroundings: Surroundings) -> AppResult<Opened> {
    let store = Store::in_memory().await?;
    let secrets = Arc::new(MemorySecrets::default());
    Opened::over(store, Storage::Memory, secrets, surroundings)
}

/// Beside the store, which the person has put where there is room; without one, in the system's place
/// for what does not last.
fn scratch(store: Option<&Path>) -> PathBuf {
    match store.and_then(Path::parent) {
        Some(folder) => folder.join("downloads"),
        None => std::env::temp_dir().join(format!("array-console-{}", uuid::Uuid::new_v4())),
    }
}

fn build(
    store: &Store,
    secrets: Arc<dyn Secrets>,
    surroundings: Surroundings,
    scratch: PathBuf,
) -> AppResult<Engine> {
    let memory: Arc<dyn Memory> = Arc::new(store.clone());
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let durations = Arc::new(Durations::builtin().clone());
    let files = aws_files()?;
    let access = AwsAccess::new(
        &network(&files),
        files,
        secrets.clone(),
        surroundings.person,
        clock.clone(),
    );
    let access = access.map_err(|error| {
        AppError::new(ErrorCode::InvalidInput, error.to_string()).hint(error.hint())
    })?;
    let access = Arc::new(access);
    Ok(Engine {
        clouds: Arc::new(AllClouds {
            practice: PracticeClouds::new(memory.clone(), clock.clone(), durations.clone()),
            access: access.clone(),
            memory: memory.clone(),
            book: Book::new(memory.clone(), clock.clone()),
        }),
        access,
        secrets,
        clock,
        memory,
        cost_files: Arc::new(ExportFiles),
        ledger: Arc::new(store.clone()),
        scratch,
        progress: surroundings.progress,
        prices: Arc::new(PriceBook::builtin().clone()),
        durations,
        instance: uuid::Uuid::new_v4().to_string(),
        at_work: engine::launches::AtWork::default(),
    })
}

fn no_key(error: KeychainError) -> AppError {
    AppError::new(ErrorCode::KeychainUnavailable, error.message())
        .hint(error.hint())
        .because(error)
}
