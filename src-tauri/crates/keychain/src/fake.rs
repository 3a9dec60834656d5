//! A keychain for tests that is as small, locked, forbidding or short-lived as the real ones.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};

use keyring_core::api::{CredentialApi, CredentialStoreApi};
use keyring_core::{Entry, Error, Result};

/// How the fake behaves from now on.
#[derive(Debug, Default)]
pub(crate) struct Mood {
    /// Largest entry in bytes, as on Windows.
    pub cap: Option<u32>,
    /// Every call finds it locked.
    pub locked: bool,
    /// Every call is denied.
    pub denied: bool,
    /// Changes that still work before the process is as good as dead.
    pub changes_left: Option<usize>,
    /// Reads so far.
    pub reads: usize,
}

#[derive(Debug, Default)]
pub(crate) struct Inside {
    pub mood: Mood,
    pub entries: BTreeMap<String, Vec<u8>>,
}

/// The fake; clones are the same one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fake(pub Arc<Mutex<Inside>>);

impl Fake {
    pub(crate) fn with_cap(cap: u32) -> Self {
        let fake = Self::default();
        fake.0.lock().unwrap().mood.cap = Some(cap);
        fake
    }
}

impl CredentialStoreApi for Fake {
    fn vendor(&self) -> String {
        "fake".to_owned()
    }

    fn id(&self) -> String {
        "fake".to_owned()
    }

    fn build(&self, _: &str, user: &str, _: Option<&HashMap<&str, &str>>) -> Result<Entry> {
        Ok(Entry::new_with_credential(Arc::new(One {
            fake: self.clone(),
            name: user.to_owned(),
        })))
    }

    fn as_any(&self) -> &dyn std::any::Any {
        self
    }
}

#[derive(Debug)]
struct One {
    fake: Fake,
    name: String,
}

impl One {
    fn ask<T>(&self, change: bool, work: impl FnOnce(&mut Inside) -> Result<T>) -> Result<T> {
        let mut inside = self.fake.0.lock().unwrap();
        if inside.mood.locked {
            return Err(Error::NoStorageAccess("locked".into()));
        }
        if inside.mood.denied {
            return Err(Error::PlatformFailure("denied".into()));
        }
        if change && let Some(left) = &mut inside.mood.changes_left {
            if *left == 0 {
                return Err(Error::PlatformFailure("the process is gone".into()));
            }
            *left -= 1;
        }
        work(&mut inside)
    }
}

impl CredentialApi for One {
    fn set_secret(&self, secret: &[u8]) -> Result<()> {
        self.ask(true, |inside| {
            if let Some(cap) = inside.mood.cap
                && secret.len() > cap as usize
            {
                return Err(Error::TooLong("secret".to_owned(), cap));
            }
            inside.entries.insert(self.name.clone(), secret.to_vec());
            Ok(())
        })
    }

    fn get_secret(&self) -> Result<Vec<u8>> {
        self.ask(false, |inside| {
            inside.mood.reads += 1;
            inside
                .entries
                .get(&self.name)
                .cloned()
                .ok_or(Error::NoEntry)
        })
    }

    fn delete_credential(&self) -> Result<()> {
        self.ask(true, |inside| {
            inside
                .entries
                .remove(&self.name)
                .map(|_| ())
                .ok_or(Error::NoEntry)
        })
    }

    fn get_credential(&self) -> Result<Option<Arc<keyring_core::Credential>>> {
        Ok(None)
    }

    fn get_specifiers(&self) -> Option<(String, String)> {
        None
    }

    fn as_any(&self) -> &dyn std::any::Any {
        self
    }

    fn debug_fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Debug::fmt(self, f)
    }
}
