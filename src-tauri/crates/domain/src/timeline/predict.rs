//! The predicted timeline of an operation.

use super::durations::Durations;
use super::schedule::{Schedule, ScheduledRow, schedule};
use super::{Confidence, CriticalStep, Operation, SecondsRange, Timeline, TimelineRow};
use crate::launch::STACK_TYPE;
use crate::template::StackTree;

/// Predicts how long an operation on a tree takes and what decides it.
pub fn predict(tree: &StackTree, operation: Operation, durations: &Durations) -> Timeline {
    let expected = schedule(tree, operation, durations, &|d, _, _| (d.median, d.unblock));
    let low = schedule(tree, operation, durations, &|d, _, _| {
        (d.low, d.unblock.min(d.low))
    });
    // Dependents starting early is not guaranteed, so the upper end waits for every resource.
    let high = schedule(tree, operation, durations, &|d, _, _| (d.high, d.high));
    let critical = critical_rows(&expected);
    let rows: Vec<TimelineRow> = expected
        .rows
        .iter()
        .enumerate()
        .map(|(index, row)| TimelineRow {
            stack: row.stack.clone(),
            logical_id: row.logical_id.clone(),
            resource_type: row.resource_type.clone(),
            start_s: row.start_s,
            unblock_s: row.unblock_s,
            end_s: row.end_s,
            critical: critical.contains(&index),
            confidence: row.confidence,
        })
        .collect();
    let critical_path = steps(&expected, &critical);
    let minutes = (expected.total_s / 60.0).ceil() as u32;
    Timeline {
        minutes,
        range: SecondsRange {
            low: low.total_s.min(expected.total_s),
            expected: expected.total_s,
            high: high.total_s.max(expected.total_s),
        },
        sentence: sentence(&critical_path, minutes),
        confidence: critical
            .iter()
            .map(|index| &expected.rows[*index])
            .filter(|row| row.resource_type != STACK_TYPE && row.end_s - row.start_s > 30.0)
            .map(|row| row.confidence)
            .min()
            .unwrap_or(Confidence::High),
        critical_path,
        rows,
    }
}

/// From the last end back to the start: each row's start was decided by another, and a nested stack's
/// end by its last resource.
fn critical_rows(schedule: &Schedule) -> Vec<usize> {
    let rows = &schedule.rows;
    let last_of = |stack: &str| {
        (0..rows.len())
            .filter(|index| rows[*index].stack == stack)
            .max_by(|a, b| rows[*a].end_s.total_cmp(&rows[*b].end_s))
    };
    let mut path = Vec::new();
    let mut at = last_of("root");
    while let Some(index) = at {
        path.push(index);
        if rows[index].resource_type == STACK_TYPE {
            let mut inner =
                last_of(&rows[index].logical_id).filter(|_| rows[index].stack == "root");
            while let Some(deep) = inner {
                path.push(deep);
                inner = rows[deep].decided_by;
            }
        }
        at = rows[index].decided_by;
    }
    path.reverse();
    path
}

/// The chain without the nested stacks themselves; each link with the seconds it adds.
fn steps(schedule: &Schedule, critical: &[usize]) -> Vec<CriticalStep> {
    let mut chain: Vec<&ScheduledRow> = critical
        .iter()
        .map(|index| &schedule.rows[*index])
        .filter(|row| row.resource_type != STACK_TYPE)
        .collect();
    chain.sort_by(|a, b| a.start_s.total_cmp(&b.start_s));
    let mut reached = 0.0_f64;
    let mut out = Vec::with_capacity(chain.len());
    for (position, row) in chain.iter().enumerate() {
        let until = match chain.get(position + 1) {
            Some(next) => next.start_s,
            None => schedule.total_s,
        };
        out.push(CriticalStep {
            stack: row.stack.clone(),
            logical_id: row.logical_id.clone(),
            resource_type: row.resource_type.clone(),
            seconds: (until - reached).max(0.0),
        });
        reached = reached.max(until);
    }
    out
}

fn sentence(path: &[CriticalStep], minutes: u32) -> String {
    match path.iter().max_by(|a, b| a.seconds.total_cmp(&b.seconds)) {
        Some(step) => format!(
            "{} decides: about {minutes} min",
            friendly(&step.resource_type)
        ),
        None => format!("about {minutes} min"),
    }
}

/// What people call a resource type.
pub fn friendly(resource_type: &str) -> String {
    match resource_type {
        "AWS::OpenSearchService::Domain" => "OpenSearch".to_owned(),
        "AWS::EKS::Cluster" => "The EKS cluster".to_owned(),
        "AWS::EKS::Nodegroup" => "The node group".to_owned(),
        "AWS::EKS::Addon" => "The EKS add-on".to_owned(),
        "AWS::EC2::NatGateway" => "The NAT gateway".to_owned(),
        "Custom::ClusterSoftware" => "The cluster software".to_owned(),
        other => other.rsplit("::").next().unwrap_or(other).to_owned(),
    }
}
