//! An environment file that was read.

use domain::environment::{EnvironmentFile, Parsed, Problem};
use serde::Serialize;
use specta::Type;

/// A file with its problems; absent where it could not be read at all.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ParsedFile {
    pub file: Option<EnvironmentFile>,
    pub problems: Vec<Problem>,
}

/// A file that the person picked.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ImportedFile {
    pub path: String,
    pub file: Option<EnvironmentFile>,
    /// As it stands on disk, where it is text.
    pub toml: String,
    pub problems: Vec<Problem>,
}

impl From<Parsed> for ParsedFile {
    fn from(parsed: Parsed) -> Self {
        Self {
            file: parsed.file,
            problems: parsed.problems,
        }
    }
}
