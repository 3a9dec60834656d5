//! The timeline of an update: only what differs takes time, and what is left over is deleted last.

use std::collections::BTreeMap;

use super::durations::{Duration, Durations, HOP_S};
use super::predict::timeline;
use super::schedule::{Schedule, ScheduledRow, schedule};
use super::{Operation, Timeline};
use crate::change_set::{Difference, Place, What, nodes};
use crate::launch::STACK_TYPE;
use crate::template::{ResourceNode, StackTree, Value};

/// Predicts an update by the differences of two evaluations.
pub fn predict_update(
    before: &StackTree,
    after: &StackTree,
    differences: &BTreeMap<Place, Difference>,
    durations: &Durations,
) -> Timeline {
    let by = |pick: fn(&Duration) -> (f64, f64)| {
        let mut schedule = update(before, after, differences, durations, &|d, _| pick(d));
        // A stack without changes is passed over in seconds; it is no step that people wait for.
        let changed = |row: &ScheduledRow| {
            let place = (row.stack.clone(), row.logical_id.clone());
            let inside = row.resource_type == STACK_TYPE
                && differences
                    .values()
                    .any(|one| one.place.0 == row.logical_id);
            differences.contains_key(&place) || inside
        };
        keep(&mut schedule, changed);
        schedule
    };
    timeline(
        &by(|d| (d.low, d.unblock.min(d.low))),
        &by(|d| (d.median, d.unblock)),
        &by(|d| (d.high, d.high)),
    )
}

/// Chooses how long one resource takes: seconds in all, and until its dependents may start.
pub type Choose<'a> = &'a dyn Fn(&Duration, &Place) -> (f64, f64);

/// Schedules an update: new and changed resources in the order of their dependencies, then the
/// deletion of what was removed or replaced.
pub fn update(
    before: &StackTree,
    after: &StackTree,
    differences: &BTreeMap<Place, Difference>,
    durations: &Durations,
    choose: Choose<'_>,
) -> Schedule {
    let (old, new) = (nodes(&before.root), nodes(&after.root));
    let look_up = |node: &ResourceNode, operation| {
        durations.lookup(&node.resource_type, operation, &node.properties)
    };
    let mut schedule = schedule(
        after,
        Operation::Update,
        durations,
        &|_, stack, logical_id| {
            let place = (stack.to_owned(), logical_id.to_owned());
            let (Some(one), Some(node)) = (differences.get(&place), new.get(&place)) else {
                return (0.0, 0.0);
            };
            let operation = match one.what {
                What::Added => Operation::Create,
                _ if one.is_replaced() => Operation::Create,
                _ => Operation::Update,
            };
            let plain = one.what == What::Modified && is_quick(one);
            let duration = if plain {
                durations.lookup("AWS::EC2::Subnet", Operation::Update, &Value::Null)
            } else {
                look_up(node, operation)
            };
            choose(&duration, &place)
        },
    );
    let start = schedule.total_s;
    let mut end = start;
    // What is removed goes when everything else stands.
    let last = (0..schedule.rows.len())
        .filter(|index| schedule.rows[*index].stack == "root")
        .max_by(|a, b| schedule.rows[*a].end_s.total_cmp(&schedule.rows[*b].end_s));
    for (place, one) in differences {
        let goes = one.what == What::Removed || one.is_replaced();
        let Some(node) = old.get(place).filter(|_| goes && !one.left_behind) else {
            continue;
        };
        let duration = look_up(node, Operation::Delete);
        let (seconds, _) = match node.resource_type.as_str() {
            STACK_TYPE => (0.0, 0.0),
            _ => choose(&duration, place),
        };
        end = end.max(start + HOP_S + seconds);
        if one.what == What::Removed {
            schedule.rows.push(ScheduledRow {
                stack: place.0.clone(),
                logical_id: place.1.clone(),
                resource_type: node.resource_type.clone(),
                start_s: start + HOP_S,
                unblock_s: start + HOP_S + seconds,
                end_s: start + HOP_S + seconds,
                confidence: duration.confidence,
                decided_by: last.filter(|_| place.0 == "root"),
            });
        }
    }
    schedule.total_s = end;
    schedule
}

/// What an EKS node group takes over without new nodes
/// ([UpdateNodegroupConfig](https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdateNodegroupConfig.html)).
const ROLLS_NO_NODES: [&str; 4] = ["ScalingConfig", "UpdateConfig", "Labels", "Taints"];

/// Tags alone never make nodes roll or a domain move, nor do a node group's sizes and labels.
pub(super) fn is_quick(one: &Difference) -> bool {
    let quick = |top: &str| {
        top.contains("Tags")
            || one.resource_type == "AWS::EKS::Nodegroup" && ROLLS_NO_NODES.contains(&top)
    };
    one.properties
        .iter()
        .all(|row| row.path.first().is_some_and(|top| quick(top)))
}

/// Leaves rows out; who was decided by one of them was decided by what decided it.
fn keep(schedule: &mut Schedule, wanted: impl Fn(&ScheduledRow) -> bool) {
    let old = std::mem::take(&mut schedule.rows);
    let mut place_of: Vec<Option<usize>> = Vec::with_capacity(old.len());
    let mut next = 0;
    for row in &old {
        let kept = wanted(row);
        place_of.push(kept.then_some(next));
        next += usize::from(kept);
    }
    let decided_by = |mut at: Option<usize>| loop {
        let index = at?;
        if let Some(place) = place_of[index] {
            return Some(place);
        }
        at = old[index].decided_by;
    };
    schedule.rows = old
        .iter()
        .filter(|row| wanted(row))
        .map(|row| ScheduledRow {
            decided_by: decided_by(row.decided_by),
            ..row.clone()
        })
        .collect();
}
