//! Names that an update would need twice: AWS makes everything new before it deletes anything old.

use std::collections::BTreeMap;

use super::compare::{Difference, Place, Replaced, What, nodes, place_words};
use super::marks::readable;
use super::table::identity;
use crate::template::StackTree;

/// A resource that cannot be made, because another has its name until the end of the update.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// What would be made.
    pub place: Place,
    /// What has the name so far; the same place where it is replaced under its own name.
    pub held_by: Place,
    /// `array-crew`; several texts where only together they are taken once.
    pub name: String,
    /// Why it is made anew; empty for one that is added.
    pub why: String,
}

impl Clash {
    /// One sentence or two.
    pub fn words(&self) -> String {
        let (made, name) = (place_words(&self.place), &self.name);
        if self.place == self.held_by {
            return format!(
                "{made} would be replaced, and AWS cannot make a second one named `{name}` beside it. {}",
                self.why
            );
        }
        format!(
            "{made} would be made as `{name}`, and {} is called so until the end of the update: AWS makes what is new before it deletes what is old.",
            place_words(&self.held_by)
        )
    }

    /// What to do instead.
    pub fn remedy(&self) -> String {
        if self.place == self.held_by {
            return "Change it back, or launch a new environment and move over.".to_owned();
        }
        "Make two updates of it: take the old one out of the file and update, then add the new one and update again."
            .to_owned()
    }
}

/// Every clash between what is made and what there is.
pub(super) fn clashes(
    before: &StackTree,
    after: &StackTree,
    differences: &BTreeMap<Place, Difference>,
) -> Vec<Clash> {
    let (old, new) = (nodes(&before.root), nodes(&after.root));
    let taken: BTreeMap<(&str, Vec<String>), &Place> = old
        .iter()
        .map(|(place, node)| ((node.resource_type.as_str(), identity(node)), place))
        .filter(|((_, name), _)| !name.is_empty())
        .collect();
    let made = differences.values().filter_map(|one| {
        let why = match (one.what, &one.replaced) {
            (What::Added, _) => String::new(),
            (What::Modified, Replaced::Yes { why }) => why.clone(),
            _ => return None,
        };
        let node = new.get(&one.place)?;
        let name = identity(node);
        let held_by = taken.get(&(node.resource_type.as_str(), name.clone()))?;
        // A reference to what is replaced reads the same and is another.
        let moved = |row: &super::compare::PropertyDifference| {
            row.follows.is_some()
                && row
                    .after
                    .as_ref()
                    .and_then(|after| after.as_text())
                    .is_some_and(|text| name.contains(&text))
        };
        if one.properties.iter().any(moved) {
            return None;
        }
        Some(Clash {
            place: one.place.clone(),
            held_by: (*held_by).clone(),
            name: readable(&name.join(", ")),
            why,
        })
    });
    made.collect()
}
