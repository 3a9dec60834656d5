//! The steps of an update: its change set, a look at it, carrying it out, and a rollback that got stuck.

use domain::change_set::{ChangeTree, Finding, FindingMode, Ours, ReportedChanges, classify};
use domain::launch::{NeedsYou, Operation, Status};

use super::drive::{Driving, Next, save};
use super::look::patiently;
use super::steps::{go, token};
use super::{end, guard, snapshot};
use crate::environments;
use crate::error::AppResult;
use crate::integrations::{Handing, give_before};
use crate::jobs::{Agreement, Step};
use crate::ports::{ChangeSetKind, ChangeSetRequest, ChangeSetStatus, CloudErrorKind, CloudFault};

/// What a person is asked for when a change set is there to be looked at.
pub const REVIEW: &str = "review-change-set";
/// What a person is asked for when a rollback got stuck.
pub const STUCK: &str = "continue-rollback";

/// Asks for the change set of an update.
pub(super) async fn begin(driving: &mut Driving<'_>) -> Result<Next, CloudFault> {
    let file = &driving.job.request.plan.file;
    let missing = give_before(
        driving.engine,
        driving.cloud.as_ref(),
        file,
        Handing::Missing,
    )
    .await?;
    if !missing.is_empty() {
        return end::needs_secrets(driving, &missing).await;
    }
    let plan = &driving.job.request.plan;
    let base = patiently(driving, || driving.cloud.upload(&plan.blueprint)).await?;
    let token = token(driving, "change-set").await?;
    let made = patiently(driving, || {
        driving.cloud.create_change_set(ChangeSetRequest {
            kind: ChangeSetKind::Update,
            options: &driving.job.request.options,
            blueprint: &plan.blueprint,
            template_base_url: &base,
            client_token: &token,
            rehearsal: &driving.job.request.rehearsal,
        })
    })
    .await?;
    driving.story = snapshot::story(&driving.job, &made.stack_id);
    go(
        driving,
        Step::ChangeSet {
            change_set_id: made.id,
            stack_id: made.stack_id,
        },
    )
    .await
}

/// Waits for the change set and tells what it does.
pub(super) async fn change_set(
    driving: &mut Driving<'_>,
    change_set_id: String,
    stack_id: String,
) -> Result<Next, CloudFault> {
    let set = patiently(driving, || driving.cloud.change_set(&change_set_id)).await?;
    match set.status {
        ChangeSetStatus::Preparing => {
            save(driving).await?;
            Ok(Next::Wait)
        }
        ChangeSetStatus::Empty if guard::switches(driving) => {
            let tree = with_protection(driving, ChangeTree::default());
            let behind = None;
            look_at(driving, tree, change_set_id, stack_id, behind).await
        }
        ChangeSetStatus::Empty if updates(driving) => {
            patiently(driving, || driving.cloud.discard_change_set(&change_set_id)).await?;
            end::done(
                driving,
                "Nothing changes: AWS has everything as the file asks for.",
            )
            .await
        }
        ChangeSetStatus::Failed | ChangeSetStatus::Empty => {
            let told = patiently(driving, || driving.cloud.changes(&change_set_id)).await?;
            if updates(driving) {
                patiently(driving, || driving.cloud.discard_change_set(&change_set_id)).await?;
            }
            let stops = |finding: &Finding| finding.mode == FindingMode::Fail;
            let findings: Vec<Finding> = told.findings.into_iter().filter(stops).collect();
            let reason = set.reason.unwrap_or_default();
            end::rejected(driving, &reason, &findings).await
        }
        ChangeSetStatus::Ready => {
            let told = patiently(driving, || driving.cloud.changes(&change_set_id)).await?;
            let events = patiently(driving, || driving.cloud.events(&stack_id, None)).await?;
            let behind = match driving.job.operation {
                Operation::Update => events.last().map(|event| event.id.clone()),
                _ => None,
            };
            let tree = classified(driving, &told)?;
            let tree = with_protection(driving, tree);
            look_at(driving, tree, change_set_id, stack_id, behind).await
        }
        // Executed by a version that stored no step in between.
        ChangeSetStatus::Executed => {
            let behind = None;
            go(driving, Step::Watching { stack_id, behind }).await
        }
    }
}

/// A person looks at what changes, where she has not agreed to it before.
async fn look_at(
    driving: &mut Driving<'_>,
    tree: ChangeTree,
    change_set_id: String,
    stack_id: String,
    behind: Option<String>,
) -> Result<Next, CloudFault> {
    let looked_at = must_be_looked_at(driving, &tree);
    driving.job.snapshot.change_set = Some(tree);
    if looked_at {
        driving.job.step = Step::Review {
            change_set_id,
            stack_id,
            behind,
        };
        return wait_for_review(driving).await;
    }
    let step = Step::Agreed {
        change_set_id,
        stack_id,
        behind,
    };
    go(driving, step).await
}

fn with_protection(driving: &Driving<'_>, tree: ChangeTree) -> ChangeTree {
    let after = driving.job.request.plan.file.cluster.deletion_protection;
    let switches = guard::switches(driving);
    tree.with_protection(after != switches, after)
}

pub(super) fn updates(driving: &Driving<'_>) -> bool {
    driving.job.operation == Operation::Update
}

fn classified(driving: &Driving<'_>, told: &ReportedChanges) -> AppResult<ChangeTree> {
    let ours = match (&driving.environment, driving.job.operation) {
        (Some(record), Operation::Update) => {
            environments::ours(&record.plan, &driving.job.request.plan)?
        }
        // Of a creation there is nothing to compare: everything is added.
        _ => Ours::default(),
    };
    Ok(classify(told, &ours))
}

fn must_be_looked_at(driving: &Driving<'_>, tree: &ChangeTree) -> bool {
    match driving.job.request.agreed {
        Agreement::Nothing => true,
        Agreement::NothingLost => !tree.asks_for_name.is_empty(),
        Agreement::Everything => false,
    }
}

pub(super) async fn wait_for_review(driving: &mut Driving<'_>) -> Result<Next, CloudFault> {
    let name = driving.job.environment.clone();
    let tree = driving.job.snapshot.change_set.as_ref();
    let totals = tree.map(|tree| tree.totals).unwrap_or_default();
    let mut steps = vec!["Look at what changes.".to_owned()];
    if let Some(tree) = tree.filter(|tree| !tree.asks_for_name.is_empty()) {
        steps.extend(tree.asks_for_name.iter().cloned());
        steps.push(format!(
            "Type `{name}` to agree, or discard the change set."
        ));
    } else {
        steps.push("Apply the change set, or discard it.".to_owned());
    }
    let counts = totals.words();
    let asks = NeedsYou {
        code: REVIEW.to_owned(),
        message: format!(
            "The change set is ready to be looked at: {}.",
            if counts.is_empty() {
                "nothing changes"
            } else {
                &counts
            }
        ),
        steps,
        ..NeedsYou::default()
    };
    end::wait_for_person(driving, asks).await
}

/// Carries out what was agreed to.
pub(super) async fn execute(
    driving: &mut Driving<'_>,
    change_set_id: String,
    stack_id: String,
    behind: Option<String>,
) -> Result<Next, CloudFault> {
    let token = token(driving, "execute").await?;
    let set = patiently(driving, || driving.cloud.change_set(&change_set_id)).await;
    let set = match set {
        // Nothing of it is CloudFormation's: the cluster's protection is switched beside it.
        Err(CloudFault::Refused(error))
            if error.kind == CloudErrorKind::NotFound && guard::switches(driving) =>
        {
            return go(driving, Step::Handshake { stack_id }).await;
        }
        set => set?,
    };
    if set.status == ChangeSetStatus::Empty {
        patiently(driving, || driving.cloud.discard_change_set(&change_set_id)).await?;
        return go(driving, Step::Handshake { stack_id }).await;
    }
    if set.status != ChangeSetStatus::Executed {
        if updates(driving) {
            let file = &driving.job.request.plan.file;
            give_before(driving.engine, driving.cloud.as_ref(), file, Handing::All).await?;
        }
        patiently(driving, || {
            driving.cloud.execute_change_set(&change_set_id, &token)
        })
        .await?;
    }
    if !updates(driving) {
        driving.job.snapshot.change_set = None;
    }
    driving
        .last_event
        .extend(behind.clone().map(|id| (stack_id.clone(), id)));
    go(driving, Step::Watching { stack_id, behind }).await
}

/// Takes a change set back that was never carried out; the environment is as before.
pub(super) async fn discard(
    driving: &mut Driving<'_>,
    change_set_id: &str,
) -> Result<Next, CloudFault> {
    patiently(driving, || driving.cloud.discard_change_set(change_set_id)).await?;
    end::discarded(driving).await
}

/// Asks AWS to roll a running update back. Where it is too late for that, it ends as it ends.
pub(super) async fn cancel(
    driving: &mut Driving<'_>,
    stack_id: String,
    behind: Option<String>,
) -> Result<Next, CloudFault> {
    let token = token(driving, "cancel-update").await?;
    let asked = patiently(driving, || driving.cloud.cancel_update(&stack_id, &token)).await;
    match asked {
        Err(CloudFault::Refused(error)) if error.kind == CloudErrorKind::Rejected => {
            tracing::info!(
                job = driving.job.id,
                code = error.code,
                "too late to cancel"
            );
        }
        other => other?,
    }
    go(driving, Step::Cancelling { stack_id, behind }).await
}

/// A rollback that AWS could not finish: a person says what to leave as it is.
pub(super) async fn stuck(driving: &mut Driving<'_>, stack_id: String) -> Result<Next, CloudFault> {
    end::tell_cause(driving);
    let attempt = driving
        .events
        .iter()
        .filter(|event| {
            event.status == Status::UpdateRollbackFailed
                && event.physical_id.as_deref() == Some(event.stack_id.as_str())
                && event.stack_id == stack_id
        })
        .count();
    driving.job.step = Step::Stuck {
        stack_id,
        attempt: u32::try_from(attempt).unwrap_or(u32::MAX),
    };
    let broken: Vec<String> = driving
        .story
        .resources()
        .filter(|view| view.status == Some(Status::UpdateFailed))
        .filter(|view| view.resource_type != domain::launch::STACK_TYPE)
        .map(|view| match view.stack.as_str() {
            "root" => view.logical_id.clone(),
            nested => format!("{nested}.{}", view.logical_id),
        })
        .collect();
    let asks = NeedsYou {
        code: STUCK.to_owned(),
        message: "The update failed, and AWS could not set everything back. The environment stands between the two until the rollback goes on."
            .to_owned(),
        steps: vec![
            format!("Mend what keeps these from being set back: {}.", broken.join(", ")),
            "Continue the rollback. What cannot be mended can be left as it is; AWS then believes that it was set back."
                .to_owned(),
        ],
        skippable: broken,
        ..NeedsYou::default()
    };
    end::wait_for_person(driving, asks).await
}

/// Goes on with the rollback.
pub(super) async fn unstick(
    driving: &mut Driving<'_>,
    stack_id: String,
    attempt: u32,
    skip: &[String],
) -> Result<Next, CloudFault> {
    let token = token(driving, &format!("continue-{attempt}")).await?;
    patiently(driving, || {
        driving.cloud.continue_rollback(&stack_id, skip, &token)
    })
    .await?;
    let behind = None;
    go(driving, Step::Watching { stack_id, behind }).await
}
