//! Opening the store with its key from the keychain, and building the engine over it.

use std::path::Path;
use std::sync::Arc;

use domain::estimate::PriceBook;
use domain::timeline::Durations;
use engine::ports::{Clock, Memory, ProgressSink};
use engine::{AppError, AppResult, Engine, ErrorCode};
use keychain::{Keychain, KeychainError};
use practice::PracticeClouds;
use store::{Opening, Store};

use crate::SystemClock;
use crate::paths::store_path;

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

    fn over(store: Store, storage: Storage, progress: Arc<dyn ProgressSink>) -> Self {
        Self {
            engine: build(Arc::new(store.clone()), progress),
            storage,
            store,
        }
    }
}

/// True when a store was made in this data folder before.
pub fn store_exists(data_dir: &Path) -> bool {
    store_path(data_dir).exists()
}

/// Opens the encrypted store of a data folder, making it at the first start.
pub async fn open(data_dir: &Path, progress: Arc<dyn ProgressSink>) -> AppResult<Opened> {
    // The place is held while the key is fetched, so that two first starts agree on one key.
    let opening = Opening::begin(&store_path(data_dir)).await?;
    let exists = opening.exists();
    let key = tokio::task::spawn_blocking(move || Keychain::open()?.store_key(exists))
        .await
        .map_err(|error| AppError::internal("The keychain did not answer.").because(error))?
        .map_err(no_key)?;
    let store = opening.open(&key).await?;
    Ok(Opened::over(store, Storage::Encrypted, progress))
}

/// Builds the engine over a store that lives only as long as this process.
pub async fn in_memory(progress: Arc<dyn ProgressSink>) -> AppResult<Opened> {
    let store = Store::in_memory().await?;
    Ok(Opened::over(store, Storage::Memory, progress))
}

fn build(memory: Arc<dyn Memory>, progress: Arc<dyn ProgressSink>) -> Engine {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let durations = Arc::new(Durations::builtin().clone());
    Engine {
        clouds: Arc::new(PracticeClouds::new(
            memory.clone(),
            clock.clone(),
            durations.clone(),
        )),
        clock,
        memory,
        progress,
        prices: Arc::new(PriceBook::builtin().clone()),
        durations,
        instance: uuid::Uuid::new_v4().to_string(),
        at_work: engine::launches::AtWork::default(),
    }
}

fn no_key(error: KeychainError) -> AppError {
    AppError::new(ErrorCode::KeychainUnavailable, error.message())
        .hint(error.hint())
        .because(error)
}
