//! Predictions brought nearer to what an account's own launches have taken.

use std::collections::BTreeMap;

use super::update::is_quick;
use super::{Operation, Timeline};
use crate::change_set::{Difference, Place, What};
use crate::launch::{ResourceView, STACK_TYPE};

/// The table counts as so many observations: one odd launch does not overrule it.
const TABLE_WEIGHT: f64 = 1.0;
/// Beyond these factors something else was the matter than AWS's pace.
const LEAST: f64 = 0.2;
const MOST: f64 = 5.0;
/// What is shorter says more about how often CloudFormation looks than about AWS's pace.
const SHORTEST_S: f64 = 5.0;

/// How long one resource took, as a factor of what the table predicts for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Observed {
    pub resource_type: String,
    pub operation: Operation,
    pub factor: f64,
}

/// What a job that ended well tells about the table; `predicted` is made from the table alone, and
/// `operation` says what became of a resource, where that tells anything of the table.
pub fn observed(
    predicted: &Timeline,
    resources: &[ResourceView],
    operation: impl Fn(&ResourceView) -> Option<Operation>,
) -> Vec<Observed> {
    let expected: BTreeMap<(&str, &str), f64> = predicted
        .rows
        .iter()
        .map(|row| {
            let key = (row.stack.as_str(), row.logical_id.as_str());
            (key, row.end_s - row.start_s)
        })
        .collect();
    resources
        .iter()
        .filter(|view| view.resource_type != STACK_TYPE)
        .filter_map(|view| {
            let operation = operation(view)?;
            let took_s = (view.finished_at_ms? - view.started_at_ms?) as f64 / 1000.0;
            let expected = expected.get(&(view.stack.as_str(), view.logical_id.as_str()))?;
            let settled = match operation {
                Operation::Delete => view.status?.gone(),
                _ => view.status?.ready(),
            };
            (settled && took_s >= 0.0 && *expected >= SHORTEST_S).then(|| Observed {
                resource_type: view.resource_type.clone(),
                operation,
                factor: took_s / expected,
            })
        })
        .collect()
}

/// What an update that ended well tells: what it made, changed and removed. What it replaced tells
/// nothing, because making the new one and deleting the old one are one story of events.
pub fn observed_update(
    predicted: &Timeline,
    resources: &[ResourceView],
    differences: &BTreeMap<Place, Difference>,
) -> Vec<Observed> {
    observed(predicted, resources, |view| {
        let one = differences.get(&(view.stack.clone(), view.logical_id.clone()))?;
        match one.what {
            What::Added => Some(Operation::Create),
            What::Removed => Some(Operation::Delete),
            _ => (!one.is_replaced() && !is_quick(one)).then_some(Operation::Update),
        }
    })
}

/// Factors by type and operation: the median of what was observed, drawn towards the table where
/// little was.
pub(super) fn factors(all: &[Observed]) -> BTreeMap<(String, Operation), (f64, usize)> {
    let mut by_type: BTreeMap<(String, Operation), Vec<f64>> = BTreeMap::new();
    for one in all {
        by_type
            .entry((one.resource_type.clone(), one.operation))
            .or_default()
            .push(one.factor.clamp(LEAST, MOST));
    }
    by_type
        .into_iter()
        .map(|(key, mut seen)| {
            seen.sort_by(f64::total_cmp);
            let middle = (seen[(seen.len() - 1) / 2] + seen[seen.len() / 2]) / 2.0;
            let count = seen.len();
            let weight = count as f64;
            let factor = (TABLE_WEIGHT + weight * middle) / (TABLE_WEIGHT + weight);
            (key, (factor, count))
        })
        .collect()
}
