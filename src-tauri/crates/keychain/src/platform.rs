//! Which keychain there is, and what its own errors mean.

use std::sync::Arc;

use keyring_core::api::CredentialStore;

use crate::error::Cause;
use crate::{KeychainError, Result};

/// Reaches the platform's keychain.
pub(crate) fn open() -> Result<Arc<CredentialStore>> {
    here::open()
}

/// The meaning of keyring's "no storage access".
pub(crate) fn no_access(cause: Cause) -> KeychainError {
    here::no_access(cause)
}

/// The meaning of keyring's "platform failure".
pub(crate) fn failure(cause: Cause) -> KeychainError {
    here::failure(cause)
}

#[cfg(target_os = "macos")]
mod here {
    use super::{Arc, Cause, CredentialStore, KeychainError, Result};

    pub(super) fn open() -> Result<Arc<CredentialStore>> {
        let store = apple_native_keyring_store::keychain::Store::new()
            .map_err(KeychainError::from_keyring)?;
        Ok(store)
    }

    pub(super) fn no_access(cause: Cause) -> KeychainError {
        by_status(cause, KeychainError::Denied)
    }

    pub(super) fn failure(cause: Cause) -> KeychainError {
        by_status(cause, KeychainError::Other)
    }

    /// By the status numbers of Security.framework's `SecBase.h`.
    fn by_status(cause: Cause, otherwise: fn(Cause) -> KeychainError) -> KeychainError {
        let status = cause
            .downcast_ref::<security_framework::base::Error>()
            .map(|error| error.code());
        match status {
            // errSecNotAvailable, errSecNoSuchKeychain, errSecNoDefaultKeychain
            Some(-25291 | -25294 | -25307) => KeychainError::NoKeychain(cause),
            // errSecInteractionNotAllowed, errSecInteractionRequired
            Some(-25308 | -25315) => KeychainError::Locked(cause),
            // errSecUserCanceled, errSecAuthFailed, errSecReadOnly, errSecInvalidOwnerEdit, wrPermErr
            Some(-128 | -25293 | -25292 | -25244 | -61) => KeychainError::Denied(cause),
            // errSecInvalidKeychain, errSecDecode
            Some(-25295 | -26275) => KeychainError::Corrupted,
            _ => otherwise(cause),
        }
    }
}

#[cfg(windows)]
mod here {
    use super::{Arc, Cause, CredentialStore, KeychainError, Result};

    pub(super) fn open() -> Result<Arc<CredentialStore>> {
        let store =
            windows_native_keyring_store::Store::new().map_err(KeychainError::from_keyring)?;
        Ok(store)
    }

    /// Only ERROR_NO_SUCH_LOGON_SESSION: a session without credentials, such as a network logon.
    pub(super) fn no_access(cause: Cause) -> KeychainError {
        KeychainError::NoKeychain(cause)
    }

    pub(super) fn failure(cause: Cause) -> KeychainError {
        KeychainError::Other(cause)
    }
}

#[cfg(all(unix, not(target_os = "macos")))]
mod here {
    use secret_service::Error;
    use zbus::Error as Bus;

    use super::{Arc, Cause, CredentialStore, KeychainError, Result};

    pub(super) fn open() -> Result<Arc<CredentialStore>> {
        let store =
            zbus_secret_service_keyring_store::Store::new().map_err(KeychainError::from_keyring)?;
        Ok(store)
    }

    /// The service is there but did not open: locked, or its question for a password was dismissed
    /// or could not be asked.
    pub(super) fn no_access(cause: Cause) -> KeychainError {
        KeychainError::Locked(cause)
    }

    pub(super) fn failure(cause: Cause) -> KeychainError {
        let Some(error) = cause.downcast_ref::<Error>() else {
            return KeychainError::Other(cause);
        };
        match error {
            Error::Unavailable => KeychainError::NoKeychain(cause),
            Error::Locked | Error::Prompt | Error::PromptDisconnected | Error::NoResult => {
                KeychainError::Locked(cause)
            }
            Error::Zbus(bus) => match kind(bus) {
                Kind::Gone => KeychainError::NoKeychain(cause),
                Kind::Locked => KeychainError::Locked(cause),
                Kind::Denied => KeychainError::Denied(cause),
                Kind::Other => KeychainError::Other(cause),
            },
            _ => KeychainError::Other(cause),
        }
    }

    #[derive(Debug, PartialEq)]
    enum Kind {
        Gone,
        Locked,
        Denied,
        Other,
    }

    fn kind(error: &Bus) -> Kind {
        match error {
            Bus::Address(_)
            | Bus::InputOutput(_)
            | Bus::Handshake(_)
            | Bus::Connection(..)
            | Bus::InterfaceNotFound => Kind::Gone,
            Bus::MethodError(name, ..) => by_name(name.as_str()),
            _ => Kind::Other,
        }
    }

    /// Names of errors by the D-Bus and Secret Service specifications.
    fn by_name(name: &str) -> Kind {
        match name {
            "org.freedesktop.Secret.Error.IsLocked" => Kind::Locked,
            "org.freedesktop.DBus.Error.AccessDenied" | "org.freedesktop.DBus.Error.AuthFailed" => {
                Kind::Denied
            }
            "org.freedesktop.DBus.Error.ServiceUnknown"
            | "org.freedesktop.DBus.Error.NameHasNoOwner"
            | "org.freedesktop.DBus.Error.NoReply"
            | "org.freedesktop.DBus.Error.NoServer"
            | "org.freedesktop.DBus.Error.Disconnected"
            | "org.freedesktop.DBus.Error.Spawn.ChildExited"
            | "org.freedesktop.DBus.Error.Spawn.ServiceNotFound"
            | "org.freedesktop.DBus.Error.UnknownObject"
            | "org.freedesktop.DBus.Error.UnknownMethod" => Kind::Gone,
            _ => Kind::Other,
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn the_buss_errors_are_told_apart_by_type_and_name() {
            assert_eq!(kind(&Bus::Address("none".to_owned())), Kind::Gone);
            assert_eq!(kind(&Bus::InvalidReply), Kind::Other);
            assert_eq!(
                by_name("org.freedesktop.Secret.Error.IsLocked"),
                Kind::Locked
            );
            assert_eq!(
                by_name("org.freedesktop.DBus.Error.AccessDenied"),
                Kind::Denied
            );
            assert_eq!(
                by_name("org.freedesktop.DBus.Error.ServiceUnknown"),
                Kind::Gone
            );
            let boxed = |error: Error| failure(Box::new(error));
            assert!(matches!(
                boxed(Error::Unavailable),
                KeychainError::NoKeychain(_)
            ));
            assert!(matches!(boxed(Error::Locked), KeychainError::Locked(_)));
        }
    }
}
