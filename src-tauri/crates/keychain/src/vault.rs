//! One large secret in a keychain whose entries may be small.
//!
//! Windows takes 2,560 bytes an entry, and macOS may ask its user once for every entry that is read. So
//! everything that is kept for the accounts is one secret: in a single entry where it fits, else in
//! parts behind that entry. The parts of a new value are written beside those of the old one, and
//! then the one entry is replaced that says which count: a crash at any moment leaves the old value or
//! the new one, whole.

use secrecy::{ExposeSecret, SecretSlice, SecretString};
use sha2::{Digest, Sha256};

use crate::error::Platform;
use crate::{Keychain, KeychainError, Result};

/// Largest entry of the platform, in bytes.
const fn limit(platform: Platform) -> usize {
    match platform {
        // CRED_MAX_CREDENTIAL_BLOB_SIZE
        Platform::Windows => 2_560,
        Platform::MacOs | Platform::Linux => 64 * 1_024,
    }
}

const MARK: &str = "array-console-1";
/// The first line of the main entry is shorter than this.
const HEAD: usize = 160;
/// How often a reader looks again when a writer was faster.
const TRIES: usize = 5;

/// A secret of any size under one name.
#[derive(Debug, Clone)]
pub struct Vault {
    keychain: Keychain,
    name: String,
    limit: usize,
}

/// First line of the main entry: which parts count, and what they must add up to.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Head {
    generation: u64,
    /// 0 where the value follows the line in the same entry.
    parts: usize,
    length: usize,
    digest: String,
}

impl Vault {
    /// The vault of a name; nothing is read yet.
    pub fn new(keychain: Keychain, name: impl Into<String>) -> Self {
        Self {
            keychain,
            name: name.into(),
            limit: limit(Platform::HERE),
        }
    }

    /// The value as it was last written whole; nothing where none was.
    ///
    /// # Errors
    /// [`KeychainError::Corrupted`] when what is there does not add up.
    pub fn read(&self) -> Result<Option<SecretString>> {
        for _ in 0..TRIES {
            let Some(main) = self.keychain.bytes(&self.name)? else {
                return Ok(None);
            };
            let (head, rest) = split(main.expose_secret()).ok_or(KeychainError::Corrupted)?;
            let mut value = rest.to_vec();
            let mut complete = true;
            for part in 0..head.parts {
                match self.keychain.bytes(&self.part(head.generation, part))? {
                    Some(bytes) => value.extend_from_slice(bytes.expose_secret()),
                    None => complete = false,
                }
            }
            if complete && value.len() == head.length && digest(&value) == head.digest {
                let text = String::from_utf8(value).map_err(|_| KeychainError::Corrupted)?;
                return Ok(Some(SecretString::from(text)));
            }
            // Either it is damaged, or another process replaced it between two reads.
            let now = self.keychain.bytes(&self.name)?;
            if now.is_some_and(|now| now.expose_secret() == main.expose_secret()) {
                return Err(KeychainError::Corrupted);
            }
        }
        Err(KeychainError::Corrupted)
    }

    /// Replaces the value. One process at a time may write.
    pub fn write(&self, value: &SecretString) -> Result<()> {
        let old = self.head()?;
        let generation = old.as_ref().map_or(1, |head| head.generation + 1);
        let bytes = value.expose_secret().as_bytes();
        let mut head = Head {
            generation,
            parts: 0,
            length: bytes.len(),
            digest: digest(bytes),
        };
        if bytes.len() + HEAD <= self.limit {
            self.keychain.set_bytes(&self.name, &joined(&head, bytes))?;
        } else {
            for (number, part) in bytes.chunks(self.limit).enumerate() {
                self.keychain.set_bytes(
                    &self.part(generation, number),
                    &SecretSlice::from(part.to_vec()),
                )?;
                head.parts = number + 1;
            }
            self.keychain.set_bytes(&self.name, &joined(&head, &[]))?;
        }
        self.sweep(generation, head.parts);
        Ok(())
    }

    /// Deletes the value with all its parts. The empty value before it lets a deletion that was cut off
    /// be finished by the next write.
    pub fn delete(&self) -> Result<()> {
        if self.keychain.bytes(&self.name)?.is_none() {
            return Ok(());
        }
        self.write(&SecretString::from(""))?;
        self.keychain.delete(&self.name)
    }

    /// The head of what is there; one that cannot be read counts as none, for it is about to be replaced.
    fn head(&self) -> Result<Option<Head>> {
        let main = self.keychain.bytes(&self.name)?;
        Ok(main.and_then(|main| split(main.expose_secret()).map(|(head, _)| head)))
    }

    /// Removes parts that no head names, the last first: what a crash leaves has no gap then, and the
    /// next write finds it. Leaving one behind does no harm.
    fn sweep(&self, generation: u64, parts: usize) {
        for old in generation.saturating_sub(2)..=generation {
            let first = if old == generation { parts } else { 0 };
            let mut end = first;
            while let Ok(Some(_)) = self.keychain.bytes(&self.part(old, end)) {
                end += 1;
            }
            for number in (first..end).rev() {
                if self.keychain.delete(&self.part(old, number)).is_err() {
                    return;
                }
            }
        }
    }

    fn part(&self, generation: u64, number: usize) -> String {
        format!("{}.{generation}.{number}", self.name)
    }
}

fn digest(bytes: &[u8]) -> String {
    use std::fmt::Write;
    Sha256::digest(bytes)
        .iter()
        .fold(String::new(), |mut hex, byte| {
            // Writing to a string cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}

fn joined(head: &Head, value: &[u8]) -> SecretSlice<u8> {
    let mut entry = format!(
        "{MARK} {} {} {} {}\n",
        head.generation, head.parts, head.length, head.digest
    )
    .into_bytes();
    entry.extend_from_slice(value);
    SecretSlice::from(entry)
}

fn split(entry: &[u8]) -> Option<(Head, &[u8])> {
    let end = entry.iter().position(|byte| *byte == b'\n')?;
    let line = std::str::from_utf8(&entry[..end]).ok()?;
    let mut words = line.strip_prefix(MARK)?.split_ascii_whitespace();
    let head = Head {
        generation: words.next()?.parse().ok()?,
        parts: words.next()?.parse().ok()?,
        length: words.next()?.parse().ok()?,
        digest: words.next()?.to_owned(),
    };
    Some((head, &entry[end + 1..]))
}

#[cfg(test)]
#[path = "vault_tests.rs"]
mod tests;
