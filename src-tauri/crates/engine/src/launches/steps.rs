//! The steps of a job. Each asks AWS for one thing, stores that it happened, and can be taken again.

use domain::launch::{JobState, Operation, Status};

use super::drive::{Driving, Next, save};
use super::handshake::{CONNECTION_OUTPUT, needs_handshake};
use super::look::{look, patiently};
use super::{delete, end, guard, snapshot, update};
use crate::error::AppError;
use crate::integrations::{Handing, give_after, give_before, take_back};
use crate::jobs::{OnFailure, Step};
use crate::ports::{
    ChangeSetKind, ChangeSetRequest, ChangeSetStatus, CloudErrorKind, CloudFault, ConnectionStatus,
};

/// Takes the next step of a job.
pub(super) async fn take(driving: &mut Driving<'_>) -> Result<Next, CloudFault> {
    let cancel = driving
        .engine
        .memory
        .cancel_requested(&driving.job.id)
        .await?;
    match driving.job.step.clone() {
        Step::Prepared if driving.job.operation == Operation::Delete => {
            delete::begin(driving).await
        }
        Step::Prepared if update::updates(driving) && cancel => end::discarded(driving).await,
        Step::Prepared if update::updates(driving) => update::begin(driving).await,
        Step::Prepared => begin_create(driving, cancel).await,
        Step::Clearing { stack_id } => clear(driving, stack_id).await,
        Step::Retaining {
            stack_id,
            nested,
            asked: true,
        } => delete::retaining(driving, stack_id, nested).await,
        Step::Retaining {
            stack_id, nested, ..
        } => delete::retain(driving, stack_id, nested).await,
        Step::ChangeSet {
            change_set_id,
            stack_id,
        }
        | Step::Review {
            change_set_id,
            stack_id,
            ..
        }
        | Step::Agreed {
            change_set_id,
            stack_id,
            ..
        } if cancel => withdraw(driving, change_set_id, stack_id).await,
        Step::ChangeSet {
            change_set_id,
            stack_id,
        } => update::change_set(driving, change_set_id, stack_id).await,
        Step::Review { .. } => update::wait_for_review(driving).await,
        Step::Stuck { .. } | Step::Ended { .. } => Ok(Next::Stop),
        Step::Agreed {
            change_set_id,
            stack_id,
            behind,
        } => update::execute(driving, change_set_id, stack_id, behind).await,
        Step::Unstuck {
            stack_id,
            attempt,
            skip,
        } => update::unstick(driving, stack_id, attempt, &skip).await,
        Step::Watching { stack_id, behind } if cancel => match driving.job.operation {
            Operation::Create => begin_cancel(driving, stack_id).await,
            Operation::Update => update::cancel(driving, stack_id, behind).await,
            Operation::Delete => watch(driving, stack_id).await,
        },
        Step::Watching { stack_id, .. } | Step::Cancelling { stack_id, .. } => {
            watch(driving, stack_id).await
        }
        Step::Handshake { stack_id } => handshake(driving, stack_id).await,
    }
}

pub(super) async fn token(driving: &Driving<'_>, step: &str) -> Result<String, AppError> {
    driving
        .engine
        .memory
        .client_token(&driving.job.id, step)
        .await
}

/// Takes the same step again after a while.
pub(super) async fn again(driving: &mut Driving<'_>) -> Result<Next, CloudFault> {
    save(driving).await?;
    Ok(Next::Wait)
}

/// Moves to a step and stores that before anything else happens.
pub(super) async fn go(driving: &mut Driving<'_>, step: Step) -> Result<Next, CloudFault> {
    driving.job.step = step;
    save(driving).await?;
    Ok(Next::Go)
}

/// Begins even where it is to be cancelled: after a kill the change set may exist without a note of
/// it. Asking with the same token finds it, and the next step discards it.
async fn begin_create(driving: &mut Driving<'_>, cancel: bool) -> Result<Next, CloudFault> {
    if let Some(stack_id) = driving.job.request.existing_stack_id.clone() {
        let gone = patiently(driving, || driving.cloud.stack(&stack_id))
            .await?
            .is_none_or(|stack| stack.status == Status::DeleteComplete);
        if !gone && cancel {
            return end::cancelled_untouched(driving).await;
        }
        if !gone {
            if !delete::whole(driving, &stack_id, "clear").await? {
                return again(driving).await;
            }
            return go(driving, Step::Clearing { stack_id }).await;
        }
    }
    let file = &driving.job.request.plan.file;
    let missing = give_before(driving.engine, driving.cloud.as_ref(), file, Handing::All).await?;
    if !missing.is_empty() {
        return end::needs_secrets(driving, &missing).await;
    }
    let base = patiently(driving, || {
        driving.cloud.upload(&driving.job.request.plan.blueprint)
    })
    .await?;
    let token = token(driving, "change-set").await?;
    let made = patiently(driving, || {
        driving.cloud.create_change_set(ChangeSetRequest {
            kind: ChangeSetKind::Create,
            options: &driving.job.request.options,
            blueprint: &driving.job.request.plan.blueprint,
            template_base_url: &base,
            client_token: &token,
            rehearsal: &driving.job.request.rehearsal,
        })
    })
    .await?;
    driving.story = snapshot::story(&driving.job, &made.stack_id);
    end::remember_stack(driving, &made.stack_id);
    go(
        driving,
        Step::ChangeSet {
            change_set_id: made.id,
            stack_id: made.stack_id,
        },
    )
    .await
}

/// Waits until what a failed attempt left is gone; its events belong to that attempt.
async fn clear(driving: &mut Driving<'_>, stack_id: String) -> Result<Next, CloudFault> {
    let stack = patiently(driving, || driving.cloud.stack(&stack_id)).await?;
    match stack.map(|stack| stack.status) {
        None | Some(Status::DeleteComplete) => {
            driving.job.request.existing_stack_id = None;
            go(driving, Step::Prepared).await
        }
        Some(Status::DeleteFailed) => {
            look(driving).await?;
            end::failed(
                driving,
                "What the failed attempt left could not be removed.",
            )
            .await
        }
        Some(_) => again(driving).await,
    }
}

async fn begin_cancel(driving: &mut Driving<'_>, stack_id: String) -> Result<Next, CloudFault> {
    if !delete::whole(driving, &stack_id, "cancel").await? {
        return again(driving).await;
    }
    let behind = None;
    go(driving, Step::Cancelling { stack_id, behind }).await
}

/// Cancels before anything is executed; killed in the middle, it may be found executed all the same.
async fn withdraw(
    driving: &mut Driving<'_>,
    change_set_id: String,
    stack_id: String,
) -> Result<Next, CloudFault> {
    if !update::updates(driving) {
        // The same token as a cancellation under way.
        return begin_cancel(driving, stack_id).await;
    }
    let set = patiently(driving, || driving.cloud.change_set(&change_set_id)).await;
    match set {
        Ok(set) if set.status == ChangeSetStatus::Executed => {
            let behind = driving.job.step.behind().map(str::to_owned);
            go(driving, Step::Watching { stack_id, behind }).await
        }
        Err(CloudFault::Refused(error)) if error.kind == CloudErrorKind::NotFound => {
            end::discarded(driving).await
        }
        Err(fault) => Err(fault),
        Ok(_) => update::discard(driving, &change_set_id).await,
    }
}

async fn watch(driving: &mut Driving<'_>, stack_id: String) -> Result<Next, CloudFault> {
    let looked = look(driving).await;
    // What was fetched before a refusal is kept all the same.
    if looked.is_err() && !driving.fresh.is_empty() {
        save(driving).await?;
    }
    looked?;
    // Describing tells nothing that events do not, but for a stack that is gone without one.
    let now = driving.engine.clock.now_ms();
    let ended = driving
        .story
        .status_of("root")
        .is_none_or(|status| !status.in_progress());
    if !ended && !driving.looks.describe_due(now) {
        end::show_cause_early(driving);
        return again(driving).await;
    }
    let stack = patiently(driving, || driving.cloud.stack(&stack_id)).await?;
    let Some(stack) = stack else {
        return end::failed(
            driving,
            "The stack is gone; it was deleted outside of Array Console.",
        )
        .await;
    };
    // The description may run ahead of the events; end only when both agree.
    let seen = driving.story.status_of("root");
    if stack.status.in_progress() || seen != Some(stack.status) {
        end::show_cause_early(driving);
        return again(driving).await;
    }
    let cancelling = matches!(driving.job.step, Step::Cancelling { .. });
    let creating = driving.job.operation == Operation::Create;
    let on_failure = driving.job.request.options.on_failure;
    let (keeps, deletes) = (
        on_failure == OnFailure::Keep,
        on_failure == OnFailure::Delete,
    );
    match stack.status {
        Status::CreateComplete => {
            driving.job.snapshot.outputs = stack.outputs;
            go(driving, Step::Handshake { stack_id }).await
        }
        Status::UpdateComplete => {
            driving.job.snapshot.outputs = stack.outputs;
            go(driving, Step::Handshake { stack_id }).await
        }
        Status::UpdateRollbackComplete if cancelling => end::rolled_back(driving).await,
        Status::UpdateRollbackComplete => {
            end::failed(
                driving,
                "The update failed; everything is set back as it was before.",
            )
            .await
        }
        Status::UpdateRollbackFailed => update::stuck(driving, stack_id).await,
        Status::UpdateFailed => {
            end::failed(
                driving,
                "The update failed and was left as it stood; change the file and update again, or delete the environment.",
            )
            .await
        }
        Status::CreateFailed if keeps => {
            end::failed(
                driving,
                "The launch failed; what it made is left as it stood.",
            )
            .await
        }
        Status::DeleteComplete if deletes && creating && !cancelling => {
            end::failed(
                driving,
                "The launch failed; everything it made is deleted again.",
            )
            .await
        }
        Status::DeleteComplete if cancelling => {
            take_back(driving.cloud.as_ref(), &driving.job.request.plan.file).await?;
            end::cancelled(driving).await
        }
        Status::DeleteComplete if creating => {
            end::failed(driving, "The stack was deleted outside of Array Console.").await
        }
        Status::DeleteComplete => delete::gone(driving).await,
        Status::DeleteFailed => end::failed(driving, "The deletion stopped.").await,
        Status::RollbackComplete => {
            end::failed(
                driving,
                "The launch failed; everything it made is removed again.",
            )
            .await
        }
        _ => end::failed(driving, "The launch failed.").await,
    }
}

async fn handshake(driving: &mut Driving<'_>, stack_id: String) -> Result<Next, CloudFault> {
    if !guard::put_up(driving, &stack_id).await? {
        return again(driving).await;
    }
    let file = &driving.job.request.plan.file;
    give_after(driving.engine, driving.cloud.as_ref(), file).await?;
    if let Some(arn) = driving.job.snapshot.outputs.get(CONNECTION_OUTPUT).cloned()
        && patiently(driving, || driving.cloud.connection_status(&arn)).await?
            != ConnectionStatus::Available
    {
        driving.job.step = Step::Handshake { stack_id };
        return needs_handshake(driving).await;
    }
    debug_assert_eq!(driving.job.snapshot.state, JobState::Running);
    if driving.job.request.options.termination_protection {
        patiently(driving, || driving.cloud.protect(&stack_id, true)).await?;
    }
    end::done(driving, "The environment runs.").await
}
