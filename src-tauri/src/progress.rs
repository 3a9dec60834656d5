//! The engine's progress over the desktop: events to the page, the dock or taskbar, the system's notifications.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use domain::launch::{JobState, LaunchSnapshot, Operation};
use engine::costs::Import;
use engine::ports::ProgressSink;
use tauri::window::{ProgressBarState, ProgressBarStatus};
use tauri::{AppHandle, Manager};
use tauri_plugin_notification::NotificationExt;
use tauri_specta::Event;

use crate::events::{EnvironmentsChanged, ImportChanged, LaunchChanged};

/// At most about four snapshots of a job a second; the last one of a state always arrives.
const GAP: Duration = Duration::from_millis(250);

/// Passes progress to every window and tells the system when a long job ends.
pub struct WindowProgress {
    app: AppHandle,
    jobs: Mutex<Jobs>,
}

impl WindowProgress {
    /// Progress over the application's windows.
    pub fn new(app: AppHandle) -> Self {
        let jobs = Mutex::default();
        Self { app, jobs }
    }

    fn in_front(&self) -> bool {
        let windows = self.app.webview_windows();
        windows
            .values()
            .any(|window| window.is_focused().unwrap_or(false))
    }

    fn notify(&self, snapshot: &LaunchSnapshot) {
        if self.in_front() {
            return;
        }
        let notification = self.app.notification().builder();
        let shown = notification
            .title(title(snapshot))
            .body(&snapshot.sentence)
            .show();
        if let Err(error) = shown {
            tracing::info!(%error, "the system shows no notifications");
        }
    }

    fn show_on_taskbar(&self, percent: Option<u64>) {
        let status = match percent {
            Some(_) => ProgressBarStatus::Normal,
            None => ProgressBarStatus::None,
        };
        for window in self.app.webview_windows().values() {
            let state = ProgressBarState {
                status: Some(status),
                progress: percent,
            };
            if let Err(error) = window.set_progress_bar(state) {
                tracing::debug!(%error, "the system shows no progress");
            }
        }
    }
}

impl ProgressSink for WindowProgress {
    fn launch_changed(&self, snapshot: &LaunchSnapshot) {
        let (news, percent) = {
            let mut jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
            (jobs.hear(snapshot, Instant::now()), jobs.percent())
        };
        if news == News::None {
            return;
        }
        if let Err(error) = LaunchChanged(snapshot.clone()).emit(&self.app) {
            tracing::warn!(%error, "no window took the snapshot");
        }
        self.show_on_taskbar(percent);
        if news == News::Ended {
            self.notify(snapshot);
        }
    }

    fn environments_changed(&self) {
        if let Err(error) = (EnvironmentsChanged {}).emit(&self.app) {
            tracing::warn!(%error, "no window took the change");
        }
    }

    fn import_changed(&self, import: &Import) {
        if let Err(error) = ImportChanged(import.clone()).emit(&self.app) {
            tracing::warn!(%error, "no window heard of the import");
        }
    }
}

fn title(snapshot: &LaunchSnapshot) -> String {
    let what = match snapshot.operation {
        Operation::Delete => "Deletion",
        Operation::Create | Operation::Update => "Launch",
    };
    format!("{what} of {}", snapshot.environment)
}

/// What a snapshot is to the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum News {
    /// Too soon after the last one.
    None,
    Changed,
    /// The job ran when it was last heard of, and does not any more.
    Ended,
}

#[derive(Default)]
struct Jobs(BTreeMap<String, (JobState, f64, Instant)>);

impl Jobs {
    fn hear(&mut self, snapshot: &LaunchSnapshot, now: Instant) -> News {
        let before = self.0.get(&snapshot.job_id).copied();
        let same = before.is_some_and(|(state, ..)| state == snapshot.state);
        if same && before.is_some_and(|(.., at)| now.duration_since(at) < GAP) {
            return News::None;
        }
        self.0.insert(
            snapshot.job_id.clone(),
            (snapshot.state, snapshot.percent, now),
        );
        let ran = before.is_some_and(|(state, ..)| state == JobState::Running);
        if ran && snapshot.state != JobState::Running {
            News::Ended
        } else {
            News::Changed
        }
    }

    /// Of all running jobs together, 0 to 100; none while nothing runs.
    fn percent(&self) -> Option<u64> {
        let running = self
            .0
            .values()
            .filter(|(state, ..)| *state == JobState::Running);
        let all: Vec<f64> = running.map(|(_, percent, _)| *percent).collect();
        if all.is_empty() {
            return None;
        }
        Some((all.iter().sum::<f64>() / all.len() as f64).clamp(0.0, 100.0) as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn snapshot(job: &str, state: JobState, percent: f64) -> LaunchSnapshot {
        let recorded = include_str!("../../ui/src/testing/recorded/launches/staging.json");
        let mut launch: serde_json::Value =
            serde_json::from_str(recorded).expect("the recording is JSON");
        let mut snapshot: LaunchSnapshot =
            serde_json::from_value(launch["snapshot"].take()).expect("the recording is a snapshot");
        snapshot.job_id = job.to_owned();
        snapshot.state = state;
        snapshot.percent = percent;
        snapshot
    }

    #[test]
    fn snapshots_of_one_state_come_at_most_every_gap_but_the_end_always() {
        let (mut jobs, start) = (Jobs::default(), Instant::now());
        let running = snapshot("a", JobState::Running, 10.0);
        assert_eq!(jobs.hear(&running, start), News::Changed);
        assert_eq!(jobs.hear(&running, start + GAP / 2), News::None);
        assert_eq!(jobs.hear(&running, start + GAP), News::Changed);
        let done = snapshot("a", JobState::Done, 100.0);
        assert_eq!(
            jobs.hear(&done, start + GAP),
            News::Ended,
            "the end is told at once"
        );
        assert_eq!(
            jobs.hear(&done, start + GAP * 3),
            News::Changed,
            "and only once"
        );
    }

    #[test]
    fn a_job_that_was_over_before_ends_for_nobody() {
        let mut jobs = Jobs::default();
        let failed = snapshot("a", JobState::Failed, 40.0);
        assert_eq!(jobs.hear(&failed, Instant::now()), News::Changed);
    }

    #[test]
    fn the_taskbar_shows_running_jobs_together_and_nothing_afterwards() {
        let (mut jobs, now) = (Jobs::default(), Instant::now());
        assert_eq!(jobs.percent(), None);
        jobs.hear(&snapshot("a", JobState::Running, 20.0), now);
        jobs.hear(&snapshot("b", JobState::Running, 60.0), now);
        assert_eq!(jobs.percent(), Some(40));
        jobs.hear(&snapshot("a", JobState::Failed, 20.0), now);
        assert_eq!(jobs.percent(), Some(60));
        jobs.hear(&snapshot("b", JobState::Done, 100.0), now);
        assert_eq!(jobs.percent(), None);
    }
}
