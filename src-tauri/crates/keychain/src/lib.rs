//! Secrets in the operating system's keychain: Keychain on macOS, Credential Manager on Windows, the
//! Secret Service on Linux. `SecretString` in, `SecretString` out; nothing outside of this crate knows
//! keyring.
//!
//! Every call may wait for a person who is asked to unlock something: call from a thread that may
//! block.

mod error;
#[cfg(test)]
mod fake;
mod platform;
mod store_key;
mod vault;

use std::sync::Arc;

pub use error::{KeychainError, Platform};
use keyring_core::Error;
use keyring_core::api::CredentialStore;
use secrecy::{ExposeSecret, SecretSlice, SecretString};
pub use store_key::STORE_KEY;
pub use vault::Vault;

/// The service that all entries belong to, as people see it in their keychain's own window.
pub const SERVICE: &str = "Array Console";

/// Result of everything the keychain does.
pub type Result<T> = std::result::Result<T, KeychainError>;

/// An open keychain.
#[derive(Debug, Clone)]
pub struct Keychain {
    store: Arc<CredentialStore>,
}

impl Keychain {
    /// Reaches the user's keychain. After a failure it can be tried again.
    pub fn open() -> Result<Self> {
        Ok(Self {
            store: platform::open()?,
        })
    }

    /// A secret by its name; nothing where none was set.
    pub fn get(&self, name: &str) -> Result<Option<SecretString>> {
        match self.entry(name)?.get_password() {
            Ok(secret) => Ok(Some(SecretString::from(secret))),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(KeychainError::from_keyring(error)),
        }
    }

    /// Sets or replaces a secret.
    pub fn set(&self, name: &str, secret: &SecretString) -> Result<()> {
        self.entry(name)?
            .set_password(secret.expose_secret())
            .map_err(KeychainError::from_keyring)
    }

    /// Deletes a secret; one that is gone already is no error.
    pub fn delete(&self, name: &str) -> Result<()> {
        match self.entry(name)?.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(KeychainError::from_keyring(error)),
        }
    }

    /// An entry as it is, without any form.
    fn bytes(&self, name: &str) -> Result<Option<SecretSlice<u8>>> {
        match self.entry(name)?.get_secret() {
            Ok(bytes) => Ok(Some(SecretSlice::from(bytes))),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(KeychainError::from_keyring(error)),
        }
    }

    fn set_bytes(&self, name: &str, bytes: &SecretSlice<u8>) -> Result<()> {
        self.entry(name)?
            .set_secret(bytes.expose_secret())
            .map_err(KeychainError::from_keyring)
    }

    fn entry(&self, name: &str) -> Result<keyring_core::Entry> {
        self.store
            .build(SERVICE, name, None)
            .map_err(KeychainError::from_keyring)
    }
}

#[cfg(test)]
impl Keychain {
    /// A keychain that is forgotten with the test.
    #[allow(clippy::unwrap_used)]
    pub(crate) fn mock() -> Self {
        Self {
            store: keyring_core::mock::Store::new().unwrap(),
        }
    }

    /// One over a fake that can be small, locked or denied.
    pub(crate) fn over(fake: fake::Fake) -> Self {
        Self {
            store: Arc::new(fake),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_secret_is_set_replaced_and_deleted() {
        let keychain = Keychain::mock();
        assert!(keychain.get("token").unwrap().is_none(), "nothing was set");
        for secret in ["first", "second \u{e9}\u{1f511}"] {
            keychain.set("token", &SecretString::from(secret)).unwrap();
            let found = keychain.get("token").unwrap().unwrap();
            assert_eq!(found.expose_secret(), secret, "what was set last is found");
        }
        assert!(
            keychain.get("other").unwrap().is_none(),
            "names are kept apart"
        );
        keychain.delete("token").unwrap();
        keychain.delete("token").unwrap();
        assert!(
            keychain.get("token").unwrap().is_none(),
            "gone, and deleting twice is no error"
        );
    }

    #[test]
    fn what_is_printed_for_debugging_has_no_secret() {
        let keychain = Keychain::mock();
        keychain
            .set("token", &SecretString::from("hunter2"))
            .unwrap();
        let found = keychain.get("token").unwrap();
        let printed = format!("{found:?}");
        assert!(!printed.contains("hunter2"), "{printed}");
    }
}
