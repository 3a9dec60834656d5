//! Playing a creation: nested stacks and resources in dependency order, with realistic times.

use domain::launch::{STACK_TYPE, Status};
use domain::template::{ResourceNode, StackNode};
use domain::timeline::Operation as Timed;

use crate::fail;
use crate::record::Operation;
use crate::story::{Beat, Span, Stage};

/// Seconds between a stack's first and last own event and those of its resources.
const OWN_GAP: f64 = 0.4;

/// Events of a creation, failed and rolled back where the script says so.
pub fn create(stage: &Stage<'_>, operation: &Operation) -> Vec<Beat> {
    let spans = stage.spans(Timed::Create, &|_| true);
    let mut beats = Vec::new();
    let mut end: f64 = 0.0;
    for (stack, node) in stacks(&stage.tree.root) {
        let (from, to) = match stack {
            "root" => (0.0, f64::NAN),
            nested => {
                let span = spans.get(&("root".to_owned(), nested.to_owned()));
                span.map_or((0.0, 0.0), |span| (span.start, span.end))
            }
        };
        beats.push(own(
            stack,
            from,
            Status::CreateInProgress,
            Some("User Initiated"),
        ));
        let mut last: f64 = from;
        for resource in &node.resources {
            let key = (stack.to_owned(), resource.logical_id.clone());
            let Some(span) = spans.get(&key) else {
                continue;
            };
            resource_beats(&mut beats, stack, resource, *span);
            last = last.max(span.end);
        }
        end = end.max(last);
        if stack != "root" {
            // The child is complete when its last resource is; the parent notices at its next poll.
            let complete = (last + OWN_GAP).min(to);
            beats.push(own(stack, complete, Status::CreateComplete, None));
        }
    }
    beats.push(own("root", end + 1.2, Status::CreateComplete, None));
    match fail::of_create(stage, operation, &spans) {
        Some(failure) => fail::cut(stage, beats, &failure),
        None => beats,
    }
}

pub fn resource_beats(beats: &mut Vec<Beat>, stack: &str, resource: &ResourceNode, span: Span) {
    let beat = |at_s: f64, status: Status, reason: Option<&str>| Beat {
        at_s,
        stack: stack.to_owned(),
        logical_id: resource.logical_id.clone(),
        resource_type: resource.resource_type.clone(),
        own: false,
        status,
        reason: reason.map(str::to_owned),
        has_physical_id: true,
        configuration_complete: false,
        generation: 0,
    };
    beats.push(Beat {
        // A nested stack has its ARN at once: that is how its events are found.
        has_physical_id: resource.resource_type == STACK_TYPE,
        ..beat(span.start, Status::CreateInProgress, None)
    });
    let initiated = (span.start + 0.9).min(span.end);
    beats.push(beat(
        initiated,
        Status::CreateInProgress,
        Some("Resource creation Initiated"),
    ));
    if span.unblock > initiated && span.unblock < span.end {
        beats.push(Beat {
            configuration_complete: true,
            ..beat(
                span.unblock,
                Status::CreateInProgress,
                Some("Eventual consistency check initiated"),
            )
        });
    }
    beats.push(beat(span.end, Status::CreateComplete, None));
}

/// An event of a stack about itself.
pub fn own(stack: &str, at_s: f64, status: Status, reason: Option<&str>) -> Beat {
    Beat {
        at_s,
        stack: stack.to_owned(),
        logical_id: stack.to_owned(),
        resource_type: STACK_TYPE.to_owned(),
        own: true,
        status,
        reason: reason.map(str::to_owned),
        has_physical_id: true,
        configuration_complete: false,
        generation: 0,
    }
}

/// The root and its nested stacks by plan name.
pub fn stacks(root: &StackNode) -> impl Iterator<Item = (&str, &StackNode)> {
    std::iter::once(("root", root)).chain(root.resources.iter().filter_map(|resource| {
        resource
            .nested
            .as_deref()
            .map(|node| (resource.logical_id.as_str(), node))
    }))
}
