//! The call behind a failure, in CloudTrail's answers: found in pages, not there, denied, throttled.

use std::sync::Arc;

use aws::AwsCloud;
use domain::failure::{TrailEvent, TrailQuestion};
use engine::audit::Book;
use engine::ports::{Cloud, CloudErrorKind, CloudFault};
use store::Store;

use crate::desk::{Desk, account, profile};
use crate::replay::Replay;

const KEYS: &str = "[profile base]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = s3cr3t-of-base\n";

/// The answer to a question about the calls of one service, and what went over the wire.
async fn asked(
    cases: &[&str],
    source: Option<&'static str>,
) -> (Result<Vec<TrailEvent>, CloudFault>, Replay) {
    let aws = Replay::of(cases).await;
    let desk = Desk::new(KEYS);
    let book = Book::new(
        Arc::new(Store::in_memory().await.unwrap()),
        desk.clock.clone(),
    );
    let account = account(profile("base"), &aws.url);
    let cloud = AwsCloud::new(Arc::new(desk.access()), account, "eu-west-1", book);
    let question = TrailQuestion {
        stack_id: "",
        source,
        from_ms: 1_795_737_300_000,
        until_ms: 1_795_737_660_000,
    };
    (cloud.trail(&question).await, aws)
}

#[tokio::test]
async fn refused_calls_come_from_all_pages_with_who_and_why() {
    let cases = [
        "cloudtrail/LookupEvents__page-1",
        "cloudtrail/LookupEvents__page-2",
    ];
    let (found, aws) = asked(&cases, Some("ec2.amazonaws.com")).await;
    let found = found.unwrap();
    let names: Vec<&str> = found.iter().map(|call| call.name.as_str()).collect();
    assert_eq!(
        names,
        ["CreateNatGateway", "AllocateAddress"],
        "what succeeded is left out"
    );
    let call = &found[1];
    assert_eq!(
        call.error_code.as_deref(),
        Some("Client.AddressLimitExceeded")
    );
    assert_eq!(
        call.error_message.as_deref(),
        Some("The maximum number of addresses has been reached.")
    );
    assert_eq!(
        call.who.as_deref(),
        Some("arn:aws:sts::111122223333:assumed-role/Release/dana")
    );
    assert_eq!(
        call.on_behalf_by.as_deref(),
        Some("cloudformation.amazonaws.com")
    );
    assert_eq!(
        call.request_id.as_deref(),
        Some("6b8cf3d3-1afc-40de-91d7-4ac4c55bfc32")
    );
    assert_eq!(call.at_ms, 1_795_737_596_000);
    assert!(
        call.details.contains("NatAddressA"),
        "it can be found by its resource"
    );
    let seen = aws.seen();
    assert!(
        seen[0].head.contains("CloudTrail_20131101.LookupEvents")
            && seen[0].head.contains("/eu-west-1/cloudtrail/aws4_request"),
        "{}",
        seen[0].head
    );
    assert!(
        seen[0].body.contains("\"StartTime\":1795737300")
            && seen[0]
                .body
                .contains("\"AttributeValue\":\"ec2.amazonaws.com\""),
        "{}",
        seen[0].body
    );
    assert!(seen[1].body.contains("next-page"), "{}", seen[1].body);
}

#[tokio::test]
async fn services_without_a_region_are_asked_for_where_their_trail_is() {
    let (found, aws) = asked(
        &["cloudtrail/LookupEvents__none"],
        Some("iam.amazonaws.com"),
    )
    .await;
    assert_eq!(found.unwrap(), []);
    assert!(
        aws.seen()[0]
            .head
            .contains("/us-east-1/cloudtrail/aws4_request")
    );
    let (_, aws) = asked(&["cloudtrail/LookupEvents__none"], None).await;
    assert!(aws.seen()[0].body.contains("\"AttributeKey\":\"ReadOnly\""));
}

#[tokio::test]
async fn a_missing_permission_is_told_from_throttling_which_is_tried_again() {
    let kind = |answer: Result<Vec<TrailEvent>, CloudFault>| match answer {
        Err(CloudFault::Refused(error)) => error.kind,
        other => panic!("{other:?}"),
    };
    let (denied, aws) = asked(&["cloudtrail/LookupEvents__access-denied"], None).await;
    assert_eq!(kind(denied), CloudErrorKind::AccessDenied);
    assert_eq!(aws.operations().len(), 1, "a refusal is not repeated");
    let (slowed, aws) = asked(&["cloudtrail/LookupEvents__throttled"], None).await;
    assert_eq!(kind(slowed), CloudErrorKind::Throttled);
    assert!(aws.operations().len() > 1, "it was tried again first");
    let cases = [
        "cloudtrail/LookupEvents__throttled",
        "cloudtrail/LookupEvents__page-2",
    ];
    let (found, _) = asked(&cases, None).await;
    assert_eq!(found.unwrap().len(), 1, "and what comes then counts");
}
