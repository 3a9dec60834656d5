//! When every resource of a tree is worked on: one schedule for the plan and the practice cloud.

use std::collections::BTreeMap;

use super::Confidence;
use super::Operation;
use super::durations::{Duration, Durations, HOP_S, STACK_END_S, STACK_START_S};
use crate::launch::STACK_TYPE;
use crate::template::{DeletionPolicy, ResourceNode, StackNode, StackTree};

/// One resource in a schedule; seconds from the start of the operation.
#[derive(Debug, Clone, PartialEq)]
pub struct ScheduledRow {
    /// `root`, or the nested stack's logical ID, `Network`; deeper ones are `Network/Inner`.
    pub stack: String,
    pub logical_id: String,
    pub resource_type: String,
    pub start_s: f64,
    /// When dependents may start.
    pub unblock_s: f64,
    pub end_s: f64,
    pub confidence: Confidence,
    /// Index of the row that decided this row's start; for a nested stack, of its last row.
    pub decided_by: Option<usize>,
}

/// A whole schedule.
#[derive(Debug, Clone, PartialEq)]
pub struct Schedule {
    pub rows: Vec<ScheduledRow>,
    /// End of the root stack.
    pub total_s: f64,
}

/// Chooses how long one resource takes: seconds in all, and until its dependents may start.
pub type Pick<'a> = &'a dyn Fn(&Duration, &str, &str) -> (f64, f64);

/// Schedules a tree. Resources start as soon as what they need lets them; a nested stack is seen as
/// complete only when its parent next polls. Deletion goes the other way round.
pub fn schedule(
    tree: &StackTree,
    operation: Operation,
    durations: &Durations,
    pick: Pick<'_>,
) -> Schedule {
    let mut run = Run {
        operation,
        durations,
        pick,
        rows: Vec::new(),
    };
    let end = run.stack(&tree.root, "root", 0.0);
    Schedule {
        rows: run.rows,
        total_s: end,
    }
}

struct Run<'a> {
    operation: Operation,
    durations: &'a Durations,
    pick: Pick<'a>,
    rows: Vec<ScheduledRow>,
}

impl Run<'_> {
    /// Schedules one stack from its start; gives its end.
    fn stack(&mut self, node: &StackNode, name: &str, start: f64) -> f64 {
        let needs = self.needs(node);
        let mut row_of: Vec<Option<usize>> = vec![None; node.resources.len()];
        let mut last = start;
        for at in order(node, &needs) {
            let resource = &node.resources[at];
            let mut from = start + STACK_START_S;
            let mut decided_by = None;
            for need in &needs[at] {
                let Some(row) = row_of[*need] else { continue };
                let ready = self.rows[row].unblock_s + HOP_S;
                if ready > from {
                    from = ready;
                    decided_by = Some(row);
                }
            }
            let row = self.resource(resource, name, from, decided_by);
            row_of[at] = Some(row);
            last = last.max(self.rows[row].end_s);
        }
        last + STACK_END_S
    }

    /// For each resource the indices of those it waits for.
    fn needs(&self, node: &StackNode) -> Vec<Vec<usize>> {
        let index: BTreeMap<&str, usize> = node
            .resources
            .iter()
            .enumerate()
            .map(|(index, resource)| (resource.logical_id.as_str(), index))
            .collect();
        let mut needs = vec![Vec::new(); node.resources.len()];
        for (at, resource) in node.resources.iter().enumerate() {
            for name in &resource.depends_on {
                let Some(other) = index.get(name.as_str()) else {
                    continue;
                };
                if self.operation == Operation::Delete {
                    needs[*other].push(at);
                } else {
                    needs[at].push(*other);
                }
            }
        }
        needs
    }

    fn resource(
        &mut self,
        resource: &ResourceNode,
        stack: &str,
        start: f64,
        decided_by: Option<usize>,
    ) -> usize {
        let row =
            |unblock_s: f64, end_s: f64, confidence: Confidence, by: Option<usize>| ScheduledRow {
                stack: stack.to_owned(),
                logical_id: resource.logical_id.clone(),
                resource_type: resource.resource_type.clone(),
                start_s: start,
                unblock_s,
                end_s,
                confidence,
                decided_by: by,
            };
        if let Some(nested) = &resource.nested
            && resource.resource_type == STACK_TYPE
        {
            let at = self.rows.len();
            self.rows
                .push(row(start, start, Confidence::High, decided_by));
            let inner = self.stack(nested, &below(stack, &resource.logical_id), start);
            let end = start + next_poll(inner - start);
            self.rows[at].unblock_s = end;
            self.rows[at].end_s = end;
            return at;
        }
        let duration = self.durations.lookup(
            &resource.resource_type,
            self.operation,
            &resource.properties,
        );
        let (total, unblock) = match (self.operation, resource.deletion_policy) {
            // Left behind, which takes no time.
            (Operation::Delete, DeletionPolicy::Retain | DeletionPolicy::RetainExceptOnCreate) => {
                (0.0, 0.0)
            }
            _ => (self.pick)(&duration, stack, &resource.logical_id),
        };
        let unblock = match self.operation {
            // What is being deleted holds its dependencies until it is gone.
            Operation::Delete => total,
            _ => unblock.min(total),
        };
        let at = self.rows.len();
        self.rows.push(row(
            start + unblock,
            start + total,
            duration.confidence,
            decided_by,
        ));
        at
    }
}

/// Indices in an order in which each comes behind what it needs. The tree has no cycles.
fn order(node: &StackNode, needs: &[Vec<usize>]) -> Vec<usize> {
    let mut done = vec![false; node.resources.len()];
    let mut out = Vec::with_capacity(done.len());
    fn visit(at: usize, needs: &[Vec<usize>], done: &mut [bool], out: &mut Vec<usize>) {
        if std::mem::replace(&mut done[at], true) {
            return;
        }
        for need in &needs[at] {
            visit(*need, needs, done, out);
        }
        out.push(at);
    }
    for at in 0..node.resources.len() {
        visit(at, needs, &mut done, &mut out);
    }
    out
}

/// What a nested stack of a stack is called: its logical ID, below the names of those around it.
pub(super) fn below(stack: &str, logical_id: &str) -> String {
    match stack {
        "root" => logical_id.to_owned(),
        parent => format!("{parent}/{logical_id}"),
    }
}

/// Ages at which a parent looks at a nested stack, ever further apart (data/durations.json,
/// `nested_stack_poll_ticks_s`): two steps of 10.8 s, then each a tenth longer, which meets every
/// observed age up to 183 s. Steps beyond 30 s were not observed and are not assumed.
fn next_poll(age: f64) -> f64 {
    let mut step: f64 = 10.8;
    let mut tick = step;
    while tick < age {
        tick += step;
        step = (step * 1.1).min(30.0);
    }
    tick
}

#[cfg(test)]
mod tests {
    use super::next_poll;

    #[test]
    fn polls_are_the_observed_ones() {
        let observed = [11.0, 22.0, 34.0, 47.0, 61.0, 77.0, 114.0, 158.0, 183.0];
        for tick in observed {
            let said = next_poll(tick - 3.0);
            assert!(
                (said - tick).abs() < 1.2,
                "an age of {tick} s was observed, not {said}"
            );
        }
        assert!(
            next_poll(0.0) > 10.0,
            "even an empty stack is looked at once"
        );
    }
}
