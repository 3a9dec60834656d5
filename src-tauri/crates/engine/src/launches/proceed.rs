//! Going on after a person did what only she can do.

use domain::launch::{JobState, LaunchSnapshot};

use crate::Engine;
use crate::error::{AppError, AppResult, ErrorCode};
use crate::jobs::Job;

/// How long the right to change a waiting job is held.
const LEASE_MS: i64 = 5_000;

/// Sets a job that waits for a person going again; what happened meanwhile is read from AWS.
/// The caller drives it.
pub async fn proceed(engine: &Engine, id: &str) -> AppResult<LaunchSnapshot> {
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
    if let Some(stack_id) = job.step.stack_id() {
        let cloud = engine.clouds.open(&job.account).await?;
        cloud.person_acted(stack_id, &asks.code).await?;
    }
    set_running(engine, &mut job).await?;
    Ok(job.snapshot)
}

pub(super) async fn set_running(engine: &Engine, job: &mut Job) -> AppResult<()> {
    let now = engine.clock.now_ms();
    if !engine
        .memory
        .lease(&job.id, &engine.instance, now, now + LEASE_MS)
        .await?
    {
        return Err(AppError::new(
            ErrorCode::DrivenElsewhere,
            "Another window or arrayctl drives this job.",
        ));
    }
    job.snapshot.state = JobState::Running;
    job.snapshot.needs_you = None;
    job.snapshot.sentence = "Going on.".to_owned();
    job.snapshot.revision += 1;
    engine
        .memory
        .save_progress(&job.id, &engine.instance, &job.step, &job.snapshot, &[])
        .await?;
    engine.memory.release(&job.id, &engine.instance).await?;
    engine.progress.launch_changed(&job.snapshot);
    Ok(())
}
