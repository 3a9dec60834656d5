//! The root cause of one operation, out of the events of all stacks of its tree.

use super::candidates::{Candidate, candidates};
use super::tree::Tree;
use super::{CauseClass, Explanation, RootCause, cascade, classify, codes};
use crate::launch::{Operation, StackEvent, Status};

/// Where a failed resource stands, so that the caller can say how it calls the stack.
#[derive(Debug, Clone, Copy)]
pub struct Found<'a> {
    pub stack_id: &'a str,
    pub stack_name: &'a str,
    /// Logical IDs from the root's nested stack down; empty for the root's own resources.
    pub path: &'a [String],
    pub logical_id: &'a str,
    pub resource_type: &'a str,
}

/// How the caller calls the place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// Shown stack: `Network`, `root`, or the stack's name.
    pub stack: String,
    /// Source template: `network.yaml`.
    pub file: Option<String>,
    /// Line of the resource in that file.
    pub line: Option<u32>,
}

/// The root cause with stacks called by their names: for stacks that the app never launched.
pub fn root_cause(events: &[StackEvent]) -> Option<RootCause> {
    root_cause_at(events, &|found| Place {
        stack: found.stack_name.to_owned(),
        file: None,
        line: None,
    })
}

/// The root cause of the latest operation, or `None` where nothing failed, nothing fails any more,
/// or the events at hand hold consequences only (see [`missing_stacks`]).
///
/// `events` are those of all stacks of the tree, oldest first, with the order inside each stack
/// kept; equal times between stacks mean nothing. `locate` names the place.
pub fn root_cause_at(
    events: &[StackEvent],
    locate: &dyn Fn(&Found<'_>) -> Place,
) -> Option<RootCause> {
    let tree = Tree::of(events);
    let found = candidates(events, &tree);
    let card = |candidate: &Candidate<'_>| card(candidate, events, &tree, locate);
    let rollback = found.rollback.first().map(card);
    let Some((first, others)) = found.forward.split_first() else {
        // Somebody cancelled the change, and the way back failed: that is what needs a person.
        return rollback;
    };
    let mut cause = card(first);
    cause.others = others.iter().map(card).collect();
    cause.rollback = rollback.map(Box::new);
    Some(cause)
}

/// Nested stacks that failed but whose own events are not among `events`: asking for them too
/// may show the cause. ARNs where known, logical IDs otherwise.
pub fn missing_stacks(events: &[StackEvent]) -> Vec<String> {
    let tree = Tree::of(events);
    let mut missing = Vec::new();
    for event in events {
        let embedded = event
            .reason
            .as_deref()
            .is_some_and(|reason| reason.trim_start().starts_with("Embedded stack"));
        if embedded && tree.is_nested(event) && tree.child_of(event).is_none() {
            let name = event
                .physical_id
                .clone()
                .unwrap_or_else(|| event.logical_id.clone());
            if !missing.contains(&name) {
                missing.push(name);
            }
        }
    }
    missing
}

fn card(
    candidate: &Candidate<'_>,
    events: &[StackEvent],
    tree: &Tree<'_>,
    locate: &dyn Fn(&Found<'_>) -> Place,
) -> RootCause {
    let event = candidate.event;
    let explanation = explain(candidate, events);
    let path = tree.path(&event.stack_id);
    let place = locate(&Found {
        stack_id: &event.stack_id,
        stack_name: &event.stack_name,
        path: &path,
        logical_id: &event.logical_id,
        resource_type: &event.resource_type,
    });
    RootCause {
        code: explanation.code,
        class: explanation.class,
        title: explanation.title,
        stack: place.stack,
        logical_id: event.logical_id.clone(),
        resource_type: event.resource_type.clone(),
        physical_id: physical_id(candidate, events),
        aws_message: explanation.aws_message,
        explanation: explanation.explanation,
        remedy: explanation.remedy,
        file: place.file,
        line: place.line,
        others: Vec::new(),
        rollback: None,
    }
}

/// The ID that the event tells, or an earlier one of the same resource: not every failure repeats it.
fn physical_id(candidate: &Candidate<'_>, events: &[StackEvent]) -> Option<String> {
    let event = candidate.event;
    let mut told = events[..=candidate.index].iter().rev().filter(|earlier| {
        earlier.stack_id == event.stack_id && earlier.logical_id == event.logical_id
    });
    told.find_map(|one| one.physical_id.clone())
}

/// Explains a candidate's reason. A failure without words may be explained by what the resource
/// said while it was still in progress.
pub(super) fn explain(candidate: &Candidate<'_>, events: &[StackEvent]) -> Explanation {
    let event = candidate.event;
    let operation = operation_of(event.status);
    let resource_type = Some(event.resource_type.as_str());
    let reason = event.reason.as_deref().unwrap_or_default();
    if !reason.trim().is_empty() {
        let explanation = classify(reason, resource_type, operation);
        // A nested stack whose own events are missing repeats its cause.
        return match explanation.carried {
            Some(carried) => Explanation {
                aws_message: reason.to_owned(),
                ..*carried
            },
            None => explanation,
        };
    }
    events[..candidate.index]
        .iter()
        .rev()
        .filter(|earlier| {
            earlier.stack_id == event.stack_id && earlier.logical_id == event.logical_id
        })
        .filter_map(|earlier| earlier.reason.as_deref())
        .filter(|earlier| !cascade::is_notice(earlier) && !cascade::is_cascade(earlier, None))
        .map(|earlier| classify(earlier, resource_type, operation))
        .find(|explanation| explanation.class != CauseClass::Unknown)
        .unwrap_or_else(|| no_reason(operation))
}

fn no_reason(operation: Option<Operation>) -> Explanation {
    let mut explanation = classify("", None, operation);
    debug_assert_eq!(explanation.code, codes::NO_REASON);
    explanation.aws_message = String::new();
    explanation
}

/// What was being done to the resource, from its status.
pub(super) fn operation_of(status: Status) -> Option<Operation> {
    match status {
        Status::CreateFailed
        | Status::CreateInProgress
        | Status::RollbackInProgress
        | Status::RollbackFailed => Some(Operation::Create),
        Status::UpdateFailed
        | Status::UpdateInProgress
        | Status::UpdateRollbackInProgress
        | Status::UpdateRollbackFailed => Some(Operation::Update),
        Status::DeleteFailed | Status::DeleteInProgress => Some(Operation::Delete),
        _ => None,
    }
}
