#![allow(clippy::unwrap_used)]

use super::*;

#[test]
fn the_oldest_wrapper_gives_the_error_code() {
    let found = unwrap(
        "No more. (Service: AmazonEC2; Status Code: 400; Error Code: AddressLimitExceeded; Request ID: r-1; Proxy: null)",
    );
    assert_eq!(found.text, "No more.", "only the service's words stay");
    assert_eq!(
        found.error_code.as_deref(),
        Some("AddressLimitExceeded"),
        "the code is the best hint there is"
    );
    assert_eq!(
        (found.status_code, found.request_id.as_deref()),
        (Some(400), Some("r-1")),
        "support asks for both"
    );
}

#[test]
fn the_newest_wrapper_is_seen_through_twice() {
    let found = unwrap(
        "Resource handler returned message: \"Invalid request provided: One subnet. (Service: OpenSearch, Status Code: 400, Request ID: r) (SDK Attempt Count: 1)\" (RequestToken: t HandlerErrorCode: InvalidRequest)",
    );
    assert_eq!(
        found.text, "One subnet.",
        "handler, service and prefix are three layers"
    );
    assert_eq!(
        found.handler_error_code.as_deref(),
        Some("InvalidRequest"),
        "the comma may be missing"
    );
    assert_eq!(
        found.error_code, None,
        "the middle generation has no service code"
    );
}

#[test]
fn node_group_issues_and_codes_before_a_dash_are_read() {
    let found = unwrap(
        "Nodegroup ng failed to stabilize: [{Code: AsgInstanceLaunchFailures,Message: Could not launch On-Demand Instances. VcpuLimitExceeded - You asked for more. Launching EC2 instance failed.,ResourceIds: [x]}]",
    );
    assert_eq!(
        found.error_code.as_deref(),
        Some("AsgInstanceLaunchFailures"),
        "the outer code comes first"
    );
    assert!(
        found.text.contains("You asked for more"),
        "the words of the instance launch stay: {}",
        found.text
    );
    let issue = unwrap(
        "[Issue(Code=NodeCreationFailure, Message=Instances failed to join the kubernetes cluster, ResourceIds=[i-1])] (Service: null, Status Code: 0, Request ID: null)",
    );
    assert_eq!(
        issue.error_code.as_deref(),
        Some("NodeCreationFailure"),
        "the issue's code is read"
    );
    assert_eq!(
        issue.text, "Instances failed to join the kubernetes cluster",
        "its message is the text"
    );
    assert_eq!(
        (issue.service, issue.status_code),
        (None, None),
        "null and 0 say nothing"
    );
}

#[test]
fn embedded_and_custom_frames_carry_their_cause() {
    let found = unwrap(
        "Embedded stack arn:aws:cloudformation:eu-west-1:111122223333:stack/a/b was not successfully created: Export with name x is already exported by stack y",
    );
    assert!(found.embedded, "the place of the cause is the nested stack");
    assert_eq!(
        found.text, "Export with name x is already exported by stack y",
        "the cause is at the end"
    );
    let custom = unwrap(
        "Received response status [FAILED] from custom resource. Message returned: An error occurred (NoSuchEntity) when calling the GetRole operation: The role is not there. (RequestId: r)",
    );
    assert_eq!(
        custom.error_code.as_deref(),
        Some("NoSuchEntity"),
        "the SDK's own frame is seen through"
    );
    assert_eq!(custom.text, "The role is not there.", "only the words stay");
}

#[test]
fn an_ordinary_text_stays_as_it_is() {
    for text in [
        "Group did not stabilize",
        "Note: nothing here",
        "",
        "WaitCondition timed out. Received 0 conditions when expecting 1",
    ] {
        assert_eq!(
            unwrap(text),
            Unwrapped {
                text: text.into(),
                ..Unwrapped::default()
            },
            "no wrapper, no change"
        );
    }
}
