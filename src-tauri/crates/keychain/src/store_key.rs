//! The key of the local store: 32 random bytes, made once.

use std::fmt::Write;

use secrecy::{ExposeSecret, SecretString};

use crate::{Keychain, KeychainError, Result};

/// Name of the store's key in the keychain.
pub const STORE_KEY: &str = "store-key";
const BYTES: usize = 32;

impl Keychain {
    /// The store's key, as 64 hexadecimal digits. It is made at the first start. Where a store exists
    /// and its key does not, this is an error: a new key would make the store unreadable for ever.
    ///
    /// Hold the store's place meanwhile, so that two first starts do not make two keys.
    pub fn store_key(&self, store_exists: bool) -> Result<SecretString> {
        if let Some(key) = self.get(STORE_KEY)? {
            return checked(key);
        }
        if store_exists {
            return Err(KeychainError::KeyMissing);
        }
        let fresh = random()?;
        self.set(STORE_KEY, &fresh)?;
        let kept = self.get(STORE_KEY)?.ok_or(KeychainError::NotKept)?;
        if kept.expose_secret() != fresh.expose_secret() {
            return Err(KeychainError::NotKept);
        }
        Ok(fresh)
    }
}

fn checked(key: SecretString) -> Result<SecretString> {
    let hex = key.expose_secret();
    if hex.len() == 2 * BYTES && hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        Ok(key)
    } else {
        Err(KeychainError::Corrupted)
    }
}

fn random() -> Result<SecretString> {
    let mut bytes = [0_u8; BYTES];
    getrandom::fill(&mut bytes).map_err(|error| KeychainError::Other(Box::new(error)))?;
    let mut hex = String::with_capacity(2 * BYTES);
    for byte in bytes {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    Ok(SecretString::from(hex))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn the_key_is_made_once_and_found_again() {
        let keychain = Keychain::mock();
        let made = keychain.store_key(false).unwrap();
        assert_eq!(made.expose_secret().len(), 64, "32 bytes as hexadecimal");
        for store_exists in [false, true] {
            assert_eq!(
                keychain.store_key(store_exists).unwrap().expose_secret(),
                made.expose_secret(),
                "the same key ever after"
            );
        }
        assert_ne!(
            Keychain::mock().store_key(false).unwrap().expose_secret(),
            made.expose_secret(),
            "another installation has another key"
        );
    }

    #[test]
    fn no_key_is_made_over_a_store() {
        let keychain = Keychain::mock();
        assert!(
            matches!(
                keychain.store_key(true).unwrap_err(),
                KeychainError::KeyMissing
            ),
            "a store without its key is told"
        );
        assert!(
            keychain.get(STORE_KEY).unwrap().is_none(),
            "and nothing was put in its place"
        );
    }

    #[test]
    fn what_is_no_key_is_told_and_kept() {
        let keychain = Keychain::mock();
        let strange = SecretString::from("not a key");
        keychain.set(STORE_KEY, &strange).unwrap();
        for store_exists in [false, true] {
            assert!(
                matches!(
                    keychain.store_key(store_exists).unwrap_err(),
                    KeychainError::Corrupted
                ),
                "an entry that somebody changed is not used"
            );
        }
        assert_eq!(
            keychain.get(STORE_KEY).unwrap().unwrap().expose_secret(),
            "not a key",
            "nor overwritten"
        );
    }
}
