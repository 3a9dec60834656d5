//! What validation says about an environment file.

use serde::{Deserialize, Serialize};

/// Whether a finding stops a launch or only asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Stops a launch.
    Error,
    /// Asks before a launch.
    Warning,
}

/// One finding about one field. All findings are returned at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// Stable, kebab-case: `cidr-too-small`.
    pub code: String,
    /// See [`Severity`].
    pub severity: Severity,
    /// Path of the field as it stands in the file: `node_groups[1].instance_types[0]`; empty for the whole file.
    pub field: String,
    /// Line in the file, from 1; absent where the input was no file or the field is not in it
    /// (then the line of the nearest table that is).
    pub line: Option<u32>,
    /// Column in the file, from 1.
    pub column: Option<u32>,
    /// What is wrong, in one sentence.
    pub message: String,
    /// What to do, in one sentence.
    pub hint: Option<String>,
}
