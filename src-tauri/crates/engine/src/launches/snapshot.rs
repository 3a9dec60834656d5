//! Building the one whole snapshot of a job from its step, its story and the clock.

use std::collections::BTreeMap;

use domain::launch::{
    JobState, LaunchSnapshot, Operation, PhaseState, PhaseView, Status, Story, progress,
};
use domain::plan::Plan;

use crate::jobs::{Job, Step};
use crate::ports::Rehearsal;

/// The snapshot of a job that has done nothing yet.
pub fn empty(
    plan: &Plan,
    operation: Operation,
    rehearsal: &Rehearsal,
    now_ms: i64,
) -> LaunchSnapshot {
    let story = Story::new(operation, "", &plan.resources, &plan.timeline);
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
        watched: false,
        revision: 0,
    }
}

/// Refreshes everything that follows from the story and the clock; keeps outputs, cause and state.
pub fn refresh(job: &mut Job, story: &Story, now_ms: i64) {
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
        Step::ChangeSet { .. } => {
            snapshot.sentence = "CloudFormation prepares the change set.".to_owned();
        }
        Step::Cancelling { .. } => removing(snapshot, "Cancelling"),
        Step::Watching { .. } if root == Some(Status::RollbackInProgress) => {
            removing(snapshot, "Rolling back");
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

/// While CloudFormation takes things away again: how many of those that were begun are gone.
fn removing(snapshot: &mut LaunchSnapshot, verb: &str) {
    let begun = snapshot
        .resources
        .iter()
        .filter(|view| view.status.is_some());
    let (mut total, mut gone) = (0_u32, 0_u32);
    for view in begun {
        total += 1;
        gone += u32::from(view.status.is_some_and(Status::gone));
    }
    snapshot.seconds_left = None;
    snapshot.sentence = format!("{verb}: {gone} of {total} resources are removed.");
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
    ) || matches!(step, Step::Cancelling { .. });
    let labels: &[&str] = match operation {
        Operation::Delete => &["Prepare", "Delete resources"],
        _ => &[
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
        (_, Step::ChangeSet { .. }) => 1,
        (_, Step::Watching { .. } | Step::Cancelling { .. }) => 2,
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
                Some(Status::RollbackFailed) => PhaseState::Failed,
                Some(Status::RollbackInProgress | Status::DeleteInProgress) => PhaseState::Active,
                _ if state == JobState::Running => PhaseState::Active,
                _ => PhaseState::Done,
            },
        });
    }
    rows
}
