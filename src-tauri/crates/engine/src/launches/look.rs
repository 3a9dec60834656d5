//! One look at a running operation: new events of the root and of every nested stack.

use domain::launch::{Operation, STACK_TYPE, StackEvent, Status, nested_name};

use std::time::Duration;

use super::drive::{Driving, RENEW, pause, renew};
use crate::ports::{CloudErrorKind, CloudFault};

const FIRST_WAIT: Duration = Duration::from_millis(50);
const LAST_WAIT: Duration = Duration::from_secs(3);

/// Fetches what happened since the last look. Children are reached by the ARN that their parent's
/// events name, so their story is read even after they are gone.
pub(in crate::launches) async fn look(driving: &mut Driving<'_>) -> Result<(), CloudFault> {
    let root = driving.job.step.stack_id().unwrap_or_default().to_owned();
    let mut waiting = vec![root.clone()];
    let mut asked = std::collections::BTreeSet::new();
    let mut renewed_ms = driving.engine.clock.now_ms();
    while let Some(stack_id) = waiting.pop() {
        if !asked.insert(stack_id.clone()) {
            continue;
        }
        let now = driving.engine.clock.now_ms();
        // After hours of sleep a look takes longer than a lease holds.
        if now - renewed_ms >= RENEW.as_millis() as i64 {
            renew(driving).await?;
            renewed_ms = now;
        }
        // What has ended as a whole is read to its end at once.
        let ended = driving
            .story
            .status_of("root")
            .is_some_and(|status| !status.in_progress());
        if !ended && !driving.looks.due(&stack_id, now) {
            if waiting.is_empty() {
                waiting.extend(unsettled_children(driving, &asked));
            }
            continue;
        }
        let after = driving.last_event.get(&stack_id).cloned();
        let events = events_of(driving, &stack_id, after.as_deref()).await?;
        driving.looks.asked(&stack_id, now, !events.is_empty());
        // Only the root's: each nested stack begins later, and others go on meanwhile.
        if let Some(begin) = events.iter().rev().find(|event| begins_deletion(event))
            && stack_id == root
        {
            driving.since_ms = Some(begin.at_ms);
        }
        // The root was asked for what follows its last event of before; nested stacks are asked by time.
        if driving.job.operation == Operation::Update && driving.since_ms.is_none() {
            driving.since_ms = events.first().map(|event| event.at_ms);
        }
        for event in events {
            driving
                .last_event
                .insert(stack_id.clone(), event.id.clone());
            if !belongs(driving, &event) || !driving.story.apply(&event) {
                continue;
            }
            let stack = driving.story.stack_of(&event);
            driving.events.push(event.clone());
            driving.fresh.push((stack, event));
        }
        if waiting.is_empty() {
            waiting.extend(unsettled_children(driving, &asked));
        }
    }
    driving.looks.settle();
    // At equal times the end of the whole comes last.
    driving.fresh.sort_by_key(|(_, event)| {
        let ends = event.physical_id.as_deref() == Some(root.as_str());
        (event.at_ms, ends && !event.status.in_progress())
    });
    Ok(())
}

async fn events_of(
    driving: &Driving<'_>,
    stack_id: &str,
    after: Option<&str>,
) -> Result<Vec<StackEvent>, CloudFault> {
    patiently(driving, || driving.cloud.events(stack_id, after)).await
}

/// A question that is asked again a few times while AWS throttles. A step that asks several things
/// would otherwise begin anew at each refusal and, where refusals come regularly, never reach its end.
pub(in crate::launches) async fn patiently<T, Asked>(
    driving: &Driving<'_>,
    ask: impl Fn() -> Asked,
) -> Result<T, CloudFault>
where
    Asked: Future<Output = Result<T, CloudFault>>,
{
    let mut wait = FIRST_WAIT;
    loop {
        match ask().await {
            Err(CloudFault::Refused(error))
                if error.kind == CloudErrorKind::Throttled && wait < LAST_WAIT =>
            {
                tracing::warn!(job = driving.job.id, code = error.code, "AWS asks to wait");
                driving.looks.refused();
                pause(driving, wait).await?;
                wait *= 2;
            }
            answer => return answer,
        }
    }
}

fn begins_deletion(event: &StackEvent) -> bool {
    event.status == Status::DeleteInProgress
        && event.physical_id.as_deref() == Some(event.stack_id.as_str())
}

/// The story of a deletion or update begins with it, not with the creation months before.
fn belongs(driving: &Driving<'_>, event: &StackEvent) -> bool {
    match driving.job.operation {
        Operation::Delete | Operation::Update => {
            driving.since_ms.is_some_and(|since| event.at_ms >= since)
        }
        Operation::Create => true,
    }
}

/// Nested stacks that may have new events: those whose own last status is not a final one.
fn unsettled_children(
    driving: &Driving<'_>,
    asked: &std::collections::BTreeSet<String>,
) -> Vec<String> {
    driving
        .story
        .stacks_by_id()
        .iter()
        .filter(|(id, _)| !asked.contains(*id))
        .filter(|(_, name)| {
            let own = driving.story.status_of(name);
            let parent = driving
                .story
                .resources()
                .find(|view| {
                    view.resource_type == STACK_TYPE
                        && nested_name(&view.stack, &view.logical_id) == **name
                })
                .and_then(|view| view.status);
            own.is_none_or(Status::in_progress) || own != parent
        })
        .map(|(id, _)| id.clone())
        .collect()
}
