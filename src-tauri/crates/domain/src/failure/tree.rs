//! Which stack is nested in which, read from the events alone.

use std::collections::BTreeMap;

use crate::launch::{STACK_TYPE, StackEvent};

/// The stacks of a list of events and how they are nested.
pub(super) struct Tree<'a> {
    /// Stack ID to its parent's stack ID and its logical ID there.
    parents: BTreeMap<&'a str, (&'a str, &'a str)>,
    /// Stack ID to stack name, in order of the IDs.
    names: BTreeMap<&'a str, &'a str>,
}

impl<'a> Tree<'a> {
    pub fn of(events: &'a [StackEvent]) -> Self {
        let names: BTreeMap<&str, &str> = events
            .iter()
            .map(|event| (event.stack_id.as_str(), event.stack_name.as_str()))
            .collect();
        let mut tree = Tree {
            parents: BTreeMap::new(),
            names,
        };
        for event in events {
            if !tree.is_nested(event) {
                continue;
            }
            let child = tree.by_physical_id(event).or_else(|| tree.by_name(event));
            if let Some(child) = child
                && child != event.stack_id
            {
                tree.parents
                    .entry(child)
                    .or_insert((&event.stack_id, &event.logical_id));
            }
        }
        tree
    }

    /// True for a stack's event about itself.
    pub fn is_own(&self, event: &StackEvent) -> bool {
        event.resource_type == STACK_TYPE
            && (event.physical_id.as_deref() == Some(event.stack_id.as_str())
                || (event.logical_id == event.stack_name
                    && event
                        .physical_id
                        .as_deref()
                        .is_none_or(|id| id == event.stack_id || !id.starts_with("arn:"))))
    }

    /// True for a parent's event about a stack nested in it.
    pub fn is_nested(&self, event: &StackEvent) -> bool {
        event.resource_type == STACK_TYPE && !self.is_own(event)
    }

    /// The nested stack that a parent's event is about, if its own events are at hand.
    pub fn child_of(&self, event: &StackEvent) -> Option<&'a str> {
        self.by_physical_id(event).or_else(|| {
            self.parents
                .iter()
                .find(|(_, (parent, logical_id))| {
                    *parent == event.stack_id && *logical_id == event.logical_id
                })
                .map(|(child, _)| *child)
        })
    }

    /// The outermost stack above `stack_id`, or itself.
    pub fn root_of(&self, stack_id: &'a str) -> &'a str {
        self.lineage(stack_id).last().copied().unwrap_or(stack_id)
    }

    /// `stack_id`, its parent, and so on outwards.
    pub fn lineage(&self, stack_id: &'a str) -> Vec<&'a str> {
        let mut line = vec![stack_id];
        while let Some((parent, _)) = self.parents.get(line[line.len() - 1]) {
            // A list of events that claims a circle is not followed round and round.
            if line.contains(parent) {
                break;
            }
            line.push(parent);
        }
        line
    }

    /// Logical IDs from the root's nested stack down to `stack_id`.
    pub fn path(&self, stack_id: &'a str) -> Vec<String> {
        let line = self.lineage(stack_id);
        let mut path: Vec<String> = line[..line.len() - 1]
            .iter()
            .filter_map(|stack| self.parents.get(stack))
            .map(|(_, logical_id)| (*logical_id).to_owned())
            .collect();
        path.reverse();
        path
    }

    fn by_physical_id(&self, event: &StackEvent) -> Option<&'a str> {
        let wanted = event.physical_id.as_deref()?;
        self.names
            .get_key_value(wanted)
            .map(|(id, _)| *id)
            .or_else(|| {
                // `arn:…:stack/NAME/UUID` of a stack whose events came under its name.
                let name = wanted.split_once(":stack/")?.1.split('/').next()?;
                self.named(name).filter(|id| !id.starts_with("arn:"))
            })
    }

    /// CloudFormation calls a nested stack `PARENT-LOGICALID-RANDOM`, and cuts long names.
    fn by_name(&self, event: &StackEvent) -> Option<&'a str> {
        let lead = format!("{}-{}-", event.stack_name, event.logical_id);
        self.names
            .iter()
            .filter(|(_, name)| {
                name.strip_prefix(lead.as_str())
                    .is_some_and(|rest| !rest.contains('-'))
            })
            .map(|(id, _)| *id)
            .next()
    }

    fn named(&self, name: &str) -> Option<&'a str> {
        self.names
            .iter()
            .find(|(_, known)| **known == name)
            .map(|(id, _)| *id)
    }
}
