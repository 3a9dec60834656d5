//! CloudFormation and its neighbours in recorded answers: what no emulator says as AWS does.

use std::sync::Arc;

use aws::AwsCloud;
use domain::change_set::{Action, FindingMode, KNOWN_AFTER_APPLY, Replacement};
use domain::launch::Status;
use engine::audit::{Book, Entry, Phase};
use engine::ports::{
    ChangeSetStatus, Cloud, CloudError, CloudErrorKind, CloudFault, ConnectionStatus,
};
use serde_json::{Value, json};
use store::Store;

use crate::desk::{Desk, account, profile};
use crate::replay::{Replay, recorded};

const KEYS: &str = "[profile base]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = s3cr3t-of-base\n";
const STACK: &str = "arn:aws:cloudformation:us-east-1:111122223333:stack/crewdesk-prod/5b1d0b40";

async fn cloud(cases: &[&str]) -> (AwsCloud, Replay) {
    over(Replay::of(cases).await).await
}

pub async fn over(aws: Replay) -> (AwsCloud, Replay) {
    let (cloud, aws, _) = written(aws).await;
    (cloud, aws)
}

/// With the memory that the audit trail is written to.
async fn written(aws: Replay) -> (AwsCloud, Replay, Arc<Store>) {
    let desk = Desk::new(KEYS);
    let store = Arc::new(Store::in_memory().await.unwrap());
    let cloud = AwsCloud::new(
        Arc::new(desk.access()),
        account(profile("base"), &aws.url),
        "us-east-1",
        Book::new(store.clone(), desk.clock.clone()),
    );
    // The files were read from a folder that may go now.
    std::mem::forget(desk);
    (cloud, aws, store)
}

#[track_caller]
fn refused<T: std::fmt::Debug>(answer: Result<T, CloudFault>) -> CloudError {
    match answer.unwrap_err() {
        CloudFault::Refused(error) => error,
        CloudFault::Here(error) => panic!("{error}"),
    }
}

#[tokio::test]
async fn a_change_set_is_read_with_all_its_nested_ones() {
    let (cloud, aws) = cloud(&[
        "cloudformation/DescribeChangeSet__nested-root-property-values",
        "cloudformation/DescribeChangeSet__nested-child-network-property-values",
        "cloudformation/DescribeChangeSet__nested-child-cluster-property-values",
        "cloudformation/DescribeChangeSet__nested-child-search-phantom",
    ])
    .await;
    let tree = cloud.changes("root").await.unwrap();
    let names: Vec<&str> = tree.stacks.iter().map(|one| one.stack.as_str()).collect();
    assert_eq!(
        names,
        ["root", "NetworkStack", "ClusterStack", "SearchStack"]
    );
    assert!(tree.findings.is_empty());
    let network = &tree.stacks[1];
    let added = network
        .changes
        .iter()
        .find(|row| row.logical_id == "NatGatewayB");
    assert_eq!(added.unwrap().action, Action::Add);
    let route = network
        .changes
        .iter()
        .find(|row| row.logical_id == "PrivateRouteB");
    let property = &route.unwrap().properties[0];
    assert_eq!(property.name.as_deref(), Some("NatGatewayId"));
    assert_eq!(property.after.as_deref(), Some(KNOWN_AFTER_APPLY));
    assert_eq!(property.before.as_deref(), Some("nat-0e5f60718293a4b5c"));
    let replacements = tree.stacks.iter().flat_map(|stack| &stack.changes);
    assert!(
        replacements
            .filter(|row| row.replacement == Some(Replacement::Conditional))
            .count()
            > 0
    );
    assert!(aws.seen()[0].body.contains("IncludePropertyValues=true"));
}

#[tokio::test]
async fn why_a_change_set_failed_is_asked_again_without_values() {
    let (cloud, _aws) = cloud(&[
        "cloudformation/DescribeChangeSet__failed-no-changes-property-values",
        "cloudformation/DescribeChangeSet__recorded-failed-no-changes",
    ])
    .await;
    let tree = cloud.changes("root").await.unwrap();
    assert!(
        tree.stacks[0]
            .reason
            .as_ref()
            .unwrap()
            .contains("didn't contain changes"),
        "{tree:?}"
    );
    let set = cloud.change_set("root").await.unwrap();
    assert_eq!(set.status, ChangeSetStatus::Empty);
}

#[tokio::test]
async fn what_early_validation_found_comes_with_the_change_set() {
    let (cloud, aws) = cloud(&[
        "cloudformation/DescribeChangeSet__failed-early-validation",
        "cloudformation/DescribeEvents__early-validation-all",
    ])
    .await;
    let tree = cloud.changes("root").await.unwrap();
    let one = |name: &str| {
        tree.findings
            .iter()
            .filter(|found| found.name == name)
            .count()
    };
    assert!(one("NAME_CONFLICT_VALIDATION") == 1 && one("PROPERTY_VALIDATION") >= 2);
    let conflict = &tree.findings[0];
    assert_eq!(conflict.logical_id, "SlackNotifier");
    assert_eq!(conflict.mode, FindingMode::Fail);
    assert!(conflict.message.contains("already exists"));
    assert_eq!(aws.operations().last().unwrap(), "DescribeEvents");
}

#[tokio::test]
async fn events_come_oldest_first_with_statuses_of_stacks_that_resources_lack() {
    let (cloud, _aws) =
        cloud(&["cloudformation/DescribeStackEvents__nested-update-failed-root"]).await;
    let events = cloud.events(STACK, None).await.unwrap();
    assert_eq!(events.first().unwrap().status, Status::CreateComplete);
    assert_eq!(
        events.last().unwrap().status,
        Status::UpdateRollbackComplete
    );
    assert!(
        events
            .iter()
            .any(|event| event.status == Status::UpdateRollbackCompleteCleanupInProgress)
    );
    assert!(events.windows(2).all(|two| two[0].at_ms <= two[1].at_ms));
    let third = events[2].id.clone();
    let behind = cloud.events(STACK, Some(&third)).await.unwrap();
    assert_eq!(behind, events[3..], "only what came behind the third");
}

#[tokio::test]
async fn a_stack_that_is_not_there_is_nothing_and_no_error() {
    let (cloud, _aws) = cloud(&[
        "cloudformation/DescribeStacks__not-found",
        "cloudformation/DescribeStackEvents__not-found",
        "cloudformation/DescribeChangeSet__not-found",
    ])
    .await;
    assert_eq!(cloud.stack("crewdesk-prod").await.unwrap(), None);
    assert!(cloud.events(STACK, None).await.unwrap().is_empty());
    let error = refused(cloud.change_set("arn").await);
    assert_eq!(error.kind, CloudErrorKind::NotFound);
}

#[tokio::test]
async fn refusals_keep_the_words_and_the_id_of_the_request() {
    for (case, kind, code) in [
        (
            "access-denied",
            CloudErrorKind::AccessDenied,
            "AccessDenied",
        ),
        (
            "expired-token",
            CloudErrorKind::ExpiredToken,
            "ExpiredToken",
        ),
    ] {
        let (cloud, aws) = cloud(&[&format!("cloudformation/DescribeStacks__{case}")]).await;
        let error = refused(cloud.stack("crewdesk-prod").await);
        assert_eq!((error.kind, error.code.as_str()), (kind, code));
        assert!(error.request_id.is_some() && !error.message.is_empty());
        let asked = if kind == CloudErrorKind::ExpiredToken {
            2
        } else {
            1
        };
        assert_eq!(
            aws.operations().len(),
            asked,
            "fresh credentials are tried once"
        );
    }
}

#[tokio::test]
async fn a_change_set_that_was_carried_out_before_is_not_an_error() {
    let executed = executed("EXECUTE_COMPLETE");
    let (cloud, aws) = over(
        Replay::answering(vec![
            recorded("sts/GetCallerIdentity__iam-user"),
            recorded("cloudformation/ExecuteChangeSet__token-reused"),
            executed,
        ])
        .await,
    )
    .await;
    cloud.execute_change_set("root", "token-1").await.unwrap();
    assert_eq!(
        aws.operations()[1..],
        ["ExecuteChangeSet", "DescribeChangeSet"]
    );
    assert!(aws.seen()[1].body.contains("ClientRequestToken=token-1"));
}

#[tokio::test]
async fn a_change_set_that_cannot_be_carried_out_is_refused() {
    let (cloud, _aws) = cloud(&[
        "sts/GetCallerIdentity__iam-user",
        "cloudformation/ExecuteChangeSet__failed-change-set",
        "cloudformation/DescribeChangeSet__recorded-failed-no-changes",
    ])
    .await;
    let error = refused(cloud.execute_change_set("root", "token-1").await);
    assert_eq!(error.kind, CloudErrorKind::Rejected);
}

/// A recorded answer in another execution status.
fn executed(status: &str) -> Value {
    let mut answer = recorded("cloudformation/DescribeChangeSet__nested-create-root");
    let body = answer["body"].as_str().unwrap();
    let body = body.replace(
        "<ExecutionStatus>AVAILABLE<",
        &format!("<ExecutionStatus>{status}<"),
    );
    answer["body"] = json!(body);
    answer
}

#[tokio::test]
async fn the_handshake_is_read_in_the_binary_protocol_of_the_service() {
    for (case, status) in [
        ("pending", ConnectionStatus::Pending),
        ("available", ConnectionStatus::Available),
        ("error", ConnectionStatus::Error),
        ("not-found", ConnectionStatus::Error),
    ] {
        let (cloud, _aws) = cloud(&[&format!("codeconnections/GetConnection__{case}")]).await;
        let arn = "arn:aws:codeconnections:us-east-1:111122223333:connection/3c9f2a54";
        assert_eq!(
            cloud.connection_status(arn).await.unwrap(),
            status,
            "{case}"
        );
    }
}

#[tokio::test]
async fn a_clock_that_is_an_hour_off_is_said_and_not_taken_for_wrong_keys() {
    let mut answer = recorded("sts/GetCallerIdentity__signature-mismatch");
    #[expect(
        clippy::disallowed_methods,
        reason = "the question is whether this very clock is right"
    )]
    let then = std::time::SystemTime::now() - std::time::Duration::from_secs(3_660);
    let date = aws_smithy_types::DateTime::from(then)
        .fmt(aws_smithy_types::date_time::Format::HttpDate)
        .unwrap();
    answer["headers"]["date"] = json!(date);
    let (cloud, _aws) = over(Replay::answering(vec![answer]).await).await;
    let untold = cloud.inspection().caller().await.unwrap_err();
    assert!(
        untold.words.contains("61 minutes ahead"),
        "{}",
        untold.words
    );
}

#[tokio::test]
async fn what_is_changed_is_written_down_before_and_after_with_who_and_the_requests_id() {
    let aws = Replay::of(&[
        "sts/GetCallerIdentity__iam-user",
        "cloudformation/ExecuteChangeSet__ok",
    ]);
    let (cloud, _aws, store) = written(aws.await).await;
    cloud.execute_change_set("root", "token-1").await.unwrap();
    cloud.change_set("root").await.unwrap_err();
    let lines = store.audit_lines(0, 10).await.unwrap();
    let entries: Vec<Entry> = lines
        .iter()
        .map(|line| serde_json::from_str(&line.json).unwrap())
        .collect();
    assert_eq!(entries.len(), 2, "reading is not written down: {entries:?}");
    assert_eq!(entries[0].action, "cloudformation:ExecuteChangeSet");
    assert_eq!(entries[0].phase, Phase::Asked);
    assert!(
        entries[0]
            .identity
            .starts_with("arn:aws:iam::111122223333:user/")
    );
    let Phase::Answered {
        of,
        request_id,
        refused,
    } = &entries[1].phase
    else {
        panic!("{entries:?}");
    };
    assert_eq!((*of, refused), (1, &None));
    let recorded = recorded("cloudformation/ExecuteChangeSet__ok");
    assert_eq!(
        request_id.as_deref(),
        recorded["headers"]["x-amzn-requestid"].as_str()
    );
}
