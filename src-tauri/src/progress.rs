//! The engine's progress over the desktop: events to the page, the dock or taskbar, the system's notifications.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use domain::launch::{JobState, LaunchSnapshot, Operation};
use engine::costs::{Import, ImportState};
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

    /// What a job's state is to the window, and how far all of them are.
    fn hear(&self, id: &str, state: JobState, percent: f64) -> (News, Option<u64>) {
        let mut jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        (
            jobs.hear(id, state, percent, Instant::now()),
            jobs.percent(),
        )
    }

    fn in_front(&self) -> bool {
        let windows = self.app.webview_windows();
        windows
            .values()
            .any(|window| window.is_focused().unwrap_or(false))
    }

    fn notify(&self, title: &str, body: &str) {
        if self.in_front() {
            return;
        }
        let notification = self.app.notification().builder();
        let shown = notification.title(title).body(body).show();
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
        let (news, percent) = self.hear(&snapshot.job_id, snapshot.state, snapshot.percent);
        if news == News::None {
            return;
        }
        if let Err(error) = LaunchChanged(snapshot.clone()).emit(&self.app) {
            tracing::warn!(%error, "no window took the snapshot");
        }
        self.show_on_taskbar(percent);
        if news == News::Ended {
            self.notify(&title(snapshot), &snapshot.sentence);
        }
    }

    fn environments_changed(&self) {
        if let Err(error) = (EnvironmentsChanged {}).emit(&self.app) {
            tracing::warn!(%error, "no window took the change");
        }
    }

    fn import_changed(&self, import: &Import) {
        let (news, percent) = self.hear(&import.id, job_state(import.state), read(import));
        if news == News::None {
            return;
        }
        if let Err(error) = ImportChanged(import.clone()).emit(&self.app) {
            tracing::warn!(%error, "no window heard of the import");
        }
        self.show_on_taskbar(percent);
        if news == News::Ended {
            self.notify("Import of costs", &import.sentence);
        }
    }
}

fn job_state(import: ImportState) -> JobState {
    match import {
        ImportState::Running => JobState::Running,
        ImportState::Done => JobState::Done,
        ImportState::Failed => JobState::Failed,
        ImportState::Cancelled => JobState::Cancelled,
    }
}

/// How much of an import is read, 0 to 100.
fn read(import: &Import) -> f64 {
    match import.bytes_total {
        0 => 0.0,
        total => 100.0 * import.bytes_done as f64 / total as f64,
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
    fn hear(&mut self, id: &str, state: JobState, percent: f64, now: Instant) -> News {
        let before = self.0.get(id).copied();
        let same = before.is_some_and(|(known, ..)| known == state);
        if same && before.is_some_and(|(.., at)| now.duration_since(at) < GAP) {
            return News::None;
        }
        self.0.insert(id.to_owned(), (state, percent, now));
        let ran = before.is_some_and(|(known, ..)| known == JobState::Running);
        if ran && state != JobState::Running {
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

    #[test]
    fn snapshots_of_one_state_come_at_most_every_gap_but_the_end_always() {
        let (mut jobs, start) = (Jobs::default(), Instant::now());
        let mut hear = |state, at| jobs.hear("a", state, 10.0, at);
        assert_eq!(hear(JobState::Running, start), News::Changed);
        assert_eq!(hear(JobState::Running, start + GAP / 2), News::None);
        assert_eq!(hear(JobState::Running, start + GAP), News::Changed);
        assert_eq!(
            hear(JobState::Done, start + GAP),
            News::Ended,
            "the end is told at once"
        );
        assert_eq!(
            hear(JobState::Done, start + GAP * 3),
            News::Changed,
            "and only once"
        );
    }

    #[test]
    fn a_job_that_was_over_before_ends_for_nobody() {
        let mut jobs = Jobs::default();
        let heard = jobs.hear("a", JobState::Failed, 40.0, Instant::now());
        assert_eq!(heard, News::Changed);
    }

    #[test]
    fn the_taskbar_shows_running_jobs_together_and_nothing_afterwards() {
        let (mut jobs, now) = (Jobs::default(), Instant::now());
        assert_eq!(jobs.percent(), None);
        jobs.hear("a", JobState::Running, 20.0, now);
        jobs.hear("b", JobState::Running, 60.0, now);
        assert_eq!(jobs.percent(), Some(40));
        jobs.hear("a", JobState::Failed, 20.0, now);
        assert_eq!(jobs.percent(), Some(60));
        jobs.hear("b", JobState::Done, 100.0, now);
        assert_eq!(jobs.percent(), None);
    }
}
