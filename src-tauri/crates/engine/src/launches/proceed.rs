//! Going on after a person did what only she can do.

use domain::launch::{JobState, LaunchSnapshot, Operation};

use super::drive::LEASE_MS;
use crate::Engine;
use crate::environments::{EnvironmentChange, EnvironmentState};
use crate::error::{AppError, AppResult, ErrorCode};
use crate::jobs::{Job, Step};

/// What a person answers beside having done what she was asked for.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    /// The environment's name, where a change set replaces something or loses data.
    pub typed: Option<String>,
    /// What a stuck rollback leaves as it is: `Cluster`, `NodesGeneral.ManagedGroup`.
    pub skip: Vec<String>,
}

/// Sets a job that waits for a person going again; what happened meanwhile is read from AWS.
/// The caller drives it.
pub async fn proceed(engine: &Engine, id: &str, answer: &Answer) -> AppResult<LaunchSnapshot> {
    let mut job = engine
        .memory
        .job(id)
        .await?
        .ok_or_else(|| AppError::not_found("job", id))?;
    let Some(asks) = job.snapshot.needs_you.clone() else {
        return Err(AppError::new(
            ErrorCode::Conflict,
            "This job does not wait for anybody.",
        ));
    };
    if let Some(step) = answered(&job, answer)? {
        job.step = step;
    } else if let Some(stack_id) = job.step.stack_id() {
        let cloud = engine
            .clouds
            .open(&job.account, &job.request.plan.region)
            .await?;
        cloud.person_acted(stack_id, &asks.code).await?;
    }
    set_running(engine, &mut job).await?;
    Ok(job.snapshot)
}

/// The step behind a question that only an answer opens.
fn answered(job: &Job, answer: &Answer) -> AppResult<Option<Step>> {
    match job.step.clone() {
        Step::Review {
            change_set_id,
            stack_id,
            behind,
        } => {
            let tree = job.snapshot.change_set.as_ref();
            let name = &job.environment;
            let asked = tree.is_some_and(|tree| !tree.asks_for_name.is_empty());
            if asked && answer.typed.as_ref() != Some(name) {
                let losses = tree.map(|tree| tree.asks_for_name.join(" "));
                return Err(
                    AppError::new(ErrorCode::InvalidInput, losses.unwrap_or_default())
                        .hint(format!("Type `{name}` to agree to that.")),
                );
            }
            Ok(Some(Step::Agreed {
                change_set_id,
                stack_id,
                behind,
            }))
        }
        Step::Stuck { stack_id, attempt } => Ok(Some(Step::Unstuck {
            stack_id,
            attempt,
            skip: answer.skip.clone(),
        })),
        _ => Ok(None),
    }
}

pub(super) async fn set_running(engine: &Engine, job: &mut Job) -> AppResult<()> {
    let state = match job.operation {
        Operation::Delete => EnvironmentState::Deleting,
        Operation::Update => EnvironmentState::Updating,
        _ => EnvironmentState::Launching,
    };
    job.snapshot.state = JobState::Running;
    job.snapshot.sentence = "Going on.".to_owned();
    leave_waiting(engine, job, state).await
}

/// Ends a job that waits for GitHub or with a rollback, because its environment is to be deleted.
pub(super) async fn give_up(engine: &Engine, job: &mut Job) -> AppResult<()> {
    let sentence = match job.step {
        Step::Stuck { .. } => "The rollback was never finished.",
        _ => "Everything was created; GitHub was never connected.",
    };
    job.step = Step::Ended {
        stack_id: job.step.stack_id().map(str::to_owned),
    };
    job.snapshot.state = JobState::Cancelled;
    job.snapshot.finished_at_ms = Some(engine.clock.now_ms());
    job.snapshot.sentence = sentence.to_owned();
    leave_waiting(engine, job, EnvironmentState::Running).await
}

/// Stores a job that has just stopped waiting, if nobody else does or did so, and its environment's state.
async fn leave_waiting(engine: &Engine, job: &mut Job, state: EnvironmentState) -> AppResult<()> {
    let now = engine.clock.now_ms();
    if !engine
        .memory
        .lease(&job.id, &engine.instance, now, now + LEASE_MS)
        .await?
    {
        return Err(AppError::new(
            ErrorCode::DrivenElsewhere,
            "Another window or arrayctl drives this job.",
        )
        .hint("If that has just ended, try again in ten seconds."));
    }
    let stored = engine.memory.job_snapshot(&job.id).await?;
    if stored.is_none_or(|stored| stored.revision != job.snapshot.revision) {
        engine.memory.release(&job.id, &engine.instance).await?;
        return Err(AppError::new(
            ErrorCode::Conflict,
            "This job has gone on meanwhile: another window or arrayctl answered it.",
        )
        .hint("Look where it stands now."));
    }
    job.snapshot.needs_you = None;
    job.snapshot.revision += 1;
    let record = engine.memory.environment(&job.environment).await?;
    let change = record.map(|mut record| {
        record.state = state;
        record.needs_you = None;
        record.changed_at_ms = now;
        EnvironmentChange::Save(Box::new(record))
    });
    engine
        .memory
        .save_progress(
            &job.id,
            &engine.instance,
            &job.step,
            &job.snapshot,
            &[],
            change.as_ref(),
        )
        .await?;
    engine.memory.release(&job.id, &engine.instance).await?;
    engine.progress.launch_changed(&job.snapshot);
    engine.progress.environments_changed();
    Ok(())
}
