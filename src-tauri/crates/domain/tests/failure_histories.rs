//! Histories as people have them: a part of the tree, files in any order, several operations, tries again.

#![allow(clippy::unwrap_used)]

use domain::failure::{missing_stacks, parse_stack_events, root_cause};

const ROOT: &str = "demo";
const CHILD: &str = "demo-Network-1A2B3C4D5E6F7";

/// One event as JSON; the stack's own where the logical ID is the stack's name.
fn event(stack: &str, at: u32, logical_id: &str, kind: &str, status: &str, reason: &str) -> String {
    let arn = |name: &str| format!("arn:aws:cloudformation:eu-west-1:111122223333:stack/{name}/1");
    let physical = match logical_id {
        "Network" => arn(CHILD),
        own if own == stack => arn(stack),
        _ => String::new(),
    };
    serde_json::json!({
        "StackId": arn(stack), "EventId": format!("{stack}-{at}-{logical_id}-{status}"), "StackName": stack,
        "LogicalResourceId": logical_id, "PhysicalResourceId": physical, "ResourceType": kind,
        "Timestamp": format!("2026-11-02T09:{:02}:{:02}.100000+00:00", at / 60, at % 60),
        "ResourceStatus": status, "ResourceStatusReason": reason,
    })
    .to_string()
}

/// A list as AWS prints it: newest first.
fn list(events: &[String]) -> String {
    let newest_first: Vec<&str> = events.iter().rev().map(String::as_str).collect();
    format!("{{\"StackEvents\": [{}]}}", newest_first.join(","))
}

const STACK: &str = "AWS::CloudFormation::Stack";
const QUOTA: &str = "Resource handler returned message: \"The maximum number of addresses has been reached. (Service: Ec2, Status Code: 400, Request ID: r) (SDK Attempt Count: 1)\" (RequestToken: t, HandlerErrorCode: ServiceLimitExceeded)";

fn root() -> String {
    list(&[
        event(ROOT, 1, ROOT, STACK, "CREATE_IN_PROGRESS", "User Initiated"),
        event(ROOT, 2, "Network", STACK, "CREATE_IN_PROGRESS", ""),
        event(
            ROOT,
            9,
            "Network",
            STACK,
            "CREATE_FAILED",
            "Embedded stack arn:aws:cloudformation:eu-west-1:111122223333:stack/demo-Network-1A2B3C4D5E6F7/1 was not successfully created: The following resource(s) failed to create: [Eip].",
        ),
        event(
            ROOT,
            9,
            "Topic",
            "AWS::SNS::Topic",
            "CREATE_FAILED",
            "Resource creation cancelled",
        ),
        event(
            ROOT,
            10,
            ROOT,
            STACK,
            "ROLLBACK_IN_PROGRESS",
            "The following resource(s) failed to create: [Network, Topic]. Rollback requested by user.",
        ),
        event(ROOT, 30, ROOT, STACK, "ROLLBACK_COMPLETE", ""),
    ])
}

fn child() -> String {
    list(&[
        event(
            CHILD,
            2,
            CHILD,
            STACK,
            "CREATE_IN_PROGRESS",
            "User Initiated",
        ),
        event(
            CHILD,
            5,
            "Route",
            "AWS::EC2::Route",
            "CREATE_FAILED",
            "Resource creation cancelled",
        ),
        event(CHILD, 5, "Eip", "AWS::EC2::EIP", "CREATE_FAILED", QUOTA),
        event(
            CHILD,
            6,
            CHILD,
            STACK,
            "CREATE_FAILED",
            "The following resource(s) failed to create: [Route, Eip].",
        ),
        event(
            CHILD,
            12,
            CHILD,
            STACK,
            "DELETE_IN_PROGRESS",
            "User Initiated",
        ),
        event(CHILD, 20, CHILD, STACK, "DELETE_COMPLETE", ""),
    ])
}

fn named(json: &str) -> Option<(String, String, String)> {
    root_cause(&parse_stack_events(json).unwrap())
        .map(|cause| (cause.stack, cause.logical_id, cause.code))
}

fn eip() -> Option<(String, String, String)> {
    Some((CHILD.into(), "Eip".into(), "ARR-1042".into()))
}

#[test]
fn the_order_of_the_files_does_not_matter() {
    let (root, child) = (root(), child());
    for text in [
        format!("{root}\n{child}"),
        format!("{child}{root}"),
        format!("[{child},{root}]"),
    ] {
        assert_eq!(named(&text), eip(), "the same events, the same cause");
    }
}

#[test]
fn the_nested_stack_alone_names_its_cause_though_its_parent_deleted_it() {
    assert_eq!(named(&child()), eip(), "the deletion is the way back");
}

#[test]
fn the_root_alone_has_no_cause_but_says_where_to_look() {
    assert_eq!(named(&root()), None, "only consequences stand there");
    let missing = missing_stacks(&parse_stack_events(&root()).unwrap());
    assert!(missing[0].contains(CHILD), "{missing:?}");
}

#[test]
fn what_worked_at_the_second_try_did_not_fail() {
    let text = list(&[
        event(ROOT, 1, ROOT, STACK, "CREATE_IN_PROGRESS", "User Initiated"),
        event(
            ROOT,
            2,
            "Role",
            "AWS::IAM::Role",
            "CREATE_FAILED",
            "Rate exceeded",
        ),
        event(ROOT, 3, "Role", "AWS::IAM::Role", "CREATE_IN_PROGRESS", ""),
        event(ROOT, 4, "Role", "AWS::IAM::Role", "CREATE_COMPLETE", ""),
        event(ROOT, 5, "Eip", "AWS::EC2::EIP", "CREATE_FAILED", QUOTA),
        event(
            ROOT,
            6,
            ROOT,
            STACK,
            "ROLLBACK_IN_PROGRESS",
            "The following resource(s) failed to create: [Eip].",
        ),
    ]);
    let cause = root_cause(&parse_stack_events(&text).unwrap()).unwrap();
    assert_eq!(
        (cause.logical_id.as_str(), cause.others.len()),
        ("Eip", 0),
        "the role came up"
    );
}

#[test]
fn an_import_that_fails_is_explained_as_well() {
    let text = list(&[
        event(ROOT, 1, ROOT, STACK, "IMPORT_IN_PROGRESS", "User Initiated"),
        event(
            ROOT,
            3,
            "Bucket",
            "AWS::S3::Bucket",
            "IMPORT_FAILED",
            "Resource handler returned message: \"The specified bucket does not exist (Service: S3, Status Code: 404, Request ID: r)\" (RequestToken: t, HandlerErrorCode: NotFound)",
        ),
        event(
            ROOT,
            4,
            ROOT,
            STACK,
            "IMPORT_ROLLBACK_IN_PROGRESS",
            "The following resource(s) failed to import: [Bucket].",
        ),
        event(ROOT, 5, ROOT, STACK, "IMPORT_ROLLBACK_COMPLETE", ""),
    ]);
    assert_eq!(
        named(&text),
        Some((ROOT.into(), "Bucket".into(), "ARR-1120".into())),
        "what was to be imported is not there"
    );
}

#[test]
fn of_two_operations_the_last_one_counts() {
    let text = list(&[
        event(ROOT, 1, ROOT, STACK, "UPDATE_IN_PROGRESS", "User Initiated"),
        event(
            ROOT,
            2,
            "Vpc",
            "AWS::EC2::VPC",
            "UPDATE_FAILED",
            "Access denied",
        ),
        event(
            ROOT,
            3,
            ROOT,
            STACK,
            "UPDATE_ROLLBACK_IN_PROGRESS",
            "The following resource(s) failed to update: [Vpc].",
        ),
        event(ROOT, 4, ROOT, STACK, "UPDATE_ROLLBACK_COMPLETE", ""),
        event(
            ROOT,
            60,
            ROOT,
            STACK,
            "UPDATE_IN_PROGRESS",
            "User Initiated",
        ),
        event(ROOT, 62, "Eip", "AWS::EC2::EIP", "CREATE_FAILED", QUOTA),
        event(
            ROOT,
            62,
            ROOT,
            STACK,
            "UPDATE_ROLLBACK_IN_PROGRESS",
            "The following resource(s) failed to create: [Eip].",
        ),
    ]);
    assert_eq!(
        named(&text),
        Some((ROOT.into(), "Eip".into(), "ARR-1042".into())),
        "yesterday's trouble is over"
    );
}
