//! AWS's change set beside our own evaluation: what is real, what is open, what is not there at all.

use std::collections::{BTreeMap, BTreeSet};

use super::compare::{Difference, Place, PropertyDifference, Replaced, What, compare, nodes};
use super::marks::{decoded, marks, readable, words};
use super::reported::{
    Action, Evaluation, KNOWN_AFTER_APPLY, PolicyAction, PropertyChange, Recreation, Replacement,
    ReportedChanges, ResourceChange,
};
use super::table::{Effect, holds_data};
use super::tree::{Certainty, Change, ChangeKind, ChangeTree, ChangedProperty, Verdict};
use crate::launch::STACK_TYPE;
use crate::template::{StackTree, Value};

/// Both evaluations, made by [`super::evaluate`], and how they differ. Empty where nothing ran before.
#[derive(Debug, Default)]
pub struct Ours {
    /// Places that stand in both.
    common: BTreeSet<Place>,
    differences: BTreeMap<Place, Difference>,
}

impl Ours {
    /// Compares what runs with what is asked for.
    pub fn new(before: &StackTree, after: &StackTree) -> Self {
        let old = nodes(&before.root);
        let common = nodes(&after.root)
            .into_keys()
            .filter(|place| old.contains_key(place))
            .collect();
        Self {
            common,
            differences: compare(before, after),
        }
    }

    /// How the two differ, by place.
    pub fn differences(&self) -> &BTreeMap<Place, Difference> {
        &self.differences
    }

    /// What the update would do by our own evaluation alone, before AWS was asked.
    pub fn predicted(&self) -> ChangeTree {
        let changes = self
            .differences
            .values()
            .filter(|one| one.resource_type != STACK_TYPE)
            .map(|one| predicted(one, None))
            .collect();
        self.finish(ChangeTree {
            changes,
            ..ChangeTree::default()
        })
    }

    fn finish(&self, mut tree: ChangeTree) -> ChangeTree {
        tree.changes
            .sort_by_key(|change| (change.stack != "root", change.stack.clone()));
        tree.blocked = self.differences.values().filter_map(clash).collect();
        tree.sum_up()
    }
}

/// Classifies a change set. Resources that our evaluation does not know keep AWS's word.
pub fn classify(reported: &ReportedChanges, ours: &Ours) -> ChangeTree {
    let mut tree = ChangeTree {
        findings: reported.findings.clone(),
        ..ChangeTree::default()
    };
    let mut told: BTreeSet<&str> = BTreeSet::new();
    for stack in &reported.stacks {
        told.insert(&stack.stack);
        for row in &stack.changes {
            if row.resource_type == STACK_TYPE {
                continue;
            }
            let change = change(&stack.stack, row, ours);
            match change.kind {
                ChangeKind::Unchanged => tree.phantoms.push(change),
                _ => tree.changes.push(change),
            }
        }
    }
    // Of a nested stack that goes or comes AWS may tell nothing but its name.
    for row in reported.stacks.iter().flat_map(|stack| &stack.changes) {
        let whole = matches!(row.action, Action::Remove | Action::Add);
        if row.resource_type == STACK_TYPE && whole && !told.contains(row.logical_id.as_str()) {
            let inside = ours.differences.values();
            let inside = inside
                .filter(|one| one.place.0 == row.logical_id && one.resource_type != STACK_TYPE);
            tree.changes.extend(inside.map(|one| predicted(one, None)));
        }
    }
    ours.finish(tree)
}

/// AWS makes the new one first, and refuses two of one name.
fn clash(one: &Difference) -> Option<String> {
    match &one.replaced {
        Replaced::Yes {
            why,
            name_clash: Some(name),
        } => Some(format!(
            "{} would be replaced, and AWS cannot make a second one named `{name}` beside it. {why}",
            super::compare::place_words(&one.place)
        )),
        _ => None,
    }
}

fn change(stack: &str, row: &ResourceChange, ours: &Ours) -> Change {
    let place = (stack.to_owned(), row.logical_id.clone());
    let own = ours.differences.get(&place);
    let known = ours.common.contains(&place);
    let (kind, verdict) = match row.action {
        Action::Add => (ChangeKind::Added, None),
        Action::Remove => (ChangeKind::Removed, None),
        Action::Import => (ChangeKind::Imported, None),
        Action::SyncWithActual => (ChangeKind::Restored, None),
        Action::Dynamic => (ChangeKind::Open, None),
        Action::Modify => modify(row, own, known),
    };
    let policy = row.policy_action;
    Change {
        stack: stack.to_owned(),
        logical_id: row.logical_id.clone(),
        physical_id: row.physical_id.clone(),
        resource_type: row.resource_type.clone(),
        holds_data: holds_data(&row.resource_type),
        left_behind: match policy {
            Some(PolicyAction::Delete | PolicyAction::ReplaceAndDelete) => false,
            Some(_) => true,
            None => own.is_some_and(|one| one.left_behind),
        },
        properties: properties(row, own, known),
        kind,
        verdict,
    }
}

fn modify(
    row: &ResourceChange,
    own: Option<&Difference>,
    known: bool,
) -> (ChangeKind, Option<Verdict>) {
    let says = |certainty, reason: String| Some(Verdict { certainty, reason });
    let ours = own.map_or(&Replaced::No, |one| &one.replaced);
    match (row.replacement, ours) {
        (_, Replaced::Yes { why, .. }) => {
            (ChangeKind::Replaced, says(Certainty::Real, why.clone()))
        }
        (Some(Replacement::True), _) => (ChangeKind::Replaced, says(Certainty::Real, of_aws(row))),
        (_, Replaced::Perhaps { why }) => (
            ChangeKind::PerhapsReplaced,
            says(Certainty::UnknownUntilApplied, why.clone()),
        ),
        (Some(Replacement::Conditional), _) if !known => (
            ChangeKind::PerhapsReplaced,
            says(Certainty::UnknownUntilApplied, of_aws(row)),
        ),
        (Some(Replacement::Conditional), _) => {
            let kind = match own {
                Some(_) => ChangeKind::Modified,
                None => ChangeKind::Unchanged,
            };
            (kind, says(Certainty::Phantom, stays(row, own)))
        }
        _ if known && own.is_none() && only_dynamic(row) => (
            ChangeKind::Unchanged,
            says(Certainty::Phantom, stays(row, own)),
        ),
        _ => (ChangeKind::Modified, None),
    }
}

/// True where every detail is about a value that AWS claims to know only later.
fn only_dynamic(row: &ResourceChange) -> bool {
    row.properties.iter().all(|detail| {
        detail.after.as_deref() == Some(KNOWN_AFTER_APPLY)
            || (detail.after.is_none() && detail.evaluation == Evaluation::Dynamic)
            || (detail.after.is_none() && detail.causing_entity.is_some())
    })
}

/// Why AWS speaks of a replacement, from its own details.
fn of_aws(row: &ResourceChange) -> String {
    let mut details = row.properties.iter();
    let detail = details
        .clone()
        .find(|detail| detail.requires_recreation == Recreation::Always)
        .or_else(|| details.find(|detail| detail.requires_recreation != Recreation::Never));
    let Some(detail) = detail else {
        return "AWS says so.".to_owned();
    };
    let name = detail.name.as_deref().unwrap_or(&detail.attribute);
    match (&detail.causing_entity, detail.requires_recreation) {
        (Some(cause), Recreation::Always) if row.replacement != Some(Replacement::True) => {
            format!(
                "{name} cannot be changed on an existing resource; it comes from {cause}, whose value AWS knows only when it applies the change."
            )
        }
        (_, Recreation::Always) => {
            format!("{name} cannot be changed on an existing resource.")
        }
        _ => format!(
            "AWS decides while it applies the change of {name} whether the resource can stay."
        ),
    }
}

/// Why a replacement that AWS cannot rule out does not happen.
fn stays(row: &ResourceChange, own: Option<&Difference>) -> String {
    let kept = own.and_then(|one| {
        one.properties.iter().find_map(|row| match row.effect {
            Effect::Keeps(why) => Some(why),
            _ => None,
        })
    });
    if let Some(why) = kept {
        return format!("It stays: {why}.");
    }
    // AWS tells the cause in a row of its own, before or behind the other.
    let details = || row.properties.iter();
    let open = details()
        .find(|detail| detail.causing_entity.is_some())
        .or_else(|| details().find(|detail| detail.requires_recreation != Recreation::Never));
    match open.and_then(|detail| Some((detail.name.as_ref()?, detail.causing_entity.as_ref()))) {
        Some((name, Some(cause))) => format!(
            "It stays: {name} comes from {cause}, and by both templates its value is the same as before."
        ),
        Some((name, None)) => {
            format!("It stays: by both templates {name} has the same value as before.")
        }
        None => "By both templates nothing in it changes.".to_owned(),
    }
}

/// AWS's details, each property once, without those that only seem to change.
fn properties(row: &ResourceChange, own: Option<&Difference>, known: bool) -> Vec<ChangedProperty> {
    let mut rows: Vec<ChangedProperty> = Vec::new();
    for detail in &row.properties {
        let Some(path) = path_of(detail) else {
            continue;
        };
        let under = |one: &&PropertyDifference| {
            let own = one.path.join(".");
            own == path || below(&own, &path) || below(&path, &own)
        };
        let matching: Vec<&PropertyDifference> = own
            .map(|one| one.properties.iter().filter(under).collect())
            .unwrap_or_default();
        let seems = detail.after.as_deref() == Some(KNOWN_AFTER_APPLY) || detail.path.is_none();
        let is_property = matches!(detail.attribute.as_str(), "Properties" | "Tags");
        if known && seems && is_property && matching.is_empty() {
            continue;
        }
        if detail.path.is_none() && !matching.is_empty() {
            for one in matching {
                add(&mut rows, of_own(one));
            }
            continue;
        }
        let always = detail.requires_recreation == Recreation::Always;
        add(
            &mut rows,
            ChangedProperty {
                known_after_apply: detail.after.as_deref() == Some(KNOWN_AFTER_APPLY),
                before: detail.before.as_deref().map(laid_out),
                after: detail
                    .after
                    .as_deref()
                    .filter(|after| *after != KNOWN_AFTER_APPLY)
                    .map(laid_out),
                replaces: always || matching.iter().any(|one| one.effect == Effect::Replaces),
                cause: detail.causing_entity.clone(),
                path,
            },
        );
    }
    if rows.is_empty() && row.action == Action::Modify {
        let own = own.map(|one| one.properties.as_slice()).unwrap_or_default();
        rows.extend(own.iter().map(of_own));
    }
    rows
}

fn below(longer: &str, shorter: &str) -> bool {
    longer
        .strip_prefix(shorter)
        .is_some_and(|rest| rest.starts_with('.'))
}

/// AWS tells one property twice when its cause is a parameter, a reference or an attribute.
fn add(rows: &mut Vec<ChangedProperty>, row: ChangedProperty) {
    match rows.iter_mut().find(|known| known.path == row.path) {
        None => rows.push(row),
        Some(known) => {
            known.replaces |= row.replaces;
            known.cause = known.cause.take().or(row.cause);
            known.before = known.before.take().or(row.before);
            known.after = known.after.take().or(row.after);
        }
    }
}

/// `/Properties/Tags/0/Value` as `Tags.0.Value`; nothing for an automatic change of a nested stack.
fn path_of(detail: &PropertyChange) -> Option<String> {
    match (&detail.path, &detail.name) {
        (Some(path), _) => {
            let path = path.strip_prefix("/Properties").unwrap_or(path);
            Some(path.trim_start_matches('/').replace('/', "."))
        }
        (None, Some(name)) => Some(name.clone()),
        (None, None) if detail.attribute == "Properties" => None,
        (None, None) => Some(detail.attribute.clone()),
    }
}

/// A change that our own evaluation alone tells of.
pub(super) fn predicted(one: &Difference, physical_id: Option<String>) -> Change {
    let (kind, verdict) = match (one.what, &one.replaced) {
        (What::Added, _) => (ChangeKind::Added, None),
        (What::Removed, _) => (ChangeKind::Removed, None),
        (What::Modified, Replaced::No) => (ChangeKind::Modified, None),
        (What::Modified, Replaced::Yes { why, .. }) => (
            ChangeKind::Replaced,
            Some(Verdict {
                certainty: Certainty::Real,
                reason: why.clone(),
            }),
        ),
        (What::Modified, Replaced::Perhaps { why }) => (
            ChangeKind::PerhapsReplaced,
            Some(Verdict {
                certainty: Certainty::UnknownUntilApplied,
                reason: why.clone(),
            }),
        ),
    };
    Change {
        stack: one.place.0.clone(),
        logical_id: one.place.1.clone(),
        physical_id,
        resource_type: one.resource_type.clone(),
        kind,
        verdict,
        properties: one.properties.iter().map(of_own).collect(),
        holds_data: holds_data(&one.resource_type),
        left_behind: one.left_behind,
    }
}

fn of_own(row: &PropertyDifference) -> ChangedProperty {
    let open = row.follows.is_some()
        || row
            .after
            .as_ref()
            .is_some_and(|after| !marks(after).is_empty());
    ChangedProperty {
        path: row.path.join("."),
        before: row.before.as_ref().map(text),
        after: match row.follows {
            Some(_) => None,
            None => row.after.as_ref().map(text),
        },
        known_after_apply: open,
        replaces: row.effect == Effect::Replaces,
        cause: row.follows.as_ref().map(words),
    }
}

/// A value as text; JSON in lines where it is not a plain one.
pub fn text(value: &Value) -> String {
    let plain = match value.as_text() {
        Some(text) => decoded(&text).unwrap_or(text),
        None => serde_json::to_string_pretty(&json(value)).unwrap_or_default(),
    };
    readable(&plain)
}

/// A value as JSON.
pub fn json(value: &Value) -> serde_json::Value {
    match value {
        Value::Null | Value::Unknown(_) => serde_json::Value::Null,
        Value::Bool(flag) => (*flag).into(),
        Value::Number(number) => number.clone().into(),
        Value::String(text) => text.clone().into(),
        Value::List(list) => list.iter().map(json).collect(),
        Value::Map(map) => map
            .iter()
            .map(|(key, value)| (key.clone(), json(value)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
    }
}

/// AWS hands structured values over as JSON inside of a text.
fn laid_out(text: &str) -> String {
    match serde_json::from_str::<serde_json::Value>(text) {
        Ok(value) if value.is_object() || value.is_array() => {
            serde_json::to_string_pretty(&value).unwrap_or_else(|_| text.to_owned())
        }
        _ => text.to_owned(),
    }
}
