//! AWS's change set beside our own evaluation: what is real, what is open, what is not there at all.

use std::collections::{BTreeMap, BTreeSet};

use super::clash::{Clash, clashes};
use super::compare::{Difference, Place, Replaced, What, compare, nodes};
use super::properties::{of_own, open, properties};
use super::reported::{
    Action, Evaluation, PolicyAction, Recreation, Replacement, ReportedChanges, ResourceChange,
};
use super::table::{Effect, holds_data};
use super::tree::{Certainty, Change, ChangeKind, ChangeTree, Verdict};
use crate::launch::STACK_TYPE;
use crate::template::StackTree;

/// Both evaluations, made by [`super::evaluate`], and how they differ. Empty where nothing ran before.
#[derive(Debug, Default)]
pub struct Ours {
    /// Places that stand in both.
    common: BTreeSet<Place>,
    differences: BTreeMap<Place, Difference>,
    clashes: Vec<Clash>,
}

impl Ours {
    /// Compares what runs with what is asked for.
    pub fn new(before: &StackTree, after: &StackTree) -> Self {
        let old = nodes(&before.root);
        let common = nodes(&after.root)
            .into_keys()
            .filter(|place| old.contains_key(place))
            .collect();
        let differences = compare(before, after);
        Self {
            common,
            clashes: clashes(before, after, &differences),
            differences,
        }
    }

    /// What AWS would refuse because another resource has its name until the end of the update.
    pub fn clashes(&self) -> &[Clash] {
        &self.clashes
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
        tree.blocked = self.clashes.iter().map(Clash::words).collect();
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
        (_, Replaced::Yes { why }) => (ChangeKind::Replaced, says(Certainty::Real, why.clone())),
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
        open(detail)
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
                "{name} cannot be changed on an existing resource; it comes from {}, whose value AWS knows only when it applies the change.",
                entity(cause)
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

/// `Cluster.Arn` is an attribute; what has no dot is a parameter of the stack.
fn entity(cause: &str) -> String {
    match cause.contains('.') {
        true => cause.to_owned(),
        false => format!("the parameter {cause}"),
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
            "It stays: {name} comes from {}, and by both templates its value is the same as before.",
            entity(cause)
        ),
        Some((name, None)) => {
            format!("It stays: by both templates {name} has the same value as before.")
        }
        None => "By both templates nothing in it changes.".to_owned(),
    }
}

/// A change that our own evaluation alone tells of.
pub(super) fn predicted(one: &Difference, physical_id: Option<String>) -> Change {
    let (kind, verdict) = match (one.what, &one.replaced) {
        (What::Added, _) => (ChangeKind::Added, None),
        (What::Removed, _) => (ChangeKind::Removed, None),
        (What::Modified, Replaced::No) => (ChangeKind::Modified, None),
        (What::Modified, Replaced::Yes { why }) => (
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
