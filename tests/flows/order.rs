//! The order in which CloudFormation reports, held against what practice reported.

use std::collections::BTreeMap;

use domain::launch::{STACK_TYPE, Status};
use domain::plan::Plan;
use domain::template::{StackNode, StackTree};
use engine::jobs::EventRow;

/// One stack's events in the order of their arrival.
fn by_stack(rows: &[EventRow]) -> BTreeMap<&str, Vec<&EventRow>> {
    let mut stacks: BTreeMap<&str, Vec<&EventRow>> = BTreeMap::new();
    for row in rows {
        stacks.entry(row.stack.as_str()).or_default().push(row);
    }
    stacks
}

pub fn is_own(row: &EventRow) -> bool {
    row.event.physical_id.as_deref() == Some(row.event.stack_id.as_str())
}

/// Place of an event among those of its stack.
pub fn place(
    rows: &[&EventRow],
    logical_id: &str,
    is: impl Fn(&EventRow) -> bool,
) -> Option<usize> {
    rows.iter()
        .position(|row| !is_own(row) && row.event.logical_id == logical_id && is(row))
}

fn first(rows: &[&EventRow], logical_id: &str, status: Status) -> Option<usize> {
    place(rows, logical_id, |row| row.event.status == status)
}

/// The tree of a plan.
pub fn tree(plan: &Plan) -> StackTree {
    domain::plan::tree(&plan.blueprint, &plan.account).unwrap()
}

/// Every stack of a tree with its plan name.
pub fn nodes(tree: &StackTree) -> Vec<(&str, &StackNode)> {
    let nested = tree.root.resources.iter().filter_map(|resource| {
        let node = resource.nested.as_deref()?;
        Some((resource.logical_id.as_str(), node))
    });
    std::iter::once(("root", &tree.root))
        .chain(nested)
        .collect()
}

/// Times go forward in each stack; a nested stack's own story lies inside its parent's; whatever
/// operation it was.
pub fn times_fit(rows: &[EventRow]) {
    let stacks = by_stack(rows);
    for (name, events) in &stacks {
        for two in events.windows(2) {
            assert!(
                two[0].event.at_ms <= two[1].event.at_ms,
                "{name}: {} {} is told before {} {}, which was earlier",
                two[0].event.logical_id,
                two[0].event.status,
                two[1].event.logical_id,
                two[1].event.status
            );
        }
    }
    let root = &stacks["root"];
    assert!(is_own(root[0]), "the root's own event comes first");
    assert!(is_own(root[root.len() - 1]), "and its last one last");
    for (name, events) in stacks.iter().filter(|(name, _)| **name != "root") {
        let parents: Vec<_> = root
            .iter()
            .filter(|row| row.event.logical_id == *name && row.event.resource_type == STACK_TYPE)
            .collect();
        // One of which something is retained is deleted by itself, before the root.
        if events[events.len() - 1].event.at_ms <= root[0].event.at_ms {
            continue;
        }
        assert!(
            parents[0].event.at_ms <= events[0].event.at_ms,
            "the root tells of {name} before {name} tells of itself"
        );
        assert_eq!(
            parents[0].event.physical_id.as_deref(),
            Some(events[0].event.stack_id.as_str()),
            "and names its ARN at once: that is how {name} is found"
        );
        assert!(
            parents[parents.len() - 1].event.at_ms >= events[events.len() - 1].event.at_ms,
            "and tells of {name}'s end after {name} has ended"
        );
        assert!(
            is_own(events[0]) && is_own(events[events.len() - 1]),
            "{name}'s first and last events are about itself: {} and {}",
            events[0].event.logical_id,
            events[events.len() - 1].event.logical_id
        );
    }
}

/// What is created waits for what it needs.
pub fn creation_respects_dependencies(rows: &[EventRow], plan: &Plan) {
    let stacks = by_stack(rows);
    let tree = tree(plan);
    for (name, node) in nodes(&tree) {
        let Some(events) = stacks.get(name) else {
            continue;
        };
        for resource in &node.resources {
            let begun = first(events, &resource.logical_id, Status::CreateInProgress);
            let Some(begun) = begun else { continue };
            for need in &resource.depends_on {
                let ready = place(events, need, |row| {
                    row.event.status == Status::CreateComplete || row.event.configuration_complete
                });
                assert!(
                    ready.is_some_and(|ready| ready < begun),
                    "{name}: {} begins after {need} is ready",
                    resource.logical_id
                );
            }
        }
    }
}

/// What is deleted goes after everything that needs it; gives how many resources are gone.
pub fn deletion_respects_dependencies(rows: &[EventRow], plan: &Plan) -> usize {
    let stacks = by_stack(rows);
    let tree = tree(plan);
    let mut gone = 0;
    for (name, node) in nodes(&tree) {
        let Some(events) = stacks.get(name) else {
            continue;
        };
        for resource in &node.resources {
            let id = &resource.logical_id;
            let Some(away) = place(events, id, |row| row.event.status.gone()) else {
                continue;
            };
            gone += 1;
            for need in &resource.depends_on {
                if let Some(begun) = first(events, need, Status::DeleteInProgress) {
                    assert!(away < begun, "{name}: {need} goes after {id} is gone");
                }
            }
        }
    }
    gone
}

/// Last status of every resource that has events.
pub fn last_status(rows: &[EventRow]) -> BTreeMap<(String, String), Status> {
    rows.iter()
        .filter(|row| !is_own(row))
        .map(|row| {
            let key = (row.stack.clone(), row.event.logical_id.clone());
            (key, row.event.status)
        })
        .collect()
}

/// Last status of a stack by its own events.
pub fn own_status(rows: &[EventRow], stack: &str) -> Option<Status> {
    rows.iter()
        .rev()
        .find(|row| row.stack == stack && is_own(row))
        .map(|row| row.event.status)
}
