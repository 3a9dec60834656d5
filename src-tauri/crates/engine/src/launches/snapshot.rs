//! Building the one whole snapshot of a job from its step, its story and the clock.

use std::collections::BTreeMap;

use domain::launch::{
    JobState, LaunchSnapshot, Operation, PhaseState, PhaseView, ResourceView, Status, Story, about,
    progress,
};
use domain::plan::{Plan, PlannedResource};
use domain::timeline::Timeline;

use crate::jobs::{Job, Step};
use crate::ports::Rehearsal;

/// The snapshot of a job that has done nothing yet.
pub fn empty(
    plan: &Plan,
    operation: Operation,
    rehearsal: &Rehearsal,
    now_ms: i64,
) -> LaunchSnapshot {
    let story = told(plan, operation, "");
    LaunchSnapshot {
        job_id: String::new(),
        environment: plan.environment.clone(),
        account: plan.account.name.clone(),
        region: plan.region.clone(),
        operation,
        state: JobState::Running,
        phases: phases(operation, &Step::Prepared, JobState::Running, None),
        sentence: "Starting.".to_owned(),
        percent: 0.0,
        seconds_left: Some(plan.timeline.range.expected),
        speed: rehearsal.speed,
        started_at_ms: now_ms,
        finished_at_ms: None,
        stacks: story.stacks(),
        resources: story.resources().cloned().collect(),
        event_count: 0,
        outputs: BTreeMap::new(),
        root_cause: None,
        needs_you: None,
        change_set: None,
        orphans: None,
        watched: false,
        revision: 0,
    }
}

/// The story of a job, with nothing in it yet.
pub fn story(job: &Job, root: &str) -> Story {
    told(&job.request.plan, job.operation, root)
}

/// An update tells of what it changes, which its timeline names; what it removes is not in the plan.
fn told(plan: &Plan, operation: Operation, root: &str) -> Story {
    if operation != Operation::Update {
        return Story::new(operation, root, &plan.resources, &plan.timeline);
    }
    let planned: Vec<PlannedResource> = plan
        .timeline
        .rows
        .iter()
        .map(|row| {
            let mut all = plan.resources.iter();
            let known = all.find(|one| one.stack == row.stack && one.logical_id == row.logical_id);
            known.cloned().unwrap_or_else(|| PlannedResource {
                stack: row.stack.clone(),
                logical_id: row.logical_id.clone(),
                resource_type: row.resource_type.clone(),
                file: String::new(),
                line: 0,
            })
        })
        .collect();
    Story::new(operation, root, &planned, &plan.timeline)
}

/// Refreshes everything that follows from the story and the clock; keeps outputs, cause and state.
pub fn refresh(job: &mut Job, story: &Story, removal: Option<&Removal>, now_ms: i64) {
    let snapshot = &mut job.snapshot;
    snapshot.stacks = story.stacks();
    snapshot.resources = story.resources().cloned().collect();
    snapshot.event_count = story.event_count();
    let root = story.status_of("root");
    snapshot.phases = phases(job.operation, &job.step, snapshot.state, root);
    snapshot.revision += 1;
    if snapshot.state != JobState::Running {
        return;
    }
    match &job.step {
        Step::Prepared => snapshot.sentence = "Sending the templates.".to_owned(),
        Step::Clearing { .. } => {
            snapshot.sentence = "Removing what the failed attempt left behind.".to_owned();
        }
        Step::Retaining { .. } => {
            snapshot.sentence = "Deleting the stacks of which something is left.".to_owned();
        }
        Step::ChangeSet { .. } => {
            snapshot.sentence = "CloudFormation prepares the change set.".to_owned();
        }
        Step::Review { .. } | Step::Agreed { .. } => {
            snapshot.sentence = "The change set is about to be applied.".to_owned();
        }
        Step::Stuck { .. } | Step::Unstuck { .. } => {
            snapshot.sentence = "The rollback goes on.".to_owned();
        }
        Step::Watching { .. } | Step::Cancelling { .. } if setting_back(root) => {
            snapshot.seconds_left = None;
            snapshot.sentence = "Rolling the update back: what it changed is set back.".to_owned();
        }
        Step::Watching { .. } if root == Some(Status::UpdateCompleteCleanupInProgress) => {
            snapshot.sentence =
                "Everything is changed; what was replaced or removed is being deleted.".to_owned();
        }
        Step::Cancelling { .. } if job.operation == Operation::Update => {
            snapshot.seconds_left = None;
            snapshot.sentence = "Cancelling: AWS is asked to roll the update back.".to_owned();
        }
        Step::Cancelling { .. } => removing(snapshot, "Cancelling", removal, now_ms),
        Step::Watching { .. } if root == Some(Status::RollbackInProgress) => {
            removing(snapshot, "Rolling back", removal, now_ms);
        }
        Step::Watching { .. } => {
            let real_s = (now_ms - snapshot.started_at_ms).max(0) as f64 / 1000.0;
            let now = progress(story, real_s * snapshot.speed, snapshot.speed);
            snapshot.percent = snapshot.percent.max(now.percent);
            snapshot.seconds_left = Some(now.seconds_left);
            snapshot.sentence = now.sentence;
        }
        Step::Handshake { .. } => {
            snapshot.sentence = "Looking at the GitHub connection.".to_owned();
        }
        Step::Ended { .. } => {}
    }
}

/// What it takes to remove things again.
pub struct Removal {
    /// When CloudFormation began with it.
    pub since_ms: i64,
    /// Removing everything that the plan would have made, at AWS's pace.
    pub timeline: Timeline,
}

impl Removal {
    /// Seconds left at AWS's pace: what is not gone, less the time that has passed; late is never negative.
    fn left_s(&self, resources: &[ResourceView], elapsed_s: f64) -> Option<f64> {
        let rows = |wanted: fn(Status) -> bool| {
            let begun = resources
                .iter()
                .filter(move |view| view.status.is_some_and(wanted));
            begun.filter_map(|view| {
                let mut rows = self.timeline.rows.iter();
                rows.find(|row| row.stack == view.stack && row.logical_id == view.logical_id)
            })
        };
        let first = rows(|_| true).map(|row| row.start_s).reduce(f64::min)?;
        let next = rows(|status| !status.gone())
            .map(|row| row.start_s)
            .reduce(f64::min)?;
        let last = rows(|status| !status.gone())
            .map(|row| row.end_s)
            .reduce(f64::max)?;
        let rest = last - next;
        Some((last - first - elapsed_s).clamp(rest * 0.05, rest))
    }
}

/// While CloudFormation takes things away again: how many of those that were begun are gone, and how long it takes.
fn removing(snapshot: &mut LaunchSnapshot, verb: &str, removal: Option<&Removal>, now_ms: i64) {
    let begun = snapshot
        .resources
        .iter()
        .filter(|view| view.status.is_some());
    let (mut total, mut gone) = (0_u32, 0_u32);
    for view in begun {
        total += 1;
        gone += u32::from(view.status.is_some_and(Status::gone));
    }
    // Unlimited practice is over before anybody could wait.
    let left = removal
        .filter(|_| snapshot.speed > 0.0)
        .and_then(|removal| {
            let elapsed_s = (now_ms - removal.since_ms).max(0) as f64 / 1000.0 * snapshot.speed;
            removal.left_s(&snapshot.resources, elapsed_s)
        });
    snapshot.seconds_left = left;
    let left = left
        .map(|left| format!(" {}", about(left)))
        .unwrap_or_default();
    snapshot.sentence = format!("{verb}: {gone} of {total} resources are removed.{left}");
}

fn setting_back(root: Option<Status>) -> bool {
    matches!(
        root,
        Some(
            Status::UpdateRollbackInProgress
                | Status::UpdateRollbackCompleteCleanupInProgress
                | Status::UpdateRollbackFailed
                | Status::UpdateRollbackComplete
        )
    )
}

fn phases(
    operation: Operation,
    step: &Step,
    state: JobState,
    root: Option<Status>,
) -> Vec<PhaseView> {
    let rolls_back = matches!(
        root,
        Some(Status::RollbackInProgress | Status::RollbackComplete | Status::RollbackFailed)
    ) || setting_back(root)
        || matches!(step, Step::Cancelling { .. });
    let labels: &[&str] = match operation {
        Operation::Delete => &["Prepare", "Delete resources"],
        Operation::Update => &[
            "Prepare",
            "Change set",
            "Update resources",
            "Connect GitHub",
        ],
        Operation::Create => &[
            "Prepare",
            "Change set",
            "Create resources",
            "Connect GitHub",
        ],
    };
    let current = match (operation, step) {
        (_, Step::Prepared | Step::Clearing { .. }) => 0,
        (Operation::Delete, Step::Ended { .. }) if state == JobState::Done => 2,
        (Operation::Delete, _) => 1,
        (_, Step::ChangeSet { .. } | Step::Review { .. } | Step::Agreed { .. }) => 1,
        (
            _,
            Step::Watching { .. }
            | Step::Cancelling { .. }
            | Step::Retaining { .. }
            | Step::Stuck { .. }
            | Step::Unstuck { .. },
        ) => 2,
        (_, Step::Handshake { .. }) => 3,
        (_, Step::Ended { .. }) if state == JobState::Done => 4,
        (_, Step::Ended { stack_id }) => 1 + usize::from(stack_id.is_some()),
    };
    let mut rows: Vec<PhaseView> = labels
        .iter()
        .enumerate()
        .map(|(index, label)| PhaseView {
            label: (*label).to_owned(),
            state: match index.cmp(&current) {
                std::cmp::Ordering::Less => PhaseState::Done,
                std::cmp::Ordering::Greater if state == JobState::Running => PhaseState::Waiting,
                std::cmp::Ordering::Greater => PhaseState::Skipped,
                std::cmp::Ordering::Equal => match state {
                    JobState::Failed | JobState::Cancelled => PhaseState::Failed,
                    _ => PhaseState::Active,
                },
            },
        })
        .collect();
    if rolls_back {
        if let Some(create) = rows.get_mut(2) {
            create.state = PhaseState::Failed;
        }
        rows.truncate(3);
        rows.push(PhaseView {
            label: "Roll back".to_owned(),
            state: match root {
                Some(Status::RollbackFailed | Status::UpdateRollbackFailed) => PhaseState::Failed,
                Some(
                    Status::UpdateRollbackInProgress
                    | Status::RollbackInProgress
                    | Status::DeleteInProgress,
                ) => PhaseState::Active,
                _ if state == JobState::Running => PhaseState::Active,
                _ => PhaseState::Done,
            },
        });
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::timeline::{Confidence, SecondsRange, TimelineRow};

    fn row(logical_id: &str, start_s: f64, end_s: f64) -> TimelineRow {
        TimelineRow {
            stack: "Network".to_owned(),
            logical_id: logical_id.to_owned(),
            resource_type: "AWS::EC2::NatGateway".to_owned(),
            start_s,
            unblock_s: end_s,
            end_s,
            critical: false,
            confidence: Confidence::Low,
        }
    }

    fn view(logical_id: &str, status: Option<Status>) -> ResourceView {
        ResourceView {
            stack: "Network".to_owned(),
            logical_id: logical_id.to_owned(),
            resource_type: "AWS::EC2::NatGateway".to_owned(),
            physical_id: None,
            status,
            reason: None,
            started_at_ms: None,
            finished_at_ms: None,
            predicted_start_s: None,
            predicted_end_s: None,
            critical: false,
        }
    }

    fn removal() -> Removal {
        let range = SecondsRange {
            low: 0.0,
            expected: 100.0,
            high: 0.0,
        };
        let timeline = Timeline {
            minutes: 2,
            range,
            critical_path: Vec::new(),
            sentence: String::new(),
            confidence: Confidence::Low,
            rows: vec![row("A", 0.0, 40.0), row("B", 40.0, 100.0)],
        };
        Removal {
            since_ms: 0,
            timeline,
        }
    }

    #[test]
    fn what_was_never_begun_needs_no_time_to_be_removed() {
        let resources = [view("A", Some(Status::DeleteInProgress)), view("B", None)];
        assert_eq!(removal().left_s(&resources, 0.0), Some(40.0));
        assert_eq!(removal().left_s(&resources, 10.0), Some(30.0));
    }

    #[test]
    fn late_is_a_little_and_never_negative_and_nothing_left_is_nothing() {
        let resources = [
            view("A", Some(Status::DeleteComplete)),
            view("B", Some(Status::DeleteInProgress)),
        ];
        assert_eq!(removal().left_s(&resources, 20.0), Some(60.0));
        assert_eq!(removal().left_s(&resources, 500.0), Some(3.0));
        let gone = [view("A", Some(Status::DeleteComplete))];
        assert_eq!(removal().left_s(&gone, 0.0), None);
    }
}
