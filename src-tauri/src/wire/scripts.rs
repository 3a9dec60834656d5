//! Failure scripts of the practice account.

use serde::Serialize;
use specta::Type;

/// One failure that practice can play.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Script {
    pub id: String,
    pub label: String,
    pub explanation: String,
}

impl Script {
    /// Every script, in the order settings show them.
    pub fn all() -> Vec<Self> {
        practice::SCRIPTS
            .iter()
            .map(|script| Self {
                id: script.id.to_owned(),
                label: script.label.to_owned(),
                explanation: script.explanation.to_owned(),
            })
            .collect()
    }
}
