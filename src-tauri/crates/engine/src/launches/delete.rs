//! The steps of a deletion: what protects is lifted, what is retained is left, the root goes, and what
//! is still there is told.

use std::collections::BTreeMap;

use domain::launch::{ResourceView, STACK_TYPE, Status};
use domain::orphans::Orphans;

use super::drive::{Driving, Next};
use super::look::patiently;
use super::steps::{again, go, token};
use super::{end, guard, snapshot};
use crate::environments::ports::StackDeletion;
use crate::environments::{Remains, allowed, cluster};
use crate::integrations::take_back;
use crate::jobs::{LastStep, NestedDeletion, Step};
use crate::ports::{CloudFault, StackResource};

/// Deletes a stack with everything in it, under the token of a step, after what protects it was
/// lifted; false while that takes its time.
pub(super) async fn whole(
    driving: &mut Driving<'_>,
    stack_id: &str,
    step: &str,
) -> Result<bool, CloudFault> {
    if !guard::lift(driving, stack_id).await? {
        return Ok(false);
    }
    ask(driving, stack_id, &[], false, step).await?;
    Ok(true)
}

async fn ask(
    driving: &Driving<'_>,
    stack_id: &str,
    retain: &[String],
    force: bool,
    step: &str,
) -> Result<(), CloudFault> {
    let token = token(driving, step).await?;
    patiently(driving, || {
        driving.cloud.delete_stack(StackDeletion {
            stack_id,
            retain,
            force,
            client_token: &token,
            rehearsal: &driving.job.request.rehearsal,
        })
    })
    .await
}

pub(super) async fn begin(driving: &mut Driving<'_>) -> Result<Next, CloudFault> {
    let Some(stack_id) = driving.job.request.existing_stack_id.clone() else {
        return end::done(driving, "There was nothing to delete in AWS.").await;
    };
    driving.story = snapshot::story(&driving.job, &stack_id);
    if !guard::lift(driving, &stack_id).await? {
        return again(driving).await;
    }
    let nested = nested_first(driving, &stack_id).await?;
    if nested.is_empty() {
        return root(driving, stack_id).await;
    }
    // Before the calls: what they bring about follows these events.
    let asked = false;
    let step = Step::Retaining {
        stack_id,
        nested,
        asked,
    };
    go(driving, step).await
}

/// CloudFormation retains and forces within one stack only, so nested stacks that are stuck are
/// deleted by themselves, before the root.
async fn nested_first(
    driving: &Driving<'_>,
    root: &str,
) -> Result<Vec<NestedDeletion>, CloudFault> {
    let mut retained: BTreeMap<String, Vec<String>> = BTreeMap::new();
    match &driving.job.request.last_step {
        LastStep::Nothing => return Ok(Vec::new()),
        LastStep::Force => {}
        LastStep::Retain { ids } => {
            for (stack, resource) in ids.iter().filter_map(|id| id.split_once('.')) {
                let of_stack = retained.entry(stack.to_owned()).or_default();
                of_stack.push(resource.to_owned());
            }
        }
    }
    let forced = driving.job.request.last_step == LastStep::Force;
    let stuck =
        |one: &StackResource| one.resource_type == STACK_TYPE && one.status == Status::DeleteFailed;
    let mut out = Vec::new();
    let resources = patiently(driving, || driving.cloud.resources(root)).await?;
    for one in resources.into_iter().filter(stuck) {
        let retain = retained.remove(&one.logical_id);
        let (true, Some(stack_id)) = (forced || retain.is_some(), one.physical_id) else {
            continue;
        };
        let events = patiently(driving, || driving.cloud.events(&stack_id, None)).await?;
        out.push(NestedDeletion {
            retain: retain.unwrap_or_default(),
            behind: events.last().map(|event| event.id.clone()),
            name: one.logical_id,
            stack_id,
        });
    }
    Ok(out)
}

/// Asks for the deletion of nested stacks.
pub(super) async fn retain(
    driving: &mut Driving<'_>,
    stack_id: String,
    nested: Vec<NestedDeletion>,
) -> Result<Next, CloudFault> {
    let force = driving.job.request.last_step == LastStep::Force;
    for one in &nested {
        let step = format!("retain-{}", one.name);
        ask(driving, &one.stack_id, &one.retain, force, &step).await?;
    }
    let asked = true;
    let step = Step::Retaining {
        stack_id,
        nested,
        asked,
    };
    go(driving, step).await
}

/// Waits until nested stacks are gone; then the root goes.
pub(super) async fn retaining(
    driving: &mut Driving<'_>,
    stack_id: String,
    nested: Vec<NestedDeletion>,
) -> Result<Next, CloudFault> {
    let mut standing = 0;
    for one in &nested {
        driving.story.know(&one.stack_id, &one.name);
        follow(driving, one).await?;
        match driving.story.status_of(&one.name) {
            Some(Status::DeleteComplete) => {}
            Some(Status::DeleteFailed) => {
                return end::failed(driving, "The deletion stopped.").await;
            }
            _ => standing += 1,
        }
    }
    if standing > 0 {
        return again(driving).await;
    }
    root(driving, stack_id).await
}

async fn follow(driving: &mut Driving<'_>, nested: &NestedDeletion) -> Result<(), CloudFault> {
    let known = driving.last_event.get(&nested.stack_id).cloned();
    let after = known.or_else(|| nested.behind.clone());
    let asked = || driving.cloud.events(&nested.stack_id, after.as_deref());
    for event in patiently(driving, asked).await? {
        let id = event.id.clone();
        driving.last_event.insert(event.stack_id.clone(), id);
        if driving.story.apply(&event) {
            driving.events.push(event.clone());
            driving.fresh.push((nested.name.clone(), event));
        }
    }
    Ok(())
}

async fn root(driving: &mut Driving<'_>, stack_id: String) -> Result<Next, CloudFault> {
    let (retain, force) = match &driving.job.request.last_step {
        LastStep::Nothing => (Vec::new(), false),
        LastStep::Force => (Vec::new(), true),
        LastStep::Retain { ids } => {
            let own = ids.iter().filter(|id| !id.contains('.'));
            (own.cloned().collect(), false)
        }
    };
    ask(driving, &stack_id, &retain, force, "delete").await?;
    let behind = None;
    go(driving, Step::Watching { stack_id, behind }).await
}

/// The root is gone: what it did not own goes too, and what is left is told.
pub(super) async fn gone(driving: &mut Driving<'_>) -> Result<Next, CloudFault> {
    take_back(driving.cloud.as_ref(), &driving.job.request.plan.file).await?;
    driving.job.snapshot.orphans = remains(driving).await?;
    let left = driving.job.snapshot.orphans.as_ref();
    // The bucket of the templates is no news.
    let count = left.map_or(0, |orphans| orphans.of_environment().count());
    match count {
        0 => end::done(driving, "Everything is deleted.").await,
        1 => end::done(driving, "Deleted; one thing is still there.").await,
        more => end::done(driving, &format!("Deleted; {more} things are still there.")).await,
    }
}

/// Asks AWS what is still there; nothing where nobody knows of the environment any more.
async fn remains(driving: &Driving<'_>) -> Result<Option<Orphans>, CloudFault> {
    let Some(record) = &driving.environment else {
        return Ok(None);
    };
    let cloud = driving.cloud.as_ref();
    let told: Vec<ResourceView> = driving.story.resources().cloned().collect();
    let mut remains = Remains::of(driving.engine, record, &told);
    for (id, name) in driving.story.stacks_by_id() {
        if name != "root" {
            let inside = patiently(driving, || cloud.resources(id)).await?;
            remains.in_stack(name, &inside);
        }
    }
    if let Some(vpc) = remains.vpc() {
        let root = record.stack_id.as_deref().unwrap_or_default();
        let cluster = cluster(record);
        let asked = patiently(driving, || cloud.dependencies(root, &vpc, &cluster)).await;
        remains.in_vpc(&vpc, allowed(asked)?);
    }
    let tags = [
        ("Environment", record.name.as_str()),
        ("ManagedBy", "array-console"),
    ];
    let asked = patiently(driving, || cloud.tagged(&tags)).await;
    remains.tagged(allowed(asked)?);
    let asked = patiently(driving, || cloud.template_bucket()).await;
    remains.shared(allowed(asked)?);
    Ok(Some(remains.told()))
}
