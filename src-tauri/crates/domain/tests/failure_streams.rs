//! Whole event streams, read as `aws cloudformation describe-stack-events` prints them.

#![allow(clippy::unwrap_used)]

use domain::failure::{
    CauseClass, Place, RootCause, missing_stacks, parse_stack_events, root_cause, root_cause_at,
};

fn explain(json: &str) -> Option<RootCause> {
    root_cause(&parse_stack_events(json).unwrap())
}

macro_rules! stream {
    ($name:literal) => {
        include_str!(concat!("fixtures/failures/", $name, ".json"))
    };
}

#[test]
fn the_first_failure_of_a_delete_wins_and_its_consequences_are_dropped() {
    let cause = explain(stream!("delete-chain")).unwrap();
    assert_eq!(
        (cause.logical_id.as_str(), cause.code.as_str()),
        ("VPCGatewayAttachment", "ARR-1154"),
        "the mapped address came first"
    );
    assert_eq!(
        cause.others,
        [],
        "gateway and VPC fail because of it, 25 minutes later"
    );
}

#[test]
fn independent_causes_are_all_named() {
    let quotas = explain(stream!("two-quotas")).unwrap();
    let codes: Vec<&str> = std::iter::once(&quotas)
        .chain(&quotas.others)
        .map(|cause| cause.code.as_str())
        .collect();
    assert_eq!(
        codes,
        ["ARR-1043", "ARR-1041"],
        "both quotas have to be raised"
    );
    let leftovers = explain(stream!("delete-two-causes")).unwrap();
    assert_eq!(leftovers.code, "ARR-1151", "the bucket is not empty");
    assert_eq!(
        leftovers
            .others
            .iter()
            .map(|cause| cause.code.as_str())
            .collect::<Vec<_>>(),
        ["ARR-1153"],
        "nor is the repository"
    );
}

#[test]
fn the_second_failure_while_rolling_back_is_told_apart() {
    let cause = explain(stream!("rollback-fails-too")).unwrap();
    assert_eq!(
        (cause.logical_id.as_str(), cause.class),
        ("PipelineWebhook", CauseClass::ExternalHandshake),
        "the webhook is the cause"
    );
    let rollback = cause.rollback.unwrap();
    assert_eq!(
        (rollback.logical_id.as_str(), rollback.code.as_str()),
        ("ArtifactBucket", "ARR-1151"),
        "the bucket blocks the way back"
    );
}

#[test]
fn a_cancelled_sibling_that_comes_first_is_no_cause() {
    assert_eq!(
        explain(stream!("cascade-first")).unwrap().code,
        "ARR-1103",
        "the domain's subnets are the cause"
    );
    assert_eq!(
        explain(stream!("missing-service-linked-role"))
            .unwrap()
            .code,
        "ARR-1121",
        "a sibling stack that fails as a whole is a consequence"
    );
}

#[test]
fn a_cause_without_words_or_without_a_failed_event_is_found() {
    let silent = explain(stream!("no-reason")).unwrap();
    assert_eq!(
        (silent.logical_id.as_str(), silent.code.as_str()),
        ("InternetGateway", "ARR-1001"),
        "the app says that AWS gave no reason"
    );
    assert_eq!(silent.aws_message, "", "and invents none");
    assert_eq!(
        explain(stream!("export-in-use")).unwrap().code,
        "ARR-1142",
        "only the way back's reason tells"
    );
}

#[test]
fn only_the_latest_operation_counts() {
    assert_eq!(
        explain(stream!("delete-retried")),
        None,
        "the second try succeeded: nothing to explain any more"
    );
}

#[test]
fn the_place_is_named_as_the_caller_likes() {
    let events = parse_stack_events(stream!("elastic-ip-limit")).unwrap();
    let cause = root_cause_at(&events, &|found| Place {
        stack: if found.path.is_empty() {
            "root".into()
        } else {
            found.path.join("/")
        },
        file: Some("network.yaml".into()),
        line: Some(120),
    })
    .unwrap();
    assert_eq!(
        (cause.code.as_str(), cause.stack.as_str()),
        ("ARR-1042", "vpc"),
        "the nested stack's logical ID"
    );
    assert_eq!(
        (cause.file.as_deref(), cause.line),
        (Some("network.yaml"), Some(120)),
        "the template's line"
    );
    assert_eq!(
        cause.others.len(),
        1,
        "the second address met the same limit"
    );
}

#[test]
fn stacks_whose_events_are_missing_are_asked_for() {
    let events = parse_stack_events(stream!("elastic-ip-limit")).unwrap();
    let root: Vec<_> = events
        .into_iter()
        .filter(|event| event.stack_name == "demo-staging")
        .collect();
    assert_eq!(
        root_cause(&root),
        None,
        "the root's events alone only say that the nested stack failed"
    );
    let missing = missing_stacks(&root);
    assert!(
        missing.len() == 1 && missing[0].contains("demo-staging-Network"),
        "so its events are asked for: {missing:?}"
    );
}

/// A stream in short: stack, logical ID, type, status, reason, seconds.
fn short(rows: &[(&str, &str, &str, &str, &str, u32)]) -> Vec<domain::launch::StackEvent> {
    let arn =
        |stack: &str| format!("arn:aws:cloudformation:eu-central-1:111122223333:stack/{stack}/1");
    let events: Vec<serde_json::Value> = rows
        .iter()
        .map(|(stack, logical_id, resource_type, status, reason, at)| {
            let nested = *resource_type == "CloudFormation::Stack" && stack != logical_id;
            let physical = match (nested, stack == logical_id) {
                (true, _) => arn(&format!("{stack}-{logical_id}-ABC")),
                (_, true) => arn(stack),
                _ => String::new(),
            };
            serde_json::json!({
                "StackId": arn(stack), "StackName": stack, "LogicalResourceId": logical_id, "PhysicalResourceId": physical,
                "ResourceType": format!("AWS::{resource_type}"), "ResourceStatus": status, "ResourceStatusReason": reason, "Timestamp": at,
            })
        })
        .collect();
    parse_stack_events(&serde_json::json!({ "StackEvents": events }).to_string()).unwrap()
}

const S: &str = "CloudFormation::Stack";

#[test]
fn a_bucket_does_not_keep_a_vpc_from_going() {
    let cause = root_cause(&short(&[
        ("demo", "demo", S, "DELETE_IN_PROGRESS", "User Initiated", 1),
        (
            "demo",
            "Bucket",
            "S3::Bucket",
            "DELETE_FAILED",
            "The bucket you tried to delete is not empty",
            2,
        ),
        (
            "demo",
            "Vpc",
            "EC2::VPC",
            "DELETE_FAILED",
            "The vpc 'vpc-1' has dependencies and cannot be deleted.",
            900,
        ),
        (
            "demo",
            "demo",
            S,
            "DELETE_FAILED",
            "The following resource(s) failed to delete: [Bucket, Vpc].",
            901,
        ),
    ]))
    .unwrap();
    assert_eq!(cause.logical_id, "Bucket", "the first failure");
    assert_eq!(
        cause.others.len(),
        1,
        "the VPC has a cause of its own, since no bucket is in it"
    );
}

#[test]
fn a_delete_that_worked_at_the_second_try_did_not_fail() {
    let events = short(&[
        ("demo", "demo", S, "DELETE_IN_PROGRESS", "User Initiated", 1),
        (
            "demo",
            "Group",
            "EC2::SecurityGroup",
            "DELETE_FAILED",
            "resource sg-1 has a dependent object",
            2,
        ),
        (
            "demo",
            "Group",
            "EC2::SecurityGroup",
            "DELETE_COMPLETE",
            "",
            60,
        ),
        (
            "demo",
            "Bucket",
            "S3::Bucket",
            "DELETE_FAILED",
            "The bucket you tried to delete is not empty",
            61,
        ),
        (
            "demo",
            "demo",
            S,
            "DELETE_FAILED",
            "The following resource(s) failed to delete: [Bucket].",
            62,
        ),
    ]);
    let cause = root_cause(&events).unwrap();
    assert_eq!(
        (cause.logical_id.as_str(), cause.others.len()),
        ("Bucket", 0),
        "CloudFormation had tried the group again by itself"
    );
}

#[test]
fn a_stack_that_is_deleted_because_it_failed_still_failed() {
    let cause = root_cause(&short(&[
        ("demo", "demo", S, "CREATE_IN_PROGRESS", "User Initiated", 1),
        (
            "demo",
            "Vpc",
            "EC2::VPC",
            "CREATE_FAILED",
            "The maximum number of VPCs has been reached.",
            2,
        ),
        (
            "demo",
            "demo",
            S,
            "CREATE_FAILED",
            "The following resource(s) failed to create: [Vpc]. . Delete requested by user.",
            3,
        ),
        ("demo", "demo", S, "DELETE_IN_PROGRESS", "", 4),
        ("demo", "demo", S, "DELETE_COMPLETE", "", 5),
    ]));
    assert_eq!(
        cause.unwrap().code,
        "ARR-1041",
        "the deletion was the way back, not a new operation"
    );
}

#[test]
fn a_cause_that_only_the_parent_repeats_is_read_there() {
    let rows = [
        ("demo", "demo", S, "UPDATE_IN_PROGRESS", "User Initiated", 1),
        (
            "demo",
            "Storage",
            S,
            "UPDATE_FAILED",
            "Embedded stack arn:aws:cloudformation:eu-central-1:111122223333:stack/demo-Storage-ABC/1 was not successfully updated. Currently in UPDATE_ROLLBACK_IN_PROGRESS with reason: Export x cannot be updated as it is in use by y",
            9,
        ),
        (
            "demo",
            "demo",
            S,
            "UPDATE_ROLLBACK_IN_PROGRESS",
            "The following resource(s) failed to update: [Storage].",
            10,
        ),
    ];
    let cause = root_cause(&short(&rows)).unwrap();
    assert_eq!(
        (cause.logical_id.as_str(), cause.code.as_str()),
        ("Storage", "ARR-1142"),
        "the export is in use"
    );
    let mut with_child = rows.to_vec();
    with_child.insert(
        1,
        (
            "demo-Storage-ABC",
            "demo-Storage-ABC",
            S,
            "UPDATE_IN_PROGRESS",
            "",
            2,
        ),
    );
    with_child.insert(
        2,
        (
            "demo-Storage-ABC",
            "demo-Storage-ABC",
            S,
            "UPDATE_ROLLBACK_IN_PROGRESS",
            "Export x cannot be updated as it is in use by y",
            8,
        ),
    );
    let cause = root_cause(&short(&with_child)).unwrap();
    assert_eq!(
        (cause.stack.as_str(), cause.others.len()),
        ("demo-Storage-ABC", 0),
        "the nested stack's own words count, once"
    );
}

#[test]
fn an_internal_failure_beside_a_real_cause_is_noise() {
    let rows = [
        ("demo", "demo", S, "CREATE_IN_PROGRESS", "User Initiated", 1),
        (
            "demo",
            "Queue",
            "SQS::Queue",
            "CREATE_FAILED",
            "Internal Failure",
            2,
        ),
        (
            "demo",
            "Rule",
            "EC2::SecurityGroupIngress",
            "CREATE_FAILED",
            "The request must contain the parameter groupName or groupId",
            3,
        ),
        (
            "demo",
            "demo",
            S,
            "ROLLBACK_IN_PROGRESS",
            "The following resource(s) failed to create: [Queue, Rule]. Rollback requested by user.",
            4,
        ),
    ];
    let cause = root_cause(&short(&rows)).unwrap();
    assert_eq!(
        (cause.logical_id.as_str(), cause.others.len()),
        ("Rule", 0),
        "resources that are stopped halfway report it too"
    );
    let alone = root_cause(&short(&[rows[0], rows[1], rows[3]])).unwrap();
    assert_eq!(
        (alone.logical_id.as_str(), alone.code.as_str()),
        ("Queue", "ARR-1003"),
        "alone it is all there is to say"
    );
}

#[test]
fn a_cancelled_or_running_operation_has_no_cause() {
    assert_eq!(
        root_cause(&short(&[
            ("demo", "demo", S, "UPDATE_IN_PROGRESS", "User Initiated", 1),
            (
                "demo",
                "Domain",
                "OpenSearchService::Domain",
                "UPDATE_IN_PROGRESS",
                "",
                2
            ),
            (
                "demo",
                "demo",
                S,
                "UPDATE_ROLLBACK_IN_PROGRESS",
                "User Initiated",
                3
            ),
            (
                "demo",
                "Domain",
                "OpenSearchService::Domain",
                "UPDATE_FAILED",
                "Resource update cancelled",
                4
            ),
        ])),
        None,
        "a person cancelled it: nothing broke"
    );
    assert_eq!(root_cause(&[]), None, "no events, no cause");
}
