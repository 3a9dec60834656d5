//! What can go wrong with a keychain, in words that a person can act on.

use keyring_core::Error;

use crate::platform;

/// A cause that is kept for the log.
pub type Cause = Box<dyn std::error::Error + Send + Sync>;

/// Why the keychain could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum KeychainError {
    #[error("no keychain can be reached")]
    NoKeychain(#[source] Cause),
    #[error("the keychain is locked")]
    Locked(#[source] Cause),
    #[error("the keychain denied access")]
    Denied(#[source] Cause),
    /// An entry is not what was put there. Has no cause, because keyring's would carry the secret.
    #[error("the keychain's entry is damaged")]
    Corrupted,
    #[error("the secret is too large for the keychain")]
    TooLarge {
        /// In the platform's own unit.
        limit: u32,
    },
    /// A store exists, its key does not.
    #[error("the store's key is not in the keychain")]
    KeyMissing,
    /// A secret was taken but not kept.
    #[error("the keychain does not keep what is put into it")]
    NotKept,
    #[error("the keychain failed")]
    Other(#[source] Cause),
}

/// Whose keychain the words are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Platform {
    MacOs,
    Windows,
    /// Linux and its relatives.
    Linux,
}

impl Platform {
    /// The platform this program was built for.
    pub const HERE: Self = if cfg!(target_os = "macos") {
        Self::MacOs
    } else if cfg!(windows) {
        Self::Windows
    } else {
        Self::Linux
    };

    fn keychain(self) -> &'static str {
        match self {
            Self::MacOs => "your login keychain",
            Self::Windows => "Windows Credential Manager",
            Self::Linux => "your keyring (the Secret Service)",
        }
    }

    fn window(self) -> &'static str {
        match self {
            Self::MacOs => "Keychain Access",
            Self::Windows => "Credential Manager in the Control Panel",
            Self::Linux => "Passwords and Keys, or KWalletManager",
        }
    }
}

impl KeychainError {
    /// What happened and what it means.
    pub fn message(&self) -> String {
        self.message_on(Platform::HERE)
    }

    /// What to do next.
    pub fn hint(&self) -> String {
        self.hint_on(Platform::HERE)
    }

    /// [`Self::message`] for a platform.
    pub fn message_on(&self, platform: Platform) -> String {
        let keychain = platform.keychain();
        match self {
            Self::NoKeychain(_) => format!(
                "Array Console keeps the key of its local store and the secrets of accounts in {keychain}, which cannot be reached."
            ),
            Self::Locked(_) => format!(
                "Array Console keeps the key of its local store and the secrets of accounts in {keychain}, which is locked."
            ),
            Self::Denied(_) => {
                format!("Array Console was not allowed to use its entry in {keychain}.")
            }
            Self::Corrupted => format!(
                "The entry of Array Console in {keychain} is not what Array Console put there."
            ),
            Self::TooLarge { limit } => format!(
                "The secret is too large for {keychain}, which takes at most {limit} characters."
            ),
            Self::KeyMissing => format!(
                "There is a local store, but its key is not in {keychain}. Without the key nobody can read the store."
            ),
            Self::NotKept => {
                format!("A secret was put into {keychain}, but it was not there afterwards.")
            }
            Self::Other(_) => format!("Something went wrong in {keychain}."),
        }
    }

    /// [`Self::hint`] for a platform.
    pub fn hint_on(&self, platform: Platform) -> String {
        let window = platform.window();
        let next = match (self, platform) {
            (Self::NoKeychain(_), Platform::MacOs) => {
                "Open Keychain Access and see that the keychain `login` is there; if not, create it under \
                 Settings > Reset Default Keychains. Then try again."
                    .to_owned()
            }
            (Self::NoKeychain(_), Platform::Windows) => {
                "Sign in to Windows with a normal desktop session and see in Services that `Credential Manager` \
                 is not disabled. Then try again."
                    .to_owned()
            }
            (Self::NoKeychain(_), Platform::Linux) => {
                "No Secret Service is running: install gnome-keyring or KWallet and sign in to a desktop \
                 session. Then try again."
                    .to_owned()
            }
            (Self::Locked(_), Platform::MacOs) => {
                "Unlock the keychain `login` in Keychain Access, or answer the question for its password. Then \
                 try again."
                    .to_owned()
            }
            (Self::Locked(_), Platform::Windows) => {
                "Sign out of Windows and in again. Then try again.".to_owned()
            }
            (Self::Locked(_), Platform::Linux) => {
                "Unlock it in Passwords and Keys or KWalletManager, or answer the question for its password. \
                 Then try again."
                    .to_owned()
            }
            (Self::Denied(_), Platform::MacOs) => {
                "Try again and choose Always Allow. If nothing is asked, open the entry `Array Console` in \
                 Keychain Access and allow Array Console under Access Control."
                    .to_owned()
            }
            (Self::Denied(_), _) => format!(
                "Try again and allow the access. If nothing is asked, see in {window} whether the entry \
                 `Array Console` belongs to you."
            ),
            (Self::Corrupted, _) => format!(
                "Restore the entry `Array Console` from a backup of your keychain. Do not delete it in {window} \
                 while you need what is in the local store or its accounts: nothing else holds these secrets."
            ),
            (Self::TooLarge { .. }, _) => {
                "This is a defect. Copy the support details and report it.".to_owned()
            }
            (Self::KeyMissing, _) => format!(
                "Sign in as the user who made the store, or restore the entry `Array Console` from a backup \
                 ({window}). Or move the store aside and start with a new one; nothing in AWS is affected."
            ),
            (Self::NotKept, _) => {
                format!("See in {window} that entries can be added, then try again.")
            }
            (Self::Other(_), _) => {
                "Try again. If it stays, copy the support details and report it.".to_owned()
            }
        };
        format!("{next} Until then you can practise without saving.")
    }

    /// Keyring's error by its variant, and by the platform's own error inside.
    pub(crate) fn from_keyring(error: Error) -> Self {
        match error {
            Error::NoDefaultStore => Self::NoKeychain(error.into()),
            Error::NoStorageAccess(cause) => platform::no_access(cause),
            Error::PlatformFailure(cause) => platform::failure(cause),
            // These carry what was stored: nothing of them may come into a log.
            Error::BadEncoding(_) | Error::BadDataFormat(..) => Self::Corrupted,
            Error::BadStoreFormat(_) | Error::Ambiguous(_) => Self::Corrupted,
            Error::TooLong(_, limit) => Self::TooLarge { limit },
            other => Self::Other(other.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cause() -> Cause {
        "cause".into()
    }

    fn every() -> Vec<KeychainError> {
        vec![
            KeychainError::NoKeychain(cause()),
            KeychainError::Locked(cause()),
            KeychainError::Denied(cause()),
            KeychainError::Corrupted,
            KeychainError::TooLarge { limit: 2560 },
            KeychainError::KeyMissing,
            KeychainError::NotKept,
            KeychainError::Other(cause()),
        ]
    }

    #[test]
    fn every_error_has_whole_sentences_and_a_way_out_on_every_platform() {
        for platform in [Platform::MacOs, Platform::Windows, Platform::Linux] {
            for error in every() {
                let (message, hint) = (error.message_on(platform), error.hint_on(platform));
                assert!(
                    message.ends_with('.') && hint.ends_with('.'),
                    "whole sentences: {message} {hint}"
                );
                assert!(
                    hint.contains("practise without saving"),
                    "there is always a way to go on: {hint}"
                );
                assert!(
                    !message.contains("keyring_core") && !message.contains("Err("),
                    "no program's words: {message}"
                );
            }
        }
    }

    #[test]
    fn each_platform_is_told_of_its_own_keychain() {
        let error = KeychainError::NoKeychain(cause());
        assert!(error.hint_on(Platform::MacOs).contains("Keychain Access"));
        assert!(
            error
                .hint_on(Platform::Windows)
                .contains("Credential Manager")
        );
        assert!(
            error
                .hint_on(Platform::Linux)
                .contains("gnome-keyring or KWallet")
        );
    }

    #[test]
    fn keyrings_variants_keep_their_meaning() {
        let kind = |error| format!("{:?}", KeychainError::from_keyring(error));
        assert!(kind(Error::NoDefaultStore).starts_with("NoKeychain"));
        assert_eq!(
            kind(Error::TooLong("secret".to_owned(), 2560)),
            "TooLarge { limit: 2560 }"
        );
        assert!(kind(Error::PlatformFailure(cause())).starts_with("Other"));
        assert!(kind(Error::Invalid("a".to_owned(), "b".to_owned())).starts_with("Other"));
    }

    #[test]
    fn a_damaged_entry_does_not_print_what_it_holds() {
        for error in [
            Error::BadEncoding(b"hunter2".to_vec()),
            Error::BadDataFormat(b"hunter2".to_vec(), cause()),
        ] {
            assert_eq!(
                format!("{:?}", KeychainError::from_keyring(error)),
                "Corrupted",
                "keyring's error carries the bytes, ours must not"
            );
        }
    }
}
