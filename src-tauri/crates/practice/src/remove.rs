//! Playing a deletion or a rollback: what stands is taken away in reverse order.

use std::collections::{BTreeMap, BTreeSet};

use domain::launch::{STACK_TYPE, Status};
use domain::template::DeletionPolicy;
use domain::timeline::Operation as Timed;
use engine::ports::Rehearsal;

use crate::play::{own, stacks};
use crate::record::{Operation, OperationKind, Record};
use crate::scripts;
use crate::story::{Beat, Place, Stage};

/// How long AWS tries before it gives a subnet with a left-over interface up.
const STUCK_AFTER_S: f64 = 600.0;
/// What the person does about it.
const LEFTOVERS: &str = "remove-leftovers";

/// What stands in the way of a deletion, and what it leaves.
#[derive(Debug, Default)]
pub struct Limits {
    /// It fails here, and what depends on it stays.
    stuck: Option<Place>,
    /// These are left as they are.
    left: BTreeSet<Place>,
    /// Only this nested stack is deleted.
    only: Option<String>,
}

/// Events of a deletion of what stands.
pub fn delete(
    stage: &Stage<'_>,
    standing: &BTreeMap<Place, Status>,
    operation: &Operation,
) -> Vec<Beat> {
    let asked = &operation.deletion;
    let stack = asked.stack.as_deref().unwrap_or("root");
    let named = asked.retain.iter();
    let mut limits = Limits {
        stuck: None,
        left: named.map(|id| (stack.to_owned(), id.clone())).collect(),
        only: asked.stack.clone(),
    };
    let script = operation.rehearsal.failure.as_deref();
    let scripted = script == Some(scripts::STUCK_DELETE) || is_stuck(stage.record);
    let blocked = scripted && !stage.record.has_acted(LEFTOVERS);
    let subnet = left_over(stage).filter(|_| blocked);
    let stays = |limits: &Limits, place: &Place| {
        limits.left.contains(place) || standing.get(place) == Some(&Status::DeleteSkipped)
    };
    // A subnet that is left keeps its VPC.
    let vpc = first(stage, "AWS::EC2::VPC");
    for place in [subnet.clone(), vpc].into_iter().flatten() {
        let in_the_way = match &subnet {
            Some(subnet) if *subnet == place => !stays(&limits, &place),
            _ => any_subnet(stage).any(|subnet| stays(&limits, &subnet)),
        };
        if !in_the_way || limits.left.contains(&place) {
            continue;
        }
        if asked.force && place.0 == stack {
            limits.left.insert(place);
        } else if limits.stuck.is_none() {
            limits.stuck = Some(place);
        }
    }
    all(stage, standing, &limits)
}

/// True where a deletion was played that stops, and nobody has taken away what stopped it.
pub fn is_stuck(record: &Record) -> bool {
    let is = |rehearsal: &Rehearsal| rehearsal.failure.as_deref() == Some(scripts::STUCK_DELETE);
    let mut deletions = record
        .operations
        .iter()
        .filter(|operation| operation.kind == OperationKind::Delete);
    let asked = is(&record.rehearsal) || deletions.any(|operation| is(&operation.rehearsal));
    asked && !record.has_acted(LEFTOVERS)
}

/// The subnet that a left-over network interface blocks.
pub fn left_over(stage: &Stage<'_>) -> Option<Place> {
    any_subnet(stage).min_by_key(|(_, name)| !name.contains("Node"))
}

fn any_subnet(stage: &Stage<'_>) -> impl Iterator<Item = Place> {
    places(stage, "AWS::EC2::Subnet")
}

fn first(stage: &Stage<'_>, resource_type: &'static str) -> Option<Place> {
    places(stage, resource_type).next()
}

fn places(stage: &Stage<'_>, resource_type: &'static str) -> impl Iterator<Item = Place> {
    stacks(&stage.tree.root)
        .flat_map(|(stack, node)| node.resources.iter().map(move |resource| (stack, resource)))
        .filter(move |(_, resource)| resource.resource_type == resource_type)
        .map(|(stack, resource)| (stack.to_owned(), resource.logical_id.clone()))
}

fn stands(status: Status) -> bool {
    !status.gone()
}

/// Takes everything that stands away, within its limits.
pub fn all(stage: &Stage<'_>, standing: &BTreeMap<Place, Status>, limits: &Limits) -> Vec<Beat> {
    let stand_still = |place: &Place| standing.get(place).copied().is_some_and(stands);
    let only = limits.only.as_deref();
    let meant = |stack: &str| only.is_none_or(|only| only == stack);
    let spans = stage.spans(Timed::Delete, &|place| {
        meant(&place.0) && stand_still(place)
    });
    let stuck = limits.stuck.clone().filter(stand_still);
    let blocked_from = stuck
        .as_ref()
        .and_then(|place| spans.get(place))
        .map(|span| span.start);
    let mut beats = Vec::new();
    let mut end: f64 = 0.0;
    let mut left: BTreeMap<String, Vec<String>> = BTreeMap::new();
    if only.is_none() {
        let words = Some("User Initiated");
        beats.push(own("root", 0.0, Status::DeleteInProgress, words));
    }
    for (stack, node) in stacks(&stage.tree.root).filter(|(stack, _)| meant(stack)) {
        let of_root = ("root".to_owned(), stack.to_owned());
        if limits.left.contains(&of_root) {
            continue;
        }
        let mut last: f64 = 0.0;
        // A nested stack may have begun before any of its resources; one that was deleted before the
        // root is gone.
        let gone = |name: &str| {
            let status = standing.get(&(stack.to_owned(), name.to_owned()));
            status.is_some_and(|status| !stands(*status))
        };
        let mut any = stand_still(&of_root)
            && !node.resources.iter().any(|one| gone(&one.logical_id))
            || stuck.as_ref().is_some_and(|place| place.0 == stack);
        for resource in &node.resources {
            let place = (stack.to_owned(), resource.logical_id.clone());
            let (Some(status), Some(span)) = (standing.get(&place), spans.get(&place)) else {
                continue;
            };
            if !stands(*status) {
                continue;
            }
            let beat = |at_s: f64, status: Status, reason: Option<String>| Beat {
                at_s,
                stack: stack.to_owned(),
                logical_id: resource.logical_id.clone(),
                resource_type: resource.resource_type.clone(),
                own: false,
                status,
                reason,
                has_physical_id: true,
                configuration_complete: false,
                generation: 0,
            };
            let in_stuck_stack = stuck.as_ref().is_some_and(|place| place.0 == stack);
            if stuck.as_ref() == Some(&place) {
                beats.push(beat(span.start, Status::DeleteInProgress, None));
                let at_s = span.start + STUCK_AFTER_S;
                beats.push(beat(at_s, Status::DeleteFailed, Some(words(stage, &place))));
                left.entry(stack.to_owned())
                    .or_default()
                    .push(place.1.clone());
                any = true;
                last = last.max(at_s);
                continue;
            }
            // What must go after the stuck resource is not touched at all.
            let waits = match blocked_from {
                Some(from) if in_stuck_stack => span.start > from,
                Some(_) if stack == "root" => stuck
                    .as_ref()
                    .is_some_and(|place| place.0 == resource.logical_id),
                _ => false,
            };
            any = true;
            if waits && resource.resource_type != STACK_TYPE {
                continue;
            }
            if resource.resource_type == STACK_TYPE && !limits.left.contains(&place) {
                beats.push(beat(span.start, Status::DeleteInProgress, None));
                if !waits {
                    beats.push(beat(span.end, Status::DeleteComplete, None));
                    last = last.max(span.end);
                }
                continue;
            }
            let kept = matches!(resource.deletion_policy, DeletionPolicy::Retain)
                && *status == Status::CreateComplete;
            if kept || limits.left.contains(&place) {
                beats.push(beat(span.start, Status::DeleteSkipped, None));
            } else {
                beats.push(beat(span.start, Status::DeleteInProgress, None));
                beats.push(beat(span.end, Status::DeleteComplete, None));
            }
            last = last.max(span.end);
        }
        if stack != "root" && any {
            let from = spans
                .get(&("root".to_owned(), stack.to_owned()))
                .map_or(0.0, |span| span.start);
            beats.push(own(stack, from + 0.2, Status::DeleteInProgress, None));
            match left.get(stack) {
                None => beats.push(own(stack, last + 0.4, Status::DeleteComplete, None)),
                Some(names) => {
                    let reason = list_of(names);
                    beats.push(own(stack, last + 0.4, Status::DeleteFailed, Some(&reason)));
                    if only.is_some() {
                        continue;
                    }
                    let mut embedded = own("root", last + 12.0, Status::DeleteFailed, None);
                    embedded.own = false;
                    stack.clone_into(&mut embedded.logical_id);
                    embedded.reason = Some(format!(
                        "Embedded stack {} was not successfully deleted: {reason}",
                        stage.stack_id(stack)
                    ));
                    beats.push(embedded);
                    last += 12.0;
                }
            }
        }
        end = end.max(last);
    }
    match &stuck {
        _ if only.is_some() => {}
        None => beats.push(own("root", end + 1.2, Status::DeleteComplete, None)),
        Some(place) => {
            let name = if place.0 == "root" {
                &place.1
            } else {
                &place.0
            };
            let reason = list_of(std::slice::from_ref(name));
            beats.push(own("root", end + 1.2, Status::DeleteFailed, Some(&reason)));
        }
    }
    beats
}

fn list_of(names: &[String]) -> String {
    format!(
        "The following resource(s) failed to delete: [{}].",
        names.join(", ")
    )
}

fn words(stage: &Stage<'_>, place: &Place) -> String {
    let path = crate::story::path_of(&place.0);
    let is_vpc = first(stage, "AWS::EC2::VPC").as_ref() == Some(place);
    let (kind, what) = match is_vpc {
        true => ("AWS::EC2::VPC", "vpc"),
        false => ("AWS::EC2::Subnet", "subnet"),
    };
    let id = stage.invented.physical_id(&path, &place.1, kind);
    let uuid = |what: &str| crate::identities::uuid(&stage.invented.hex(what, 32));
    format!(
        "Resource handler returned message: \"The {what} '{id}' has dependencies and cannot be deleted. (Service: Ec2, Status Code: 400, Request ID: {}) (SDK Attempt Count: 1)\" (RequestToken: {}, HandlerErrorCode: InvalidRequest)",
        uuid("stuck request"),
        uuid("stuck token")
    )
}
