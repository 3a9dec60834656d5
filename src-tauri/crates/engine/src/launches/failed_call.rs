//! The API call behind a job's failure, by CloudTrail where the account lets us look.

use domain::failure::{
    CallAnswer, FailedCall, RootCause, TRAIL_AFTER_MS, TRAIL_BEFORE_MS, TRAIL_LATEST_MS,
    TrailQuestion, failed_call, trail_source,
};
use domain::launch::StackEvent;

use crate::Engine;
use crate::error::{AppError, AppResult, ErrorCode};
use crate::jobs::EventRow;
use crate::ports::{CloudErrorKind, CloudFault};

/// The permission that looking needs.
const PERMISSION: &str = "cloudtrail:LookupEvents";

/// Looks the call up that made a job fail; nothing is changed or stored.
///
/// # Errors
/// `Conflict` for a job without a failure; whatever keeps AWS from answering, but for a missing permission,
/// which is an answer.
pub async fn find_failed_call(engine: &Engine, job_id: &str) -> AppResult<CallAnswer> {
    Ok(find(engine, job_id).await?.into())
}

async fn find(engine: &Engine, job_id: &str) -> AppResult<FailedCall> {
    let found = engine.memory.job(job_id).await?;
    let job = found.ok_or_else(|| AppError::not_found("job", job_id))?;
    let nothing = || AppError::new(ErrorCode::Conflict, "Nothing has failed in this job.");
    let cause = job.snapshot.root_cause.as_ref().ok_or_else(nothing)?;
    let rows = engine.memory.job_events(job_id, 0, u32::MAX).await?;
    // A request that was refused as such left no event; the job ended when it was.
    let failed_at_ms = failed_event(&rows, cause)
        .map(|event| event.at_ms)
        .or(job.snapshot.finished_at_ms)
        .unwrap_or(job.created_at_ms);
    let region = &job.request.plan.region;
    let cloud = engine.clouds.open(&job.account, region).await?;
    let question = TrailQuestion {
        stack_id: job.step.stack_id().unwrap_or_default(),
        source: trail_source(&cause.resource_type),
        from_ms: failed_at_ms - TRAIL_BEFORE_MS,
        until_ms: failed_at_ms + TRAIL_AFTER_MS,
    };
    let trail = match cloud.trail(&question).await {
        Ok(trail) => trail,
        Err(CloudFault::Refused(error)) if error.kind == CloudErrorKind::AccessDenied => {
            return Ok(FailedCall::CannotTell {
                permission: PERMISSION.to_owned(),
                words: error.message,
            });
        }
        Err(fault) => return Err(fault.into()),
    };
    let until_ms = failed_at_ms + TRAIL_LATEST_MS;
    Ok(match failed_call(cause, failed_at_ms, &trail) {
        Some((call, by)) => FailedCall::Found { call, by },
        None if engine.clock.now_ms() < until_ms => FailedCall::NotThereYet { until_ms },
        None => FailedCall::NotThere,
    })
}

/// The event that the card tells of.
fn failed_event<'a>(rows: &'a [EventRow], cause: &RootCause) -> Option<&'a StackEvent> {
    let of_resource = rows
        .iter()
        .filter(|row| row.stack == cause.stack && row.event.logical_id == cause.logical_id);
    let failed = of_resource.filter(|row| row.event.status.failed() || row.event.reason.is_some());
    let mut events = failed.map(|row| &row.event).rev();
    let said =
        |event: &&StackEvent| event.reason.as_deref().unwrap_or_default() == cause.aws_message;
    events.find(said)
}
