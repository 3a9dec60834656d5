//! The predicted timeline of an operation.

use super::durations::Durations;
use super::schedule::{Schedule, ScheduledRow, below, schedule};
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
    timeline(&low, &expected, &high)
}

/// A timeline of three schedules: optimistic, expected, pessimistic.
pub(super) fn timeline(low: &Schedule, expected: &Schedule, high: &Schedule) -> Timeline {
    let critical = critical_rows(expected);
    let rows: Vec<TimelineRow> = expected
        .rows
        .iter()
        .enumerate()
        .map(|(index, row)| TimelineRow {
            stack: row.stack.clone(),
            logical_id: row.logical_id.clone(),
            resource_type: row.resource_type.clone(),
            start_s: tenths(row.start_s),
            unblock_s: tenths(row.unblock_s),
            end_s: tenths(row.end_s),
            critical: critical.contains(&index),
            confidence: row.confidence,
        })
        .collect();
    let critical_path = steps(expected, &critical);
    let minutes = (expected.total_s / 60.0).ceil() as u32;
    Timeline {
        minutes,
        range: SecondsRange {
            low: tenths(low.total_s.min(expected.total_s)),
            expected: tenths(expected.total_s),
            high: tenths(high.total_s.max(expected.total_s)),
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
    let mut path = Vec::new();
    deciding(schedule, "root", &mut path);
    path
}

fn deciding(schedule: &Schedule, stack: &str, path: &mut Vec<usize>) {
    let rows = &schedule.rows;
    let mut at = (0..rows.len())
        .filter(|index| rows[*index].stack == stack)
        .max_by(|a, b| rows[*a].end_s.total_cmp(&rows[*b].end_s));
    while let Some(index) = at {
        path.push(index);
        if rows[index].resource_type == STACK_TYPE {
            deciding(schedule, &below(stack, &rows[index].logical_id), path);
        }
        at = rows[index].decided_by;
    }
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
            seconds: tenths((until - reached).max(0.0)),
        });
        reached = reached.max(until);
    }
    out
}

/// No observation is finer than a tenth of a second.
fn tenths(seconds: f64) -> f64 {
    (seconds * 10.0).round() / 10.0
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
    let known = match resource_type {
        "AWS::OpenSearchService::Domain" => "OpenSearch",
        "AWS::EKS::Cluster" => "The EKS cluster",
        "AWS::EKS::Nodegroup" => "The node group",
        "AWS::EKS::Addon" => "The EKS add-on",
        "AWS::AutoScaling::AutoScalingGroup" => "The Auto Scaling group",
        "AWS::EC2::NatGateway" => "The NAT gateway",
        "AWS::EC2::VPC" => "The network",
        "AWS::EC2::VPCEndpoint" => "The VPC endpoint",
        "AWS::EC2::VPNConnection" => "The VPN connection",
        "AWS::IAM::InstanceProfile" => "The instance profile",
        "AWS::IAM::Role" => "A role",
        "AWS::KMS::Key" => "An encryption key",
        "AWS::Lambda::Function" => "The Lambda function",
        "AWS::CodePipeline::Pipeline" => "The pipeline",
        "AWS::CodeBuild::Project" => "The build project",
        "Custom::ClusterSoftware" => "The cluster software",
        "Custom::EmptyBucket" => "Emptying the artifact bucket",
        other => {
            let name = other.rsplit("::").next().unwrap_or(other);
            return words(name);
        }
    };
    known.to_owned()
}

/// `VPCGatewayAttachment` as `VPC gateway attachment`.
fn words(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut out = String::with_capacity(name.len() + 4);
    for (at, letter) in letters.iter().enumerate() {
        let small = |at: usize| letters.get(at).is_some_and(|letter| letter.is_lowercase());
        let begins = at > 0 && letter.is_uppercase() && (small(at - 1) || small(at + 1));
        if begins {
            out.push(' ');
        }
        if begins && small(at + 1) {
            out.extend(letter.to_lowercase());
        } else {
            out.push(*letter);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::friendly;

    #[test]
    fn types_have_names_that_people_read() {
        for (resource_type, name) in [
            ("AWS::EC2::VPCGatewayAttachment", "VPC gateway attachment"),
            ("AWS::EC2::NetworkAclEntry", "Network acl entry"),
            ("AWS::EC2::EIP", "EIP"),
            ("Custom::Thing", "Thing"),
            ("AWS::EC2::NatGateway", "The NAT gateway"),
        ] {
            assert_eq!(friendly(resource_type), name, "{resource_type}");
        }
    }
}
