//! What a change set would do, computed from the blueprints and worded as `DescribeChangeSet` words it.

use std::collections::BTreeMap;

use domain::change_set::{
    Action, AttributeChange, ChangeSource, Difference, Effect, Evaluation, KNOWN_AFTER_APPLY,
    Place, PolicyAction, PropertyChange, PropertyDifference, Recreation, Replaced, Replacement,
    ReportedChanges, ResourceChange, StackChanges, What, effect, json, marks, nodes, readable,
};
use domain::launch::STACK_TYPE;
use domain::template::{ResourceNode, StackNode, StackTree, Value};

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

/// The change set of an update. As AWS does, it lists every nested stack as modified, and takes what
/// comes out of one in which anything changes for known only when it is applied.
pub fn of_update(
    stage: &Stage<'_>,
    change_set_id: &str,
    before: &StackTree,
    after: &StackTree,
    differences: &BTreeMap<Place, Difference>,
) -> ReportedChanges {
    let told = Told {
        stage,
        change_set_id,
        differences,
        old: nodes(&before.root),
    };
    let rows = stacks(&after.root).map(|(stack, node)| StackChanges {
        stack: stack.to_owned(),
        stack_id: stage.stack_id(stack),
        change_set_id: id_of(change_set_id, stack),
        status: "CREATE_COMPLETE".to_owned(),
        reason: (stack != "root").then(|| "Executable from root change set".to_owned()),
        changes: told.stack(stack, node),
    });
    ReportedChanges {
        stacks: rows.collect(),
        findings: Vec::new(),
    }
}

struct Told<'a> {
    stage: &'a Stage<'a>,
    change_set_id: &'a str,
    differences: &'a BTreeMap<Place, Difference>,
    old: BTreeMap<Place, &'a ResourceNode>,
}

impl Told<'_> {
    fn stack(&self, stack: &str, node: &StackNode) -> Vec<ResourceChange> {
        let mut rows = Vec::new();
        for resource in &node.resources {
            let place = (stack.to_owned(), resource.logical_id.clone());
            match self.differences.get(&place) {
                Some(one) => rows.push(self.row(one, Some(resource))),
                None if resource.nested.is_some() => {
                    let details = vec![automatic()];
                    rows.push(self.modified(&place, resource, details, Replacement::False));
                }
                None => rows.extend(self.only_seems(&place, resource)),
            }
        }
        let gone = self.differences.values();
        let gone = gone.filter(|one| one.place.0 == stack && one.what == What::Removed);
        rows.extend(gone.map(|one| self.row(one, None)));
        rows
    }

    fn row(&self, one: &Difference, resource: Option<&ResourceNode>) -> ResourceChange {
        let mut details: Vec<PropertyChange> = one.properties.iter().flat_map(details).collect();
        if one.what == What::Modified && one.resource_type == STACK_TYPE {
            details.insert(0, automatic());
        }
        let replacement = match &one.replaced {
            Replaced::Yes { .. } => Replacement::True,
            Replaced::Perhaps { .. } => Replacement::Conditional,
            Replaced::No => Replacement::False,
        };
        let policy = match (one.what, &one.replaced, one.left_behind) {
            (What::Removed, _, true) => Some(PolicyAction::Retain),
            (What::Removed, _, false) => Some(PolicyAction::Delete),
            (_, Replaced::Yes { .. }, true) => Some(PolicyAction::ReplaceAndRetain),
            (_, Replaced::Yes { .. }, false) => Some(PolicyAction::ReplaceAndDelete),
            _ => None,
        };
        ResourceChange {
            logical_id: one.place.1.clone(),
            physical_id: (one.what != What::Added).then(|| self.physical_id(&one.place)),
            resource_type: one.resource_type.clone(),
            action: match one.what {
                What::Added => Action::Add,
                What::Modified => Action::Modify,
                What::Removed => Action::Remove,
            },
            replacement: (one.what == What::Modified).then_some(replacement),
            scope: match one.what {
                What::Modified => vec!["Properties".to_owned()],
                _ => Vec::new(),
            },
            policy_action: policy,
            properties: details,
            before: None,
            after: None,
            change_set_id: resource
                .filter(|resource| resource.nested.is_some())
                .map(|resource| id_of(self.change_set_id, &resource.logical_id)),
        }
    }

    fn modified(
        &self,
        place: &Place,
        resource: &ResourceNode,
        properties: Vec<PropertyChange>,
        replacement: Replacement,
    ) -> ResourceChange {
        ResourceChange {
            logical_id: place.1.clone(),
            physical_id: Some(self.physical_id(place)),
            resource_type: resource.resource_type.clone(),
            action: Action::Modify,
            replacement: Some(replacement),
            scope: vec!["Properties".to_owned()],
            policy_action: None,
            properties,
            before: None,
            after: None,
            change_set_id: resource
                .nested
                .as_ref()
                .map(|_| id_of(self.change_set_id, &resource.logical_id)),
        }
    }

    /// A resource that takes an output of a nested stack in which something changes.
    fn only_seems(&self, place: &Place, resource: &ResourceNode) -> Option<ResourceChange> {
        let mut seems = Vec::new();
        let mut replacement = Replacement::False;
        let Value::Map(map) = &resource.properties else {
            return None;
        };
        for (name, value) in map {
            let from = marks(value).into_iter().find(|mark| {
                mark.place.0 != place.0 && self.differences.keys().any(|one| one.0 == mark.place.0)
            });
            let Some(mark) = from else { continue };
            let mut row = PropertyDifference {
                path: vec![name.clone()],
                before: Some(value.clone()),
                after: Some(value.clone()),
                effect: effect(resource, std::slice::from_ref(name)),
                follows: Some(mark),
            };
            if row.effect == Effect::Replaces {
                row.effect = Effect::MayReplace;
                replacement = Replacement::Conditional;
            }
            seems.extend(details(&row));
        }
        (!seems.is_empty() && self.old.contains_key(place))
            .then(|| self.modified(place, resource, seems, replacement))
    }

    fn physical_id(&self, place: &Place) -> String {
        let kind = self.old.get(place).map_or("", |node| &node.resource_type);
        let path = crate::story::path_of(&place.0);
        self.stage.invented.physical_id(&path, &place.1, kind)
    }
}

/// What AWS tells of a nested stack, whether anything in it changes or not.
fn automatic() -> PropertyChange {
    PropertyChange {
        attribute: "Properties".to_owned(),
        name: None,
        path: None,
        before: None,
        after: None,
        requires_recreation: Recreation::Never,
        evaluation: Evaluation::Dynamic,
        source: Some(ChangeSource::Automatic),
        causing_entity: None,
        attribute_change: None,
    }
}

/// One property in AWS's details: twice where it comes from somewhere else.
fn details(row: &PropertyDifference) -> Vec<PropertyChange> {
    let open = row.follows.is_some()
        || row
            .after
            .as_ref()
            .is_some_and(|after| !marks(after).is_empty());
    let after = match (open, &row.after) {
        (true, _) => Some(KNOWN_AFTER_APPLY.to_owned()),
        (false, after) => after.as_ref().map(plain),
    };
    let detail = PropertyChange {
        attribute: "Properties".to_owned(),
        name: row.path.first().cloned(),
        path: Some(format!("/Properties/{}", row.path.join("/"))),
        before: row.before.as_ref().map(plain),
        after,
        requires_recreation: match row.effect {
            Effect::Replaces => Recreation::Always,
            Effect::MayReplace => Recreation::Conditionally,
            Effect::InPlace | Effect::Keeps(_) => Recreation::Never,
        },
        evaluation: if open {
            Evaluation::Dynamic
        } else {
            Evaluation::Static
        },
        source: Some(ChangeSource::DirectModification),
        causing_entity: None,
        attribute_change: Some(match (&row.before, &row.after) {
            (None, _) => AttributeChange::Add,
            (_, None) => AttributeChange::Remove,
            _ => AttributeChange::Modify,
        }),
    };
    let Some(mark) = &row.follows else {
        return vec![detail];
    };
    let cause = PropertyChange {
        evaluation: Evaluation::Static,
        source: Some(ChangeSource::ResourceReference),
        causing_entity: Some(match mark.attribute.as_str() {
            "" => mark.place.1.clone(),
            attribute => format!("{}.{attribute}", mark.place.1),
        }),
        ..detail.clone()
    };
    vec![detail, cause]
}

/// AWS hands structured values over as JSON in one line.
fn plain(value: &Value) -> String {
    readable(&match value.as_text() {
        Some(text) => text,
        None => json(value).to_string(),
    })
}
