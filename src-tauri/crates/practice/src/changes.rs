//! What a change set would do, computed from the blueprints and worded as `DescribeChangeSet` words it.

use domain::change_set::{Action, ReportedChanges, ResourceChange, StackChanges};
use domain::template::{ResourceNode, StackNode};

use crate::play::stacks;
use crate::story::Stage;

/// The change set of a creation: everything is added.
pub fn of_creation(stage: &Stage<'_>, change_set_id: &str) -> ReportedChanges {
    let rows = stacks(&stage.tree.root).map(|(stack, node)| StackChanges {
        stack: stack.to_owned(),
        stack_id: stage.stack_id(stack),
        change_set_id: id_of(change_set_id, stack),
        status: "CREATE_COMPLETE".to_owned(),
        reason: (stack != "root").then(|| "Executable from root change set".to_owned()),
        changes: all_added(node, change_set_id),
    });
    ReportedChanges {
        stacks: rows.collect(),
        findings: Vec::new(),
    }
}

fn all_added(node: &StackNode, change_set_id: &str) -> Vec<ResourceChange> {
    let added = |resource: &ResourceNode| ResourceChange {
        logical_id: resource.logical_id.clone(),
        physical_id: None,
        resource_type: resource.resource_type.clone(),
        action: Action::Add,
        replacement: None,
        scope: Vec::new(),
        policy_action: None,
        properties: Vec::new(),
        before: None,
        after: None,
        change_set_id: resource
            .nested
            .as_ref()
            .map(|_| id_of(change_set_id, &resource.logical_id)),
    };
    node.resources.iter().map(added).collect()
}

/// Each nested stack has a change set of its own behind the root's.
fn id_of(root: &str, stack: &str) -> String {
    match stack {
        "root" => root.to_owned(),
        nested => format!("{root}/{nested}"),
    }
}
