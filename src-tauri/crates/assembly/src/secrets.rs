//! Secrets of the accounts: one entry of the keychain for all of them, so that macOS asks once.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use engine::accounts::ports::Secrets;
use engine::{AppError, AppResult, ErrorCode};
use keychain::{Keychain, KeychainError, Vault};
use secrecy::{ExposeSecret, SecretString};

/// Name of the entry, as people see it in their keychain.
const ENTRY: &str = "accounts";

type All = BTreeMap<String, SecretString>;

/// The keychain's secrets, read once and again only after another process has written.
#[derive(Clone)]
pub struct KeychainSecrets {
    inside: Arc<Inside>,
}

struct Inside {
    /// Held while writing; its text is the number of writes so far, and no secret.
    stamp: PathBuf,
    known: Mutex<Option<(u64, All)>>,
}

impl KeychainSecrets {
    /// The secrets that belong to a data folder. Nothing is read yet.
    pub fn beside(data_dir: &Path) -> Self {
        Self {
            inside: Arc::new(Inside {
                stamp: data_dir.join("secrets.lock"),
                known: Mutex::default(),
            }),
        }
    }

    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Inside) -> Result<T, Trouble> + Send + 'static,
    ) -> AppResult<T> {
        let inside = self.inside.clone();
        tokio::task::spawn_blocking(move || work(&inside))
            .await
            .map_err(|error| AppError::internal("The keychain did not answer.").because(error))?
            .map_err(AppError::from)
    }
}

#[async_trait]
impl Secrets for KeychainSecrets {
    async fn secret(&self, name: &str) -> AppResult<Option<SecretString>> {
        let name = name.to_owned();
        self.blocking(move |inside| {
            let writes = inside.writes();
            let mut known = inside.known.lock().unwrap_or_else(PoisonError::into_inner);
            if known.as_ref().is_none_or(|(seen, _)| *seen != writes) {
                *known = Some((writes, read()?));
            }
            Ok(known.as_ref().and_then(|(_, all)| all.get(&name).cloned()))
        })
        .await
    }

    async fn keep_secret(&self, name: &str, secret: &SecretString) -> AppResult<()> {
        let (name, secret) = (name.to_owned(), secret.clone());
        self.blocking(move |inside| {
            inside.change(|all| {
                all.insert(name, secret);
                true
            })
        })
        .await
    }

    async fn forget_secret(&self, name: &str) -> AppResult<()> {
        let name = name.to_owned();
        self.blocking(move |inside| inside.change(|all| all.remove(&name).is_some()))
            .await
    }
}

impl Inside {
    fn writes(&self) -> u64 {
        let text = std::fs::read_to_string(&self.stamp).unwrap_or_default();
        text.trim().parse().unwrap_or(0)
    }

    /// Reads, changes and writes while no other process does; writes nothing when nothing has changed.
    fn change(&self, change: impl FnOnce(&mut All) -> bool) -> Result<(), Trouble> {
        let mut stamp = self.hold()?;
        let mut all = read()?;
        if !change(&mut all) {
            return Ok(());
        }
        let vault = Vault::new(Keychain::open()?, ENTRY);
        if all.is_empty() {
            vault.delete()?;
        } else {
            vault.write(&sealed(&all))?;
        }
        let mut text = String::new();
        stamp.read_to_string(&mut text)?;
        let writes = text.trim().parse().unwrap_or(0_u64) + 1;
        stamp.rewind()?;
        stamp.set_len(0)?;
        stamp.write_all(writes.to_string().as_bytes())?;
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = Some((writes, all));
        Ok(())
    }

    fn hold(&self) -> Result<File, Trouble> {
        if let Some(folder) = self.stamp.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(&self.stamp)?;
        file.lock()?;
        Ok(file)
    }
}

fn read() -> Result<All, Trouble> {
    let Some(kept) = Vault::new(Keychain::open()?, ENTRY).read()? else {
        return Ok(All::new());
    };
    let all: BTreeMap<String, String> =
        serde_json::from_str(kept.expose_secret()).map_err(|_| KeychainError::Corrupted)?;
    Ok(all
        .into_iter()
        .map(|(name, secret)| (name, SecretString::from(secret)))
        .collect())
}

fn sealed(all: &All) -> SecretString {
    let open: BTreeMap<&str, &str> = all
        .iter()
        .map(|(name, secret)| (name.as_str(), secret.expose_secret()))
        .collect();
    // A map of strings always becomes JSON.
    SecretString::from(serde_json::to_string(&open).unwrap_or_default())
}

/// The keychain's trouble, or the lock file's.
enum Trouble {
    Keychain(KeychainError),
    File(std::io::Error),
}

impl From<KeychainError> for Trouble {
    fn from(error: KeychainError) -> Self {
        Self::Keychain(error)
    }
}

impl From<std::io::Error> for Trouble {
    fn from(error: std::io::Error) -> Self {
        Self::File(error)
    }
}

impl From<Trouble> for AppError {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Keychain(error) => Self::new(ErrorCode::KeychainUnavailable, error.message())
                .hint(error.hint())
                .because(error),
            Trouble::File(error) => Self::new(
                ErrorCode::StoreReadOnly,
                format!("The data folder cannot be written: {error}."),
            )
            .hint("Correct its permissions, or name another one."),
        }
    }
}

/// Secrets that are forgotten at the end of the process, for practice without saving.
#[derive(Default)]
pub struct MemorySecrets(Mutex<All>);

#[async_trait]
impl Secrets for MemorySecrets {
    async fn secret(&self, name: &str) -> AppResult<Option<SecretString>> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(all.get(name).cloned())
    }

    async fn keep_secret(&self, name: &str, secret: &SecretString) -> AppResult<()> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.insert(name.to_owned(), secret.clone());
        Ok(())
    }

    async fn forget_secret(&self, name: &str) -> AppResult<()> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.remove(name);
        Ok(())
    }
}
