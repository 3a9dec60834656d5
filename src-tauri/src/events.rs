//! Typed events to the web view, and the engine's progress over them.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use domain::launch::{JobState, LaunchSnapshot};
use engine::ports::ProgressSink;
use serde::{Deserialize, Serialize};
use specta::Type;
use tauri::AppHandle;
use tauri_plugin_notification::NotificationExt;
use tauri_specta::Event;

/// A job has moved on; replaces what was known of it.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
pub struct LaunchChanged(pub LaunchSnapshot);

/// The list of environments has changed.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
pub struct EnvironmentsChanged {}

/// At most about four snapshots of a job a second; the last one of a state always arrives.
const GAP: Duration = Duration::from_millis(250);

/// Passes progress to every window and tells the system when a long job ends.
pub struct WindowProgress {
    app: AppHandle,
    last: Mutex<BTreeMap<String, (JobState, Instant)>>,
}

impl WindowProgress {
    /// Progress over the application's windows.
    pub fn new(app: AppHandle) -> Self {
        Self {
            app,
            last: Mutex::new(BTreeMap::new()),
        }
    }

    /// True when this snapshot should go out now; also whether the job has just left `Running`.
    fn due(&self, snapshot: &LaunchSnapshot) -> (bool, bool) {
        let now = Instant::now();
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let before = last.get(&snapshot.job_id).copied();
        let same_state = before.is_some_and(|(state, _)| state == snapshot.state);
        if same_state && before.is_some_and(|(_, at)| now.duration_since(at) < GAP) {
            return (false, false);
        }
        last.insert(snapshot.job_id.clone(), (snapshot.state, now));
        let ended = before.is_some_and(|(state, _)| state == JobState::Running)
            && snapshot.state != JobState::Running;
        (true, ended)
    }

    fn notify(&self, snapshot: &LaunchSnapshot) {
        use tauri::Manager;
        let in_front = self
            .app
            .webview_windows()
            .values()
            .any(|window| window.is_focused().unwrap_or(false));
        if in_front {
            return;
        }
        let shown = self
            .app
            .notification()
            .builder()
            .title(&snapshot.environment)
            .body(&snapshot.sentence)
            .show();
        if let Err(error) = shown {
            tracing::info!(%error, "the system shows no notifications");
        }
    }
}

impl ProgressSink for WindowProgress {
    fn launch_changed(&self, snapshot: &LaunchSnapshot) {
        let (due, ended) = self.due(snapshot);
        if due && let Err(error) = LaunchChanged(snapshot.clone()).emit(&self.app) {
            tracing::warn!(%error, "no window took the snapshot");
        }
        if ended {
            self.notify(snapshot);
        }
    }

    fn environments_changed(&self) {
        if let Err(error) = (EnvironmentsChanged {}).emit(&self.app) {
            tracing::warn!(%error, "no window took the change");
        }
    }
}
