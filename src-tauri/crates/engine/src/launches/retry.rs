//! Trying again after a failure: a new job with the same plan, which first clears what is in the way.

use domain::launch::{JobState, LaunchSnapshot, Operation};

use crate::Engine;
use crate::error::{AppError, AppResult, ErrorCode};
use crate::jobs::{Agreement, Wish};
use crate::ports::Rehearsal;

/// What a person is assumed to have removed before she retries a deletion.
const LEFTOVERS: &str = "remove-leftovers";

/// Starts a failed or cancelled job again. The caller drives the new one.
pub async fn retry(engine: &Engine, id: &str, rehearsal: Rehearsal) -> AppResult<LaunchSnapshot> {
    let job = engine
        .memory
        .job(id)
        .await?
        .ok_or_else(|| AppError::not_found("job", id))?;
    if !matches!(job.snapshot.state, JobState::Failed | JobState::Cancelled) {
        return Err(AppError::new(
            ErrorCode::Conflict,
            "Only a job that failed or was cancelled can be tried again.",
        ));
    }
    let record = engine.memory.environment(&job.environment).await?;
    // Retrying what has been overtaken would delete or launch something else than was looked at.
    if record
        .as_ref()
        .is_some_and(|record| record.job_id != job.id)
        || (record.is_none() && job.operation == Operation::Delete)
    {
        return Err(AppError::new(
            ErrorCode::Conflict,
            format!("`{}` has moved on since this job ended.", job.environment),
        )
        .hint("Look at the environment as it is now, and go on from there."));
    }
    match job.operation {
        Operation::Delete => {
            if let Some(stack_id) = &job.request.existing_stack_id {
                let cloud = engine
                    .clouds
                    .open(&job.account, &job.request.plan.region)
                    .await?;
                cloud.person_acted(stack_id, LEFTOVERS).await?;
            }
            super::start_delete(engine, &job.environment, &job.environment, rehearsal).await
        }
        Operation::Update => {
            let wish = Wish {
                rehearsal,
                options: job.request.options,
                agreed: Agreement::Nothing,
            };
            let started = super::start_update(engine, job.request.plan.file, wish).await?;
            started.ok_or_else(|| {
                AppError::new(
                    ErrorCode::Conflict,
                    "Nothing changes: the environment is as the file asks for.",
                )
            })
        }
        Operation::Create => {
            let file = job.request.plan.file.clone();
            let wish = Wish {
                rehearsal,
                options: job.request.options,
                agreed: job.request.agreed,
            };
            super::start_planned(engine, file, job.request.plan, wish).await
        }
    }
}
