//! Our own evaluation of an update: both blueprints, resource by resource, and what rests on what.

use std::collections::{BTreeMap, BTreeSet};

use super::marks::{Mark, marks, stack_of};
use super::table::{Effect, effect, moves_on};
use crate::template::{DeletionPolicy, ResourceNode, StackNode, StackTree, Value};

/// Place of a resource: nested stack (`root`, `Network`) and logical ID.
pub type Place = (String, String);

/// What an update does to one resource, by our own evaluation.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    pub place: Place,
    pub resource_type: String,
    pub what: What,
    /// Empty unless it is modified.
    pub properties: Vec<PropertyDifference>,
    pub replaced: Replaced,
    /// Left behind, or as a snapshot, when it is removed or replaced.
    pub left_behind: bool,
}

/// What happens to a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    Added,
    Modified,
    Removed,
}

/// One property that differs.
#[derive(Debug, Clone, PartialEq)]
pub struct PropertyDifference {
    /// Below `Properties`; list entries by their number.
    pub path: Vec<String>,
    /// Absent where it is new.
    pub before: Option<Value>,
    pub after: Option<Value>,
    /// The text is the same, but what it rests on changes.
    pub follows: Option<Mark>,
    pub effect: Effect,
}

/// Whether a resource is replaced, with the reason in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Replaced {
    No,
    Yes { why: String },
    Perhaps { why: String },
}

impl Difference {
    /// True when a new resource takes the place of the old one for certain.
    pub fn is_replaced(&self) -> bool {
        matches!(self.replaced, Replaced::Yes { .. })
    }
}

/// Compares two evaluations made by [`super::evaluate`]. What is replaced carries what rests on its
/// identity with it, until nothing more moves.
pub fn compare(before: &StackTree, after: &StackTree) -> BTreeMap<Place, Difference> {
    let (old, new) = (nodes(&before.root), nodes(&after.root));
    let mut found: BTreeMap<Place, Difference> = BTreeMap::new();
    for (place, node) in &old {
        if !new.contains_key(place) {
            found.insert(place.clone(), whole(place, node, What::Removed));
        }
    }
    for (place, node) in &new {
        match old.get(place) {
            None => {
                found.insert(place.clone(), whole(place, node, What::Added));
            }
            Some(was) => {
                let properties = own_differences(was, node);
                if !properties.is_empty() || was.resource_type != node.resource_type {
                    found.insert(place.clone(), modified(place, was, node, properties));
                }
            }
        }
    }
    // Each round carries changes one reference further; there are no cycles of references.
    loop {
        let mut moved = false;
        for (place, node) in &new {
            let Some(was) = old.get(place) else { continue };
            let followed = followed(node, &found, &new);
            let known: BTreeSet<Vec<String>> = found
                .get(place)
                .map(|one| one.properties.iter().map(|row| row.path.clone()).collect())
                .unwrap_or_default();
            let more: Vec<PropertyDifference> = followed
                .into_iter()
                .filter(|row| !known.contains(&row.path))
                .collect();
            if more.is_empty() {
                continue;
            }
            moved = true;
            let mut properties = found
                .remove(place)
                .map(|one| one.properties)
                .unwrap_or_default();
            properties.extend(more);
            found.insert(place.clone(), modified(place, was, node, properties));
        }
        if !moved {
            return found;
        }
    }
}

/// Every resource of every stack, by place.
pub fn nodes(root: &StackNode) -> BTreeMap<Place, &ResourceNode> {
    let mut out = BTreeMap::new();
    let mut open = vec![root];
    while let Some(stack) = open.pop() {
        for node in &stack.resources {
            out.insert((stack_of(&stack.path), node.logical_id.clone()), node);
            open.extend(node.nested.as_deref());
        }
    }
    out
}

fn whole(place: &Place, node: &ResourceNode, what: What) -> Difference {
    Difference {
        place: place.clone(),
        resource_type: node.resource_type.clone(),
        what,
        properties: Vec::new(),
        replaced: Replaced::No,
        left_behind: what == What::Removed && stays(node.deletion_policy),
    }
}

fn stays(policy: DeletionPolicy) -> bool {
    policy != DeletionPolicy::Delete
}

fn modified(
    place: &Place,
    was: &ResourceNode,
    node: &ResourceNode,
    properties: Vec<PropertyDifference>,
) -> Difference {
    let replaced = replaced(was, node, &properties);
    Difference {
        place: place.clone(),
        resource_type: node.resource_type.clone(),
        what: What::Modified,
        left_behind: matches!(replaced, Replaced::Yes { .. }) && stays(was.update_replace_policy),
        replaced,
        properties,
    }
}

fn replaced(was: &ResourceNode, node: &ResourceNode, rows: &[PropertyDifference]) -> Replaced {
    if was.resource_type != node.resource_type {
        return Replaced::Yes {
            why: format!("It was a {} before.", was.resource_type),
        };
    }
    let sentence = |row: &PropertyDifference| {
        let name = row.path.join(".");
        match &row.follows {
            Some(mark) => format!(
                "{name} cannot be changed on an existing resource, and it takes its value from {}, which is replaced.",
                place_words(&mark.place)
            ),
            None => format!("{name} cannot be changed on an existing resource."),
        }
    };
    if let Some(row) = rows.iter().find(|row| row.effect == Effect::Replaces) {
        return Replaced::Yes { why: sentence(row) };
    }
    match rows.iter().find(|row| row.effect == Effect::MayReplace) {
        Some(row) => Replaced::Perhaps {
            why: format!(
                "AWS decides while it applies the change of {} whether the resource can stay.",
                row.path.join(".")
            ),
        },
        None => Replaced::No,
    }
}

/// `Vpc of network`.
pub fn place_words((stack, logical_id): &Place) -> String {
    match stack.as_str() {
        "root" => logical_id.clone(),
        nested => format!("{logical_id} of {}", crate::launch::words(nested)),
    }
}

fn own_differences(was: &ResourceNode, node: &ResourceNode) -> Vec<PropertyDifference> {
    let mut rows = Vec::new();
    differ(
        &was.properties,
        &node.properties,
        &mut Vec::new(),
        &mut |path, before, after| {
            rows.push(PropertyDifference {
                effect: effect(node, path),
                path: path.to_vec(),
                before: before.cloned(),
                after: after.cloned(),
                follows: None,
            });
        },
    );
    rows
}

type Row<'a> = &'a mut dyn FnMut(&[String], Option<&Value>, Option<&Value>);

fn differ(before: &Value, after: &Value, path: &mut Vec<String>, row: Row<'_>) {
    match (before, after) {
        _ if same(before, after) => {}
        (Value::Map(before), Value::Map(after)) => {
            for (key, value) in before {
                path.push(key.clone());
                match after.get(key) {
                    Some(other) => differ(value, other, path, row),
                    None => row(path, Some(value), None),
                }
                path.pop();
            }
            for (key, value) in after.iter().filter(|(key, _)| !before.contains_key(*key)) {
                path.push(key.clone());
                row(path, None, Some(value));
                path.pop();
            }
        }
        (Value::List(before), Value::List(after))
            if before.len() == after.len()
                && before.iter().all(|value| matches!(value, Value::Map(_))) =>
        {
            for (number, (value, other)) in before.iter().zip(after).enumerate() {
                path.push(number.to_string());
                differ(value, other, path, row);
                path.pop();
            }
        }
        _ => row(path, Some(before), Some(after)),
    }
}

/// CloudFormation takes `true` and `'true'`, `3` and `'3'` for the same.
fn same(before: &Value, after: &Value) -> bool {
    before == after
        || matches!((before.as_text(), after.as_text()), (Some(one), Some(other)) if one == other)
}

/// Properties that keep their text while what they rest on changes.
fn followed(
    node: &ResourceNode,
    found: &BTreeMap<Place, Difference>,
    new: &BTreeMap<Place, &ResourceNode>,
) -> Vec<PropertyDifference> {
    let mut rows = Vec::new();
    leaves(&node.properties, &mut Vec::new(), &mut |path, value| {
        for mark in marks(value) {
            let Some(source) = found.get(&mark.place) else {
                continue;
            };
            let (certain, moves) = match &source.replaced {
                Replaced::Yes { .. } => (true, true),
                Replaced::Perhaps { .. } => (false, true),
                Replaced::No => {
                    let of = new.get(&mark.place).map_or("", |node| &node.resource_type);
                    let moves = source.what == What::Modified && moves_on(of, &mark.attribute);
                    (true, moves)
                }
            };
            if !moves {
                continue;
            }
            let effect = match effect(node, path) {
                Effect::Replaces if !certain => Effect::MayReplace,
                effect => effect,
            };
            rows.push(PropertyDifference {
                path: path.to_vec(),
                before: Some(value.clone()),
                after: Some(value.clone()),
                follows: Some(mark),
                effect,
            });
            return;
        }
    });
    rows
}

fn leaves(value: &Value, path: &mut Vec<String>, leaf: &mut dyn FnMut(&[String], &Value)) {
    let mut below = |key: String, value: &Value, leaf: &mut dyn FnMut(&[String], &Value)| {
        path.push(key);
        leaves(value, path, leaf);
        path.pop();
    };
    match value {
        Value::Map(map) => {
            for (key, value) in map {
                below(key.clone(), value, leaf);
            }
        }
        // A list of plain values is one property.
        Value::List(list) if list.iter().any(|value| matches!(value, Value::Map(_))) => {
            for (number, value) in list.iter().enumerate() {
                below(number.to_string(), value, leaf);
            }
        }
        value => leaf(path, value),
    }
}
