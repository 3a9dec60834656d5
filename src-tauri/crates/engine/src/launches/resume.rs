//! Open jobs at start: they are re-attached, never assumed failed.

use domain::launch::JobState;

use crate::Engine;
use crate::error::AppResult;

/// IDs of the jobs that something should drive. Those that wait for a person are left alone.
pub async fn unfinished(engine: &Engine) -> AppResult<Vec<String>> {
    Ok(engine
        .memory
        .unfinished_jobs()
        .await?
        .into_iter()
        .filter(|job| job.snapshot.state == JobState::Running)
        .map(|job| job.id)
        .collect())
}
