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
