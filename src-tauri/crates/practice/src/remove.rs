//! Playing a deletion or a rollback: what stands is taken away in reverse order.

use std::collections::BTreeMap;

use domain::launch::{STACK_TYPE, Status};
use domain::template::DeletionPolicy;
use domain::timeline::Operation as Timed;

use crate::play::{own, stacks};
use crate::record::Operation;
use crate::scripts;
use crate::story::{Beat, Place, Stage};

/// How long AWS tries before it gives a subnet with a left-over interface up.
const STUCK_AFTER_S: f64 = 600.0;
/// What the person does about it.
const LEFTOVERS: &str = "remove-leftovers";

/// Events of a deletion of what stands.
pub fn delete(
    stage: &Stage<'_>,
    standing: &BTreeMap<Place, Status>,
    operation: &Operation,
) -> Vec<Beat> {
    let script = operation.rehearsal.failure.as_deref().or(stage
        .record
        .rehearsal
        .failure
        .as_deref());
    let stuck = script == Some(scripts::STUCK_DELETE) && !stage.record.has_acted(LEFTOVERS);
    all(stage, standing, stuck.then(|| left_over(stage)).flatten())
}

/// The subnet that a left-over network interface blocks.
fn left_over(stage: &Stage<'_>) -> Option<Place> {
    stacks(&stage.tree.root)
        .flat_map(|(stack, node)| node.resources.iter().map(move |resource| (stack, resource)))
        .filter(|(_, resource)| resource.resource_type == "AWS::EC2::Subnet")
        .min_by_key(|(_, resource)| !resource.logical_id.contains("Node"))
        .map(|(stack, resource)| (stack.to_owned(), resource.logical_id.clone()))
}

fn stands(status: Status) -> bool {
    !status.gone()
}

/// Takes everything that stands away; at `stuck` it fails and what depends on it stays.
pub fn all(
    stage: &Stage<'_>,
    standing: &BTreeMap<Place, Status>,
    stuck: Option<Place>,
) -> Vec<Beat> {
    let stand_still = |place: &Place| standing.get(place).copied().is_some_and(stands);
    let spans = stage.spans(Timed::Delete, &stand_still);
    let stuck = stuck.filter(stand_still);
    let blocked_from = stuck
        .as_ref()
        .and_then(|place| spans.get(place))
        .map(|span| span.start);
    let mut beats = Vec::new();
    let mut end: f64 = 0.0;
    let mut left: BTreeMap<String, Vec<String>> = BTreeMap::new();
    beats.push(own(
        "root",
        0.0,
        Status::DeleteInProgress,
        Some("User Initiated"),
    ));
    for (stack, node) in stacks(&stage.tree.root) {
        let mut last: f64 = 0.0;
        // A nested stack may have begun before any of its resources.
        let mut any = stand_still(&("root".to_owned(), stack.to_owned()));
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
            if resource.resource_type == STACK_TYPE {
                beats.push(beat(span.start, Status::DeleteInProgress, None));
                if !waits {
                    beats.push(beat(span.end, Status::DeleteComplete, None));
                    last = last.max(span.end);
                }
                continue;
            }
            let kept = matches!(resource.deletion_policy, DeletionPolicy::Retain)
                && *status == Status::CreateComplete;
            if kept {
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
    let id = stage
        .invented
        .physical_id(&path, &place.1, "AWS::EC2::Subnet");
    let uuid = |what: &str| crate::identities::uuid(&stage.invented.hex(what, 32));
    format!(
        "Resource handler returned message: \"The subnet '{id}' has dependencies and cannot be deleted. (Service: Ec2, Status Code: 400, Request ID: {}) (SDK Attempt Count: 1)\" (RequestToken: {}, HandlerErrorCode: InvalidRequest)",
        uuid("stuck request"),
        uuid("stuck token")
    )
}
