//! Which events may be the cause: of the latest operation only, no consequences, the way back apart.

use std::collections::BTreeMap;

use super::cascade;
use super::consequences::{carries_cause, without_consequences};
use super::tree::Tree;
use crate::launch::{Operation, STACK_TYPE, StackEvent, Status};

/// An event that may be a cause.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate<'a> {
    pub event: &'a StackEvent,
    /// Place in the list of all events.
    pub index: usize,
}

/// Causes in order of their time, consequences dropped.
#[derive(Debug, Default)]
pub(super) struct Candidates<'a> {
    pub forward: Vec<Candidate<'a>>,
    pub rollback: Vec<Candidate<'a>>,
}

pub(super) fn candidates<'a>(events: &'a [StackEvent], tree: &Tree<'a>) -> Candidates<'a> {
    let mut found = Candidates::default();
    let mut roots: Vec<&str> = Vec::new();
    for event in events {
        let root = tree.root_of(&event.stack_id);
        if !roots.contains(&root) {
            roots.push(root);
        }
    }
    for root in roots {
        let operation = LatestOperation::of(events, tree, root);
        if !operation.succeeded {
            operation.collect(events, tree, &mut found);
        }
    }
    found.forward = without_consequences(found.forward, events);
    found.rollback = without_consequences(found.rollback, events);
    found
}

/// The last thing that was done to one tree of stacks.
struct LatestOperation<'a> {
    root: &'a str,
    kind: Operation,
    /// Index of the root's event that started it; 0 where the list begins later.
    start: usize,
    start_ms: i64,
    /// It ended well: nothing to explain any more.
    succeeded: bool,
}

impl<'a> LatestOperation<'a> {
    fn of(events: &'a [StackEvent], tree: &Tree<'a>, root: &'a str) -> Self {
        let own: Vec<(usize, &StackEvent)> = events
            .iter()
            .enumerate()
            .filter(|(_, event)| event.stack_id == root && tree.is_own(event))
            .collect();
        let mut start = None;
        for (place, (index, event)) in own.iter().enumerate() {
            let before = place.checked_sub(1).map(|before| own[before].1.status);
            if starts_operation(event, before) {
                start = Some(*index);
            }
        }
        let first = start.unwrap_or(0);
        let kind = start
            .and_then(|index| kind_of(events[index].status))
            .or_else(|| own.iter().find_map(|(_, event)| kind_of(event.status)))
            .or_else(|| {
                events
                    .iter()
                    .filter(|event| tree.root_of(&event.stack_id) == root)
                    .find_map(|event| kind_of(event.status))
            })
            .unwrap_or(Operation::Create);
        let last = own.last().map(|(_, event)| event.status);
        let succeeded = match last {
            Some(Status::DeleteComplete) => kind == Operation::Delete,
            Some(
                Status::CreateComplete
                | Status::UpdateComplete
                | Status::UpdateCompleteCleanupInProgress
                | Status::ImportComplete,
            ) => true,
            _ => false,
        };
        Self {
            root,
            kind,
            start: first,
            start_ms: start.map_or(i64::MIN, |index| events[index].at_ms),
            succeeded,
        }
    }

    /// Sorts the operation's failures into those of the way there and those of the way back.
    fn collect(&self, events: &'a [StackEvent], tree: &Tree<'a>, found: &mut Candidates<'a>) {
        // A stack's first own event of its way back; the order inside a stack can be relied on.
        let mut turned: BTreeMap<&str, usize> = BTreeMap::new();
        for (index, event) in self.events(events, tree) {
            if tree.is_own(event) && self.turns_back(event) {
                turned.entry(&event.stack_id).or_insert(index);
            }
        }
        let mut silent = Candidates::default();
        let mut stack_words = Vec::new();
        for (index, event) in self.events(events, tree) {
            let reason = event.reason.as_deref().unwrap_or_default().trim();
            let candidate = Candidate { event, index };
            let back = self.is_way_back(event, index, &turned, tree, events);
            let list = |found: &mut Candidates<'a>| {
                if back {
                    found.rollback.push(candidate)
                } else {
                    found.forward.push(candidate)
                }
            };
            if self.mended_later(event, index, events) {
                continue;
            }
            if event.status.failed() {
                if reason.is_empty() {
                    // A stack that fails without words is a consequence of what is in it.
                    if event.resource_type != STACK_TYPE {
                        list(&mut silent);
                    }
                } else if says_nothing(reason) {
                    list(&mut silent);
                } else if !cascade::is_cascade(reason, Some(event.status)) {
                    list(found);
                } else if !back && tree.is_nested(event) && carries_cause(reason) {
                    stack_words.push(candidate);
                }
            } else if tree.is_own(event)
                && self.turns_back(event)
                && !reason.is_empty()
                && !cascade::is_cascade(reason, Some(event.status))
                && !cascade::is_notice(reason)
            {
                stack_words.push(candidate);
            }
        }
        // Words on a stack's own turning point, or repeated by its parent, count where nothing in
        // that stack says more; the innermost is asked first.
        stack_words.sort_by_key(|one| std::cmp::Reverse(tree.lineage(&one.event.stack_id).len()));
        for candidate in stack_words {
            let event = candidate.event;
            let about = match tree.is_nested(event) {
                true => tree.child_of(event),
                false => Some(event.stack_id.as_str()),
            };
            let told = about.is_some_and(|about| {
                found
                    .forward
                    .iter()
                    .any(|other| tree.lineage(&other.event.stack_id).contains(&about))
            });
            if !told {
                found.forward.push(candidate);
            }
        }
        // Without words, a failure is the cause only where no other failure has any.
        if !found
            .forward
            .iter()
            .any(|candidate| tree.root_of(&candidate.event.stack_id) == self.root)
        {
            found.forward.append(&mut silent.forward);
        }
        if !found
            .rollback
            .iter()
            .any(|candidate| tree.root_of(&candidate.event.stack_id) == self.root)
        {
            found.rollback.append(&mut silent.rollback);
        }
    }

    /// The operation's events, those of the nested stacks included.
    fn events(&self, events: &'a [StackEvent], tree: &Tree<'a>) -> Vec<(usize, &'a StackEvent)> {
        let operation = events.iter().enumerate();
        operation
            .filter(|(index, event)| {
                tree.root_of(&event.stack_id) == self.root
                    && if event.stack_id == self.root {
                        *index >= self.start
                    } else {
                        event.at_ms >= self.start_ms
                    }
            })
            .collect()
    }

    fn turns_back(&self, event: &StackEvent) -> bool {
        match event.status {
            Status::RollbackInProgress
            | Status::UpdateRollbackInProgress
            | Status::ImportRollbackInProgress => true,
            // A nested stack that was created in vain is deleted, and so is a root that must not stay.
            Status::DeleteInProgress => self.kind != Operation::Delete,
            _ => false,
        }
    }

    fn is_way_back(
        &self,
        event: &StackEvent,
        index: usize,
        turned: &BTreeMap<&str, usize>,
        tree: &Tree<'_>,
        events: &[StackEvent],
    ) -> bool {
        if matches!(
            event.status,
            Status::RollbackFailed | Status::UpdateRollbackFailed | Status::ImportRollbackFailed
        ) {
            return true;
        }
        if event.status == Status::DeleteFailed && self.kind != Operation::Delete {
            return true;
        }
        // The way back of a creation only deletes, so this is a cause of its own, however late.
        if event.status == Status::CreateFailed && self.kind == Operation::Create {
            return false;
        }
        if let Some(turn) = turned.get(event.stack_id.as_str()) {
            return index > *turn;
        }
        // Without a turning point of its own, a stack follows its parents; their clocks may differ
        // by a second, so only a clearly later event counts.
        tree.lineage(&event.stack_id)
            .into_iter()
            .skip(1)
            .filter_map(|parent| turned.get(parent))
            .any(|turn| event.at_ms > events[*turn].at_ms + 2_000)
    }

    /// CloudFormation tries some things again by itself: what is gone, or made, later did not fail.
    /// The way back never makes what it could not make before.
    fn mended_later(&self, event: &StackEvent, index: usize, events: &[StackEvent]) -> bool {
        let mended = |later: Status| match event.status {
            Status::DeleteFailed => later.gone(),
            Status::CreateFailed => later == Status::CreateComplete,
            _ => false,
        };
        events[index + 1..].iter().any(|later| {
            later.stack_id == event.stack_id
                && later.logical_id == event.logical_id
                && mended(later.status)
        })
    }
}

/// True for words that say no more than none: resources that are stopped halfway report them too.
fn says_nothing(reason: &str) -> bool {
    let words = super::unwrap(reason).text.to_lowercase();
    matches!(
        words.trim_end_matches('.'),
        "internal failure" | "internalfailure" | "null"
    )
}

/// True for the root's own event with which something new begins.
fn starts_operation(event: &StackEvent, before: Option<Status>) -> bool {
    let reason = event
        .reason
        .as_deref()
        .unwrap_or_default()
        .trim()
        .to_lowercase();
    let by_person = reason.starts_with("user initiated");
    let at_rest = before.is_none_or(is_at_rest);
    match event.status {
        Status::CreateInProgress
        | Status::UpdateInProgress
        | Status::ImportInProgress
        | Status::ReviewInProgress => at_rest || by_person,
        // The deletion that follows a failed creation by itself is the way back.
        Status::DeleteInProgress => {
            (by_person && !(before == Some(Status::CreateFailed) && is_nested_name(event)))
                || (at_rest
                    && before != Some(Status::CreateFailed)
                    && !reason.contains("failed to"))
        }
        _ => false,
    }
}

/// CloudFormation ends the name of a nested stack in 12 or 13 capitals and digits. Its parent deletes
/// one that failed, in the name of the person who started it all.
fn is_nested_name(event: &StackEvent) -> bool {
    event.stack_name.rsplit_once('-').is_some_and(|(_, end)| {
        (12..=13).contains(&end.len())
            && end
                .chars()
                .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
    })
}

fn is_at_rest(status: Status) -> bool {
    matches!(
        status,
        Status::CreateComplete
            | Status::CreateFailed
            | Status::RollbackComplete
            | Status::RollbackFailed
            | Status::DeleteComplete
            | Status::DeleteFailed
            | Status::UpdateComplete
            | Status::UpdateFailed
            | Status::UpdateRollbackComplete
            | Status::UpdateRollbackFailed
            | Status::ImportComplete
            | Status::ImportFailed
            | Status::ImportRollbackComplete
            | Status::ImportRollbackFailed
            | Status::ReviewInProgress
    )
}

/// The operation that a status speaks of.
fn kind_of(status: Status) -> Option<Operation> {
    match status {
        Status::CreateInProgress
        | Status::CreateFailed
        | Status::CreateComplete
        | Status::RollbackInProgress
        | Status::RollbackFailed
        | Status::RollbackComplete => Some(Operation::Create),
        Status::DeleteInProgress
        | Status::DeleteFailed
        | Status::DeleteComplete
        | Status::DeleteSkipped => Some(Operation::Delete),
        Status::ReviewInProgress => None,
        _ => Some(Operation::Update),
    }
}
