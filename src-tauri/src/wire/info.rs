//! What the window shows of the installation.

use assembly::Storage;
use serde::Serialize;
use specta::Type;

use crate::error::UiError;

/// The installation.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AppInfo {
    pub version: String,
    /// `macos`, `windows`, `linux`.
    pub platform: String,
    pub data_dir: String,
    /// Absent while the store cannot be opened.
    pub storage: Option<StorageKind>,
    /// Why the store cannot be opened.
    pub storage_problem: Option<UiError>,
    pub log_dir: String,
    pub prices_as_of: String,
    /// Today in UTC, ISO.
    pub today: String,
}

/// Where things are remembered.
#[derive(Debug, Clone, Copy, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum StorageKind {
    Encrypted,
    Memory,
}

impl From<Storage> for StorageKind {
    fn from(storage: Storage) -> Self {
        match storage {
            Storage::Encrypted => Self::Encrypted,
            Storage::Memory => Self::Memory,
        }
    }
}
