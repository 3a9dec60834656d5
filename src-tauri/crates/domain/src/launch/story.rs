//! The fold: planned resources and stack events in, the state of every stack and resource out.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use super::{Operation, ResourceView, StackEvent, StackView, Status};
use crate::plan::PlannedResource;
use crate::timeline::Timeline;

/// The type of a nested stack's resource.
pub const STACK_TYPE: &str = "AWS::CloudFormation::Stack";

/// What one operation has done so far. Events may arrive in any order of stacks and more than once.
#[derive(Debug, Clone)]
pub struct Story {
    operation: Operation,
    resources: IndexMap<(String, String), ResourceView>,
    /// Stack ARN to its name in the plan: `root`, `Network`.
    stack_names: BTreeMap<String, String>,
    stack_status: BTreeMap<String, Status>,
    seen: BTreeSet<String>,
    /// Predicted seconds of the whole operation.
    expected_s: f64,
}

impl Story {
    /// Starts from the plan: every resource is known before its first event.
    pub fn new(
        operation: Operation,
        root_stack_id: &str,
        planned: &[PlannedResource],
        timeline: &Timeline,
    ) -> Self {
        let mut resources: IndexMap<(String, String), ResourceView> = planned
            .iter()
            .map(|resource| {
                let key = (resource.stack.clone(), resource.logical_id.clone());
                (
                    key,
                    empty_view(
                        &resource.stack,
                        &resource.logical_id,
                        &resource.resource_type,
                    ),
                )
            })
            .collect();
        for row in &timeline.rows {
            if let Some(view) = resources.get_mut(&(row.stack.clone(), row.logical_id.clone())) {
                view.predicted_start_s = Some(row.start_s);
                view.predicted_end_s = Some(row.end_s);
                view.critical = row.critical;
            }
        }
        Self {
            operation,
            resources,
            stack_names: BTreeMap::from([(root_stack_id.to_owned(), "root".to_owned())]),
            stack_status: BTreeMap::new(),
            seen: BTreeSet::new(),
            expected_s: timeline.range.expected,
        }
    }

    /// Names a stack that no event of its parent has named yet.
    pub fn know(&mut self, stack_id: &str, name: &str) {
        self.stack_names
            .insert(stack_id.to_owned(), name.to_owned());
    }

    /// Takes one event in; false when it was known already.
    pub fn apply(&mut self, event: &StackEvent) -> bool {
        if !self.seen.insert(event.id.clone()) {
            return false;
        }
        let stack = self.stack_of(event);
        let own = event.resource_type == STACK_TYPE
            && event.physical_id.as_deref() == Some(event.stack_id.as_str());
        if own {
            self.stack_status.insert(stack, event.status);
            return true;
        }
        if event.resource_type == STACK_TYPE
            && let Some(child) = event.physical_id.as_ref().filter(|id| !id.is_empty())
        {
            self.stack_names
                .insert(child.clone(), nested_name(&stack, &event.logical_id));
        }
        let view = self
            .resources
            .entry((stack.clone(), event.logical_id.clone()))
            .or_insert_with(|| empty_view(&stack, &event.logical_id, &event.resource_type));
        // While it cleans up, AWS deletes the old one of what was replaced, under the same name.
        let old_one = self.operation == Operation::Update
            && event.status.as_str().starts_with("DELETE")
            && matches!((&view.physical_id, &event.physical_id), (Some(new), Some(id)) if new != id);
        if !old_one {
            take(view, event);
        }
        true
    }

    /// The plan's name of the stack that an event belongs to.
    pub fn stack_of(&self, event: &StackEvent) -> String {
        self.stack_names
            .get(&event.stack_id)
            .cloned()
            .unwrap_or_else(|| event.stack_name.clone())
    }

    /// Stacks known so far, by ARN and name; the root is the one named `root`.
    pub fn stacks_by_id(&self) -> &BTreeMap<String, String> {
        &self.stack_names
    }

    /// Last own status of a stack by its plan name.
    pub fn status_of(&self, stack: &str) -> Option<Status> {
        self.stack_status.get(stack).copied()
    }

    /// What the operation is.
    pub fn operation(&self) -> Operation {
        self.operation
    }

    /// Predicted seconds of the whole operation.
    pub fn expected_s(&self) -> f64 {
        self.expected_s
    }

    /// Events taken in.
    pub fn event_count(&self) -> u32 {
        u32::try_from(self.seen.len()).unwrap_or(u32::MAX)
    }

    /// Every resource in plan order, unplanned ones behind.
    pub fn resources(&self) -> impl Iterator<Item = &ResourceView> {
        self.resources.values()
    }

    /// True when a resource needs nothing more in this operation.
    pub fn settled(&self, view: &ResourceView) -> bool {
        match (self.operation, view.status) {
            (_, None) => false,
            (Operation::Delete, Some(status)) => status.gone(),
            (_, Some(status)) => status.ready(),
        }
    }

    /// One row for each stack of the plan, root first.
    pub fn stacks(&self) -> Vec<StackView> {
        let mut rows: IndexMap<&str, StackView> = IndexMap::new();
        for view in self.resources.values() {
            let row = rows
                .entry(view.stack.as_str())
                .or_insert_with(|| StackView {
                    stack: view.stack.clone(),
                    stack_id: None,
                    status: self.stack_status.get(&view.stack).copied(),
                    complete: 0,
                    total: 0,
                });
            row.total += 1;
            row.complete += u32::from(self.settled(view));
        }
        for (id, name) in &self.stack_names {
            if let Some(row) = rows.get_mut(name.as_str()) {
                row.stack_id = Some(id.clone());
            }
        }
        let mut stacks: Vec<StackView> = rows.into_values().collect();
        stacks.sort_by_key(|row| row.stack != "root");
        stacks
    }
}

/// What a stack nested in another is called: by its logical ID in the root, deeper down by the way to it.
pub fn nested_name(stack: &str, logical_id: &str) -> String {
    match stack {
        "root" => logical_id.to_owned(),
        outer => format!("{outer}/{logical_id}"),
    }
}

fn empty_view(stack: &str, logical_id: &str, resource_type: &str) -> ResourceView {
    ResourceView {
        stack: stack.to_owned(),
        logical_id: logical_id.to_owned(),
        resource_type: resource_type.to_owned(),
        physical_id: None,
        status: None,
        reason: None,
        started_at_ms: None,
        finished_at_ms: None,
        predicted_start_s: None,
        predicted_end_s: None,
        critical: false,
    }
}

fn take(view: &mut ResourceView, event: &StackEvent) {
    let starts_anew = event.status.in_progress()
        && view
            .status
            .is_none_or(|before| !before.in_progress() || before != event.status);
    if starts_anew {
        view.started_at_ms = Some(event.at_ms);
        view.finished_at_ms = None;
    }
    if !event.status.in_progress() {
        view.finished_at_ms = Some(event.at_ms);
    }
    view.status = Some(event.status);
    // A reason explains one status; the next one without words clears it.
    view.reason.clone_from(&event.reason);
    if let Some(id) = event.physical_id.as_ref().filter(|id| !id.is_empty()) {
        view.physical_id = Some(id.clone());
    }
}
