//! Playing a failed creation: one resource fails, CloudFormation cancels the rest and rolls back.

use std::collections::{BTreeMap, BTreeSet};

use domain::launch::{STACK_TYPE, Status};
use domain::template::ResourceNode;

use crate::play::{own, stacks};
use crate::record::Operation;
use crate::remove;
use crate::scripts;
use crate::story::{Beat, Place, Span, Stage};

/// How long the parent needs to notice that a nested stack has failed.
const NOTICE_S: f64 = 11.0;
/// Most of its time a failing resource takes before it gives up.
const GIVES_UP_AT: f64 = 0.4;

/// A failure to be played.
pub struct Failure {
    pub at_s: f64,
    pub place: Place,
    pub reason: String,
}

/// The failure that the operation's script asks for, if it concerns a creation.
pub fn of_create(
    stage: &Stage<'_>,
    operation: &Operation,
    spans: &BTreeMap<Place, Span>,
) -> Option<Failure> {
    let types = types(operation)?;
    let (stack, resource, span) = stacks(&stage.tree.root)
        .flat_map(|(stack, node)| node.resources.iter().map(move |resource| (stack, resource)))
        .filter(|(_, resource)| types.contains(&resource.resource_type.as_str()))
        .filter_map(|(stack, resource)| {
            let key = (stack.to_owned(), resource.logical_id.clone());
            spans.get(&key).map(|span| (stack, resource, *span))
        })
        .min_by(|a, b| a.2.start.total_cmp(&b.2.start))?;
    Some(Failure {
        at_s: span.start + ((span.end - span.start) * GIVES_UP_AT).max(0.5),
        place: (stack.to_owned(), resource.logical_id.clone()),
        reason: words(stage, resource),
    })
}

/// Types of which the script lets one fail.
pub fn types(operation: &Operation) -> Option<&'static [&'static str]> {
    match operation.rehearsal.failure.as_deref()? {
        scripts::ELASTIC_IP_LIMIT => Some(&["AWS::EC2::EIP"]),
        scripts::NO_INSTANCE_CAPACITY => {
            Some(&["AWS::EKS::Nodegroup", "AWS::AutoScaling::AutoScalingGroup"])
        }
        scripts::MISSING_SERVICE_LINKED_ROLE => Some(&["AWS::OpenSearchService::Domain"]),
        _ => None,
    }
}

/// AWS's words, as its resource handlers wrap them today.
pub fn words(stage: &Stage<'_>, resource: &ResourceNode) -> String {
    let id = |what: &str| {
        crate::identities::uuid(
            &stage
                .invented
                .hex(&format!("{what}|{}", resource.logical_id), 32),
        )
    };
    let (request, token) = (id("request"), id("token"));
    let zone = format!("{}a", stage.record.region);
    let instance = resource
        .properties
        .get("InstanceTypes")
        .and_then(|types| types.first_text())
        .unwrap_or_else(|| "m7g.large".to_owned());
    match resource.resource_type.as_str() {
        "AWS::EC2::EIP" => format!(
            "Resource handler returned message: \"The maximum number of addresses has been reached. (Service: Ec2, Status Code: 400, Request ID: {request}) (SDK Attempt Count: 1)\" (RequestToken: {token}, HandlerErrorCode: ServiceLimitExceeded)"
        ),
        "AWS::OpenSearchService::Domain" => format!(
            "Resource handler returned message: \"Invalid request provided: Before you can proceed, you must enable a service-linked role to give Amazon OpenSearch Service permissions to access your VPC. (Service: OpenSearch, Status Code: 400, Request ID: {request})\" (RequestToken: {token}, HandlerErrorCode: InvalidRequest)"
        ),
        "AWS::EKS::Nodegroup" => format!(
            "Nodegroup {} failed to stabilize: [{{Code: AsgInstanceLaunchFailures,Message: Could not launch On-Demand Instances. InsufficientInstanceCapacity - We currently do not have sufficient {instance} capacity in the Availability Zone you requested ({zone}). Our system will be working on provisioning additional capacity. Launching EC2 instance failed.,ResourceIds: [eks-{}]}}]",
            resource.logical_id, token
        ),
        _ => format!(
            "We currently do not have sufficient {instance} capacity in the Availability Zone you requested ({zone}). Our system will be working on provisioning additional capacity. Launching EC2 instance failed."
        ),
    }
}

/// Cuts a creation at its failure, cancels what is under way and rolls everything back.
pub fn cut(stage: &Stage<'_>, mut beats: Vec<Beat>, failure: &Failure) -> Vec<Beat> {
    let failed_stack = failure.place.0.clone();
    let noticed = failure.at_s + NOTICE_S;
    // The failing stack stops at once, the others when the root notices.
    beats.retain(|beat| {
        let limit = if beat.stack == failed_stack {
            failure.at_s
        } else {
            noticed
        };
        let is_end_of_failed = beat.stack == "root" && beat.logical_id == failed_stack;
        beat.at_s < limit && !(is_end_of_failed && beat.status == Status::CreateComplete)
    });
    let mut standing: BTreeMap<Place, Status> = BTreeMap::new();
    let mut types: BTreeMap<Place, String> = BTreeMap::new();
    let mut stack_status: BTreeMap<String, Status> = BTreeMap::new();
    for beat in &beats {
        if beat.own {
            stack_status.insert(beat.stack.clone(), beat.status);
            continue;
        }
        let place = (beat.stack.clone(), beat.logical_id.clone());
        standing.insert(place.clone(), beat.status);
        types.insert(place, beat.resource_type.clone());
    }
    let mut failed: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut more = Vec::new();
    for (place, status) in &mut standing {
        let is_cause = *place == failure.place;
        if *status != Status::CreateInProgress && !is_cause {
            continue;
        }
        let nested = types[place] == STACK_TYPE;
        let (at_s, reason) = if is_cause {
            (failure.at_s, failure.reason.clone())
        } else if place.0 == failed_stack {
            (failure.at_s + 0.3, "Resource creation cancelled".to_owned())
        } else if nested && place.1 == failed_stack {
            continue;
        } else {
            (noticed + 0.3, "Resource creation cancelled".to_owned())
        };
        *status = Status::CreateFailed;
        failed
            .entry(place.0.clone())
            .or_default()
            .insert(place.1.clone());
        more.push(resource(
            place,
            &types[place],
            at_s,
            Status::CreateFailed,
            &reason,
            !is_cause,
        ));
    }
    if failed_stack != "root" {
        let place = ("root".to_owned(), failed_stack.clone());
        let reason = format!(
            "Embedded stack {} was not successfully created: {}",
            stage.stack_id(&failed_stack),
            list_of(&failed, &failed_stack)
        );
        standing.insert(place.clone(), Status::CreateFailed);
        failed
            .entry("root".to_owned())
            .or_default()
            .insert(failed_stack.clone());
        more.push(resource(
            &place,
            STACK_TYPE,
            noticed,
            Status::CreateFailed,
            &reason,
            true,
        ));
    }
    for (stack, status) in &stack_status {
        if stack == "root" || *status != Status::CreateInProgress || !failed.contains_key(stack) {
            continue;
        }
        let at_s = if *stack == failed_stack {
            failure.at_s + 0.8
        } else {
            noticed + 0.8
        };
        let reason = list_of(&failed, stack);
        more.push(own(stack, at_s, Status::CreateFailed, Some(&reason)));
    }
    let rolls_back = noticed + 1.5;
    let reason = format!("{} Rollback requested by user.", list_of(&failed, "root"));
    more.push(own(
        "root",
        rolls_back,
        Status::RollbackInProgress,
        Some(&reason),
    ));
    beats.extend(more);
    let removal = remove::all(stage, &standing, &remove::Limits::default());
    let mut end: f64 = 0.0;
    for mut beat in removal {
        end = end.max(beat.at_s);
        if beat.own && beat.stack == "root" {
            continue;
        }
        beat.at_s += rolls_back + 1.0;
        beats.push(beat);
    }
    beats.push(own(
        "root",
        rolls_back + end + 2.0,
        Status::RollbackComplete,
        None,
    ));
    beats
}

fn list_of(failed: &BTreeMap<String, BTreeSet<String>>, stack: &str) -> String {
    let names: Vec<&str> = failed
        .get(stack)
        .map(|names| names.iter().map(String::as_str).collect())
        .unwrap_or_default();
    format!(
        "The following resource(s) failed to create: [{}].",
        names.join(", ")
    )
}

fn resource(
    place: &Place,
    resource_type: &str,
    at_s: f64,
    status: Status,
    reason: &str,
    has_physical_id: bool,
) -> Beat {
    Beat {
        at_s,
        stack: place.0.clone(),
        logical_id: place.1.clone(),
        resource_type: resource_type.to_owned(),
        own: false,
        status,
        reason: Some(reason.to_owned()),
        has_physical_id,
        configuration_complete: false,
        generation: 0,
    }
}
