//! Cancelling a launch where AWS allows it.

use domain::launch::{JobState, LaunchSnapshot, Operation};

use crate::Engine;
use crate::error::{AppError, AppResult, ErrorCode};
use crate::jobs::Step;

/// Asks the driver to cancel. A job that waits for a person is set going again so that it can end.
/// The caller drives it.
pub async fn cancel(engine: &Engine, id: &str) -> AppResult<LaunchSnapshot> {
    let mut job = engine
        .memory
        .job(id)
        .await?
        .ok_or_else(|| AppError::not_found("job", id))?;
    let refusal = match (job.operation, job.snapshot.state, &job.step) {
        (_, JobState::Done | JobState::Failed | JobState::Cancelled, _) => {
            Some("The job has ended already.")
        }
        (Operation::Delete, ..) => Some("AWS does not stop a deletion once it has begun."),
        (_, _, Step::Stuck { .. } | Step::Unstuck { .. }) => {
            Some("AWS cannot cancel a rollback; continue it, or delete the environment.")
        }
        (Operation::Update, _, Step::Handshake { .. }) => {
            Some("Everything is changed already. Change the file back if you do not want it.")
        }
        (_, _, Step::Handshake { .. }) => {
            Some("Everything is created already. Delete the environment if you do not want it.")
        }
        _ => None,
    };
    if let Some(words) = refusal {
        return Err(AppError::new(ErrorCode::Conflict, words));
    }
    engine.memory.request_cancel(id).await?;
    if job.snapshot.state == JobState::NeedsYou {
        super::proceed::set_running(engine, &mut job).await?;
    }
    Ok(job.snapshot)
}
