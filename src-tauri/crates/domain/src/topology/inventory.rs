//! The resources of the whole tree, with their stack's name and status.

use super::references::{place_of, references, stack_name};
use super::{NodeKind, Statuses, Tier, TopologyNode};
use crate::launch::Status;
use crate::template::{ResourceNode, StackNode, StackTree, Value};

/// A resource with its place.
#[derive(Clone, Copy)]
pub(super) struct Item<'a> {
    /// `Network`, `root`.
    pub stack: &'a str,
    pub resource: &'a ResourceNode,
    pub status: Option<Status>,
}

impl<'a> Item<'a> {
    pub fn place(&self) -> (String, String) {
        (self.stack.to_owned(), self.resource.logical_id.clone())
    }

    /// ID of the box that stands for this resource alone.
    pub fn id(&self) -> String {
        format!("{}/{}", self.stack, self.resource.logical_id)
    }

    pub fn properties(&self) -> &'a Value {
        &self.resource.properties
    }

    /// Places that a property refers to.
    pub fn refers(&self, property: &str) -> Vec<(String, String)> {
        super::references::at(self.properties(), property)
            .map(|value| references(value).into_iter().map(place_of).collect())
            .unwrap_or_default()
    }

    /// The name in the logical ID, for what has no name of its own.
    pub fn named_like(&self, words: &str) -> bool {
        self.resource.logical_id.to_lowercase().contains(words)
    }

    /// A box for this resource.
    pub fn node(
        &self,
        label: impl Into<String>,
        sublabel: impl Into<String>,
        kind: NodeKind,
        tier: Tier,
    ) -> TopologyNode {
        TopologyNode {
            id: self.id(),
            label: label.into(),
            sublabel: sublabel.into(),
            kind,
            tier,
            zone: None,
            status: self.status,
            stack: self.stack.to_owned(),
            logical_id: self.resource.logical_id.clone(),
            resource_type: self.resource.resource_type.clone(),
        }
    }
}

/// All resources, stack by stack in template order.
pub(super) struct Inventory<'a> {
    items: Vec<Item<'a>>,
}

impl<'a> Inventory<'a> {
    pub fn of(tree: &'a StackTree, statuses: &Statuses) -> Self {
        let mut items = Vec::new();
        walk(&tree.root, statuses, &mut items);
        Self { items }
    }

    /// Resources of one of these types, in order.
    pub fn of_type<'t>(&'t self, types: &'t [&str]) -> impl Iterator<Item = Item<'a>> + 't {
        self.items
            .iter()
            .filter(|item| types.contains(&item.resource.resource_type.as_str()))
            .copied()
    }

    pub fn find(&self, place: &(String, String)) -> Option<Item<'a>> {
        self.items
            .iter()
            .find(|item| item.stack == place.0 && item.resource.logical_id == place.1)
            .copied()
    }
}

fn walk<'a>(stack: &'a StackNode, statuses: &Statuses, items: &mut Vec<Item<'a>>) {
    let name = stack_name(&stack.path);
    for resource in &stack.resources {
        let status = statuses
            .get(&(name.to_owned(), resource.logical_id.clone()))
            .copied();
        items.push(Item {
            stack: name,
            resource,
            status,
        });
        if let Some(nested) = &resource.nested {
            walk(nested, statuses, items);
        }
    }
}

/// The status that a group shows: the worst one of its members. `None` while one has none and
/// nothing is worse.
pub(super) fn worst(statuses: impl IntoIterator<Item = Option<Status>>) -> Option<Status> {
    statuses
        .into_iter()
        .max_by_key(|status| gravity(*status))
        .flatten()
}

fn gravity(status: Option<Status>) -> u8 {
    match status {
        Some(status) if status.failed() => 3,
        Some(status) if status.in_progress() => 2,
        None => 1,
        Some(_) => 0,
    }
}
