//! How a job ends: done, failed with a root cause, cancelled, or waiting for a person.

use domain::change_set::Finding;
use domain::failure::{self, RootCause};
use domain::launch::{
    JobState, LaunchSnapshot, NeedsYou, Operation, ResourceView, STACK_TYPE, Status,
};

use super::drive::{Driving, Next, save, store};
use super::guard;
use crate::environments::{EnvironmentChange, EnvironmentRecord, EnvironmentState};
use crate::error::AppResult;
use crate::integrations::Integration;
use crate::jobs::Step;
use crate::ports::{CloudError, CloudErrorKind, CloudFault};

/// What a person is asked for when her sign-in has expired.
pub const SIGN_IN: &str = "sign-in-again";
/// What a person is asked for when an integration's values are missing.
pub const SECRETS: &str = "give-integration-secrets";
/// What a person is asked for when her clock is too far off for AWS.
pub const CLOCK: &str = "set-the-clock";
/// What a person is asked for when EKS does not protect the cluster.
pub const PROTECTION: &str = "protect-cluster";
/// What a person is asked for when a permission is missing halfway.
pub const PERMISSION: &str = "grant-permission";

pub(super) async fn done(driving: &mut Driving<'_>, sentence: &str) -> Result<Next, CloudFault> {
    finish(driving, JobState::Done, sentence).await
}

pub(super) async fn cancelled(driving: &mut Driving<'_>) -> Result<Next, CloudFault> {
    let sentence = "Cancelled; everything that was made is removed again.";
    driving.change = Some(EnvironmentChange::Forget);
    finish(driving, JobState::Cancelled, sentence).await
}

/// Cancelled before this attempt made anything; what an earlier one left stands as before.
pub(super) async fn cancelled_untouched(driving: &mut Driving<'_>) -> Result<Next, CloudFault> {
    let sentence =
        "Cancelled before anything was made. What the failed attempt left is still there.";
    finish(driving, JobState::Cancelled, sentence).await
}

/// Taken back before AWS began; the environment is as before.
pub(super) async fn discarded(driving: &mut Driving<'_>) -> Result<Next, CloudFault> {
    let sentence = "The change set is discarded; the environment is as it was.";
    finish(driving, JobState::Cancelled, sentence).await
}

/// A cancelled update that AWS has rolled back.
pub(super) async fn rolled_back(driving: &mut Driving<'_>) -> Result<Next, CloudFault> {
    let sentence = "Cancelled; everything is set back as it was before.";
    finish(driving, JobState::Cancelled, sentence).await
}

/// Puts the root cause onto the card, whatever comes next.
pub(super) fn tell_cause(driving: &mut Driving<'_>) {
    driving.job.snapshot.root_cause = cause(driving);
}

/// Ends with the root cause that the events tell.
pub(super) async fn failed(driving: &mut Driving<'_>, sentence: &str) -> Result<Next, CloudFault> {
    driving.job.snapshot.root_cause = cause(driving);
    let sentence = match &driving.job.snapshot.root_cause {
        Some(cause) => format!("{}. {sentence}", cause.title),
        None => sentence.to_owned(),
    };
    finish(driving, JobState::Failed, &sentence).await
}

/// Ends because AWS refused the request itself, in AWS's words.
pub(super) async fn rejected(
    driving: &mut Driving<'_>,
    reason: &str,
    findings: &[Finding],
) -> Result<Next, CloudFault> {
    driving.job.snapshot.root_cause = Some(of_refusal(driving, reason, findings));
    let sentence = match (driving.job.operation, &driving.job.step) {
        (Operation::Delete, _) => "AWS refused the deletion.",
        (_, Step::Prepared | Step::ChangeSet { .. } | Step::Agreed { .. }) => {
            "AWS refused the change set."
        }
        _ => "AWS refused what comes after the change set.",
    };
    finish(driving, JobState::Failed, sentence).await
}

/// While CloudFormation still rolls back, the card is shown already.
pub(super) fn show_cause_early(driving: &mut Driving<'_>) {
    if driving.job.snapshot.root_cause.is_none() && driving.story.resources().any(broken) {
        driving.job.snapshot.root_cause = cause(driving);
    }
}

fn broken(view: &domain::launch::ResourceView) -> bool {
    view.status.is_some_and(Status::failed)
}

/// What the templates refer to is nowhere yet.
pub(super) async fn needs_secrets(
    driving: &mut Driving<'_>,
    missing: &[Integration],
) -> Result<Next, CloudFault> {
    let environment = driving.job.environment.clone();
    let names: Vec<&str> = missing.iter().map(|one| one.label()).collect();
    let asks = NeedsYou {
        code: SECRETS.to_owned(),
        message: format!(
            "The {} needs what joins this environment to {}. Nothing was changed yet.",
            noun(driving.job.operation),
            names.join(" and ")
        ),
        steps: names
            .iter()
            .map(|name| {
                let word = name.to_lowercase();
                format!("Give it to the keychain: under Integrations of the environment, or with arrayctl env secret {environment} {word}.")
            })
            .chain(["Press Continue.".to_owned()])
            .collect(),
        ..NeedsYou::default()
    };
    wait_for_person(driving, asks).await
}

/// A refusal that waiting does not cure: a person is asked where one can help, otherwise it ends.
pub(super) async fn by_cloud_error(
    mut driving: Driving<'_>,
    error: &CloudError,
) -> AppResult<LaunchSnapshot> {
    tracing::warn!(job = driving.job.id, code = error.code, request_id = ?error.request_id, "the cloud refused");
    let outcome = match error.kind {
        CloudErrorKind::ExpiredToken => {
            let asks = NeedsYou {
                code: SIGN_IN.to_owned(),
                message: format!("Your sign-in has expired. {}", meanwhile(&driving)),
                steps: vec![
                    "Sign in to the account again.".to_owned(),
                    "Press Continue: what happened meanwhile is read from AWS.".to_owned(),
                ],
                ..NeedsYou::default()
            };
            wait_for_person(&mut driving, asks).await
        }
        CloudErrorKind::ClockWrong => {
            let asks = NeedsYou {
                code: CLOCK.to_owned(),
                message: format!("{} {}", error.message, meanwhile(&driving)),
                steps: vec![
                    "Set this computer's clock, best by switching on its automatic setting."
                        .to_owned(),
                    "Press Continue.".to_owned(),
                ],
                ..NeedsYou::default()
            };
            wait_for_person(&mut driving, asks).await
        }
        CloudErrorKind::AccessDenied => {
            let asks = NeedsYou {
                code: PERMISSION.to_owned(),
                message: format!("AWS does not allow the next step: {}", error.message),
                steps: vec![
                    "Ask an administrator of the account for the permission that is named."
                        .to_owned(),
                    "Press Continue.".to_owned(),
                ],
                ..NeedsYou::default()
            };
            wait_for_person(&mut driving, asks).await
        }
        // Everything stands; only its protection is missing.
        _ if error.code == guard::UNCHANGED && driving.job.operation == Operation::Create => {
            let asks = NeedsYou {
                code: PROTECTION.to_owned(),
                message: error.message.clone(),
                steps: vec![
                    "Turn the cluster's deletion protection on in the EKS console.".to_owned(),
                    "Press Continue.".to_owned(),
                ],
                ..NeedsYou::default()
            };
            wait_for_person(&mut driving, asks).await
        }
        _ if error.code == guard::UNCHANGED => {
            finish(&mut driving, JobState::Failed, &error.message).await
        }
        _ => {
            let reason = format!("{} ({})", error.message, error.code);
            rejected(&mut driving, &reason, &[]).await
        }
    };
    outcome?;
    Ok(driving.job.snapshot)
}

fn noun(operation: Operation) -> &'static str {
    match operation {
        Operation::Create => "launch",
        Operation::Update => "update",
        Operation::Delete => "deletion",
    }
}

/// What becomes of a job that cannot ask AWS.
fn meanwhile(driving: &Driving<'_>) -> String {
    let noun = noun(driving.job.operation);
    match driving.job.step {
        Step::Clearing { .. }
        | Step::Retaining { asked: true, .. }
        | Step::Watching { .. }
        | Step::Cancelling { .. } => {
            format!(
                "The {noun} goes on in AWS; Array Console does not watch it until you continue."
            )
        }
        _ => format!("AWS does nothing meanwhile; the {noun} goes on from here when you continue."),
    }
}

pub(super) async fn wait_for_person(
    driving: &mut Driving<'_>,
    asks: NeedsYou,
) -> Result<Next, CloudFault> {
    let snapshot = &mut driving.job.snapshot;
    snapshot.state = JobState::NeedsYou;
    snapshot.sentence.clone_from(&asks.message);
    snapshot.needs_you = Some(asks);
    snapshot.seconds_left = None;
    set_state(driving, EnvironmentState::NeedsYou);
    save(driving).await?;
    Ok(Next::Stop)
}

async fn finish(
    driving: &mut Driving<'_>,
    state: JobState,
    sentence: &str,
) -> Result<Next, CloudFault> {
    if !matches!(driving.job.step, Step::Ended { .. }) {
        driving.job.step = Step::Ended {
            stack_id: driving.job.step.stack_id().map(str::to_owned),
        };
    }
    let now = driving.engine.clock.now_ms();
    let snapshot = &mut driving.job.snapshot;
    snapshot.state = state;
    snapshot.sentence = sentence.to_owned();
    snapshot.finished_at_ms = Some(now);
    snapshot.seconds_left = None;
    snapshot.needs_you = None;
    if state == JobState::Done {
        snapshot.percent = 100.0;
    }
    match (driving.job.operation, state) {
        _ if driving.change == Some(EnvironmentChange::Forget) => {}
        (Operation::Delete, JobState::Done) => driving.change = Some(EnvironmentChange::Forget),
        (Operation::Delete, _) => set_state(driving, EnvironmentState::DeleteFailed),
        (Operation::Update, JobState::Done) => {
            let plan = driving.job.request.plan.clone();
            if let Some(record) = &mut driving.environment {
                record.file = plan.file.clone();
                record.plan = plan;
            }
            set_state(driving, EnvironmentState::Running);
        }
        // Where AWS does not stand as before, neither file describes what runs.
        (Operation::Update, _) => match driving.story.status_of("root") {
            None | Some(Status::UpdateRollbackComplete) => {
                set_state(driving, EnvironmentState::Running);
            }
            Some(_) => set_state(driving, EnvironmentState::UpdateFailed),
        },
        (_, JobState::Done) => set_state(driving, EnvironmentState::Running),
        _ => set_state(driving, EnvironmentState::Failed),
    }
    super::snapshot::refresh(&mut driving.job, &driving.story, None, now);
    store(driving).await?;
    Ok(Next::Stop)
}

/// Remembers the stack as soon as it exists, so that a failed launch can be cleared away later.
pub(super) fn remember_stack(driving: &mut Driving<'_>, stack_id: &str) {
    change(driving, |record| {
        record.stack_id = Some(stack_id.to_owned());
    });
}

fn set_state(driving: &mut Driving<'_>, state: EnvironmentState) {
    let now = driving.engine.clock.now_ms();
    let snapshot = &driving.job.snapshot;
    let (outputs, needs_you) = (snapshot.outputs.clone(), snapshot.needs_you.clone());
    let operation = driving.job.operation;
    let updates = operation == Operation::Update;
    let told: Vec<ResourceView> = driving.story.resources().cloned().collect();
    change(driving, |record| {
        record.state = state;
        match operation {
            Operation::Create => record.resources = told,
            Operation::Update => merge(&mut record.resources, told),
            Operation::Delete => carry(&mut record.resources, told),
        }
        // An update that has not ended well tells no outputs; those of before still hold.
        if !updates || !outputs.is_empty() {
            record.outputs = outputs;
        }
        record.needs_you = needs_you;
        record.changed_at_ms = now;
        record.as_of_ms = now;
    });
}

/// An update tells only of what it touched.
fn merge(known: &mut Vec<ResourceView>, told: Vec<ResourceView>) {
    carry(known, told);
    known.retain(|view| !view.status.is_some_and(Status::gone));
}

/// A deletion tells nothing of what it did not come to, nor of what one before it has taken away or left.
fn carry(known: &mut Vec<ResourceView>, told: Vec<ResourceView>) {
    for view in told.into_iter().filter(|view| view.status.is_some()) {
        let same =
            |one: &ResourceView| one.stack == view.stack && one.logical_id == view.logical_id;
        match known.iter_mut().find(|one| same(one)) {
            Some(one) => *one = view,
            None => known.push(view),
        }
    }
}

/// Changes the environment with the next save.
fn change(driving: &mut Driving<'_>, edit: impl FnOnce(&mut EnvironmentRecord)) {
    if let Some(record) = &mut driving.environment {
        edit(record);
        driving.change = Some(EnvironmentChange::Save(Box::new(record.clone())));
    }
}

/// The root cause with the template line of the resource it names.
fn cause(driving: &Driving<'_>) -> Option<RootCause> {
    let planned = &driving.job.request.plan.resources;
    let story = &driving.story;
    failure::root_cause_at(&driving.events, &|found| {
        let stack = story
            .stacks_by_id()
            .get(found.stack_id)
            .cloned()
            .unwrap_or_else(|| found.stack_name.to_owned());
        let known = planned
            .iter()
            .find(|resource| resource.stack == stack && resource.logical_id == found.logical_id);
        failure::Place {
            file: known.map(|resource| resource.file.clone()),
            line: known.map(|resource| resource.line),
            stack,
        }
    })
}

/// The card of a change set that AWS refused: there is no event to tell of it, only what early
/// validation found.
fn of_refusal(driving: &Driving<'_>, reason: &str, findings: &[Finding]) -> RootCause {
    let Some((first, rest)) = findings.split_first() else {
        let stack_name = &driving.job.request.plan.blueprint.stack_name;
        return refusal(driving, reason, "root", stack_name, STACK_TYPE);
    };
    let card = |finding: &Finding| {
        let (stack, id) = (&finding.stack, &finding.logical_id);
        refusal(driving, &finding.message, stack, id, &finding.resource_type)
    };
    RootCause {
        others: rest.iter().map(card).collect(),
        ..card(first)
    }
}

fn refusal(
    driving: &Driving<'_>,
    words: &str,
    stack: &str,
    logical_id: &str,
    resource_type: &str,
) -> RootCause {
    let said = failure::classify(words, Some(resource_type), Some(driving.job.operation));
    let mut planned = driving.job.request.plan.resources.iter();
    let known = planned.find(|one| one.stack == stack && one.logical_id == logical_id);
    RootCause {
        code: said.code,
        class: said.class,
        title: said.title,
        stack: stack.to_owned(),
        logical_id: logical_id.to_owned(),
        resource_type: resource_type.to_owned(),
        physical_id: None,
        aws_message: said.aws_message,
        explanation: said.explanation,
        remedy: said.remedy,
        file: known.map(|resource| resource.file.clone()),
        line: known.map(|resource| resource.line),
        others: Vec::new(),
        rollback: None,
    }
}
