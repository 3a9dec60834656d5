//! Typed events to the web view.

use domain::launch::LaunchSnapshot;
use serde::{Deserialize, Serialize};
use specta::Type;
use tauri_specta::Event;

/// A job has moved on; replaces what was known of it.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
pub struct LaunchChanged(pub LaunchSnapshot);

/// The list of environments has changed.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
pub struct EnvironmentsChanged {}
