//! What the window hears of integrations: never a secret, only whether one is kept.

use engine::integrations::IntegrationRow;
use serde::Serialize;
use specta::Type;

/// One integration of an environment.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct IntegrationView {
    #[serde(flatten)]
    pub row: IntegrationRow,
    /// As people write it: `PagerDuty`.
    pub label: String,
    /// What a person gives, in this order, one a line.
    pub values: Vec<ValueView>,
    /// True where a launch cannot begin without it.
    pub before_launch: bool,
}

/// One value of an integration.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ValueView {
    /// `Webhook address`
    pub label: String,
    /// What it looks like.
    pub example: String,
}

impl From<IntegrationRow> for IntegrationView {
    fn from(row: IntegrationRow) -> Self {
        let values = row.integration.values().iter();
        Self {
            label: row.integration.label().to_owned(),
            before_launch: row.integration.before_launch(),
            values: values
                .map(|value| ValueView {
                    label: value.label.to_owned(),
                    example: value.example.to_owned(),
                })
                .collect(),
            row,
        }
    }
}

/// Where a secret was taken from.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Taken {
    /// The file it was read from; nothing for the clipboard.
    pub file: Option<String>,
    /// True when the clipboard holds it no longer.
    pub clipboard_cleared: bool,
}
