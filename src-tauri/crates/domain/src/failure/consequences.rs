//! Drops what follows from an earlier failure, or repeats it, though it is not marked as such.

use super::candidates::Candidate;
use super::root_cause::explain;
use super::{CauseClass, cascade};
use crate::launch::{StackEvent, Status};

/// Sorts by time, keeps one of each resource, and drops what follows from an earlier failure.
pub(super) fn without_consequences<'a>(
    mut list: Vec<Candidate<'a>>,
    events: &[StackEvent],
) -> Vec<Candidate<'a>> {
    let explained = |candidate: &Candidate<'_>| explain(candidate, events);
    list.sort_by_cached_key(|candidate| {
        (
            candidate.event.at_ms,
            explained(candidate).class == CauseClass::Unknown,
            candidate.index,
        )
    });
    let reasons: Vec<String> = list
        .iter()
        .filter_map(|one| one.event.reason.clone())
        .collect();
    let mut kept: Vec<Candidate<'a>> = Vec::new();
    for candidate in list {
        let event = candidate.event;
        let again = kept.iter().any(|one| {
            one.event.stack_id == event.stack_id && one.event.logical_id == event.logical_id
        });
        let follows = event.status == Status::DeleteFailed
            && is_network_shell(&event.resource_type)
            && kept.iter().any(|one| {
                one.event.status == Status::DeleteFailed
                    && lives_in_network(&one.event.resource_type)
            })
            && explained(&candidate).class == CauseClass::InUseOnDelete;
        let repeats = repeated(&candidate, &reasons);
        if !again && !follows && !repeats {
            kept.push(candidate);
        }
    }
    kept
}

/// True for a summary that repeats what another event says itself.
fn repeated(candidate: &Candidate<'_>, reasons: &[String]) -> bool {
    let reason = candidate.event.reason.as_deref().unwrap_or_default();
    carries_cause(reason)
        && reasons.iter().any(|other| {
            other != reason && !other.trim().is_empty() && reason.trim_end().ends_with(other.trim())
        })
}

/// What has addresses or interfaces in a VPC and so keeps it from going.
fn lives_in_network(resource_type: &str) -> bool {
    [
        "EC2::",
        "ElasticLoadBalancing",
        "EKS::",
        "AutoScaling::",
        "OpenSearchService::",
        "Elasticsearch::",
        "Lambda::",
        "RDS::",
        "ECS::",
        "EFS::",
        "ElastiCache::",
    ]
    .iter()
    .any(|family| {
        resource_type
            .strip_prefix("AWS::")
            .is_some_and(|short| short.starts_with(family))
    }) || !resource_type.starts_with("AWS::")
}

/// What holds other network parts and so cannot go while one of them stays. CloudFormation does
/// not mark these consequences; each gets a dependency text of its own.
fn is_network_shell(resource_type: &str) -> bool {
    matches!(
        resource_type,
        "AWS::EC2::VPC"
            | "AWS::EC2::InternetGateway"
            | "AWS::EC2::VPCGatewayAttachment"
            | "AWS::EC2::RouteTable"
            | "AWS::EC2::NetworkAcl"
    )
}

/// True for a nested stack's summary with the cause at its end.
pub(super) fn carries_cause(reason: &str) -> bool {
    let inner = super::unwrap(reason);
    inner.embedded && !inner.text.is_empty() && !cascade::is_cascade(&inner.text, None)
}
