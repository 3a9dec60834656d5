//! Looking at a job.

use domain::launch::LaunchSnapshot;
use domain::plan::Plan;

use crate::Engine;
use crate::error::{AppError, AppResult, ErrorCode};
use crate::jobs::EventRow;

/// Most events that one question returns.
const PAGE: u32 = 5_000;

/// The newest snapshot of a job.
pub async fn get(engine: &Engine, id: &str) -> AppResult<LaunchSnapshot> {
    engine
        .memory
        .job_snapshot(id)
        .await?
        .ok_or_else(|| AppError::not_found("job", id))
}

/// The page of the AWS console on which a person does what a job waits for.
///
/// # Errors
/// `Conflict` where it waits for nothing that has a page.
pub async fn page(engine: &Engine, id: &str) -> AppResult<String> {
    let asks = get(engine, id).await?.needs_you;
    asks.and_then(|asks| asks.url).ok_or_else(|| {
        AppError::new(
            ErrorCode::Conflict,
            "This job waits for nothing that is done in the AWS console.",
        )
        .hint("Look where it stands now.")
    })
}

/// Events behind a sequence number, oldest first.
pub async fn events(engine: &Engine, id: &str, after: u64) -> AppResult<Vec<EventRow>> {
    engine.memory.job_events(id, after, PAGE).await
}

/// The plan that a job carries out.
pub async fn plan(engine: &Engine, id: &str) -> AppResult<Plan> {
    engine
        .memory
        .job(id)
        .await?
        .map(|job| job.request.plan)
        .ok_or_else(|| AppError::not_found("job", id))
}
