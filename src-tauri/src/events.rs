//! Typed events to the web view.

use domain::launch::LaunchSnapshot;
use engine::accounts::RotationStep;
use engine::costs::Import;
use serde::{Deserialize, Serialize};
use specta::Type;
use tauri::AppHandle;
use tauri_specta::Event;

use crate::wire::accounts::CodeQuestion;

/// A job has moved on; replaces what was known of it.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
pub struct LaunchChanged(pub LaunchSnapshot);

/// AWS wants a code of an MFA device; null when nothing is asked any more.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
pub struct CodeAsked(pub Option<CodeQuestion>);

/// The rotation of an account's keys has begun a step.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
#[serde(rename_all = "camelCase")]
pub struct RotationMoved {
    pub account: String,
    pub step: RotationStep,
}

/// Tells every window of the steps of a rotation.
pub fn rotation(app: &AppHandle, account: &str) -> impl Fn(RotationStep) + Send + Sync + use<> {
    let (app, account) = (app.clone(), account.to_owned());
    move |step| {
        let account = account.clone();
        if let Err(error) = (RotationMoved { account, step }).emit(&app) {
            tracing::warn!(%error, "no window heard of the rotation");
        }
    }
}

/// The list of environments has changed.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
pub struct EnvironmentsChanged {}

/// An import of costs has moved on; replaces what was known of it.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
pub struct ImportChanged(pub Import);

/// Another process has imported, deleted or set something of costs.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
pub struct CostsChanged {
    /// Figures are other ones; otherwise an import has begun or moved on.
    pub figures: bool,
}
