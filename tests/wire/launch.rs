//! The whole blueprint of the largest preset, launched, failing and deleted over HTTP.

use std::collections::BTreeSet;

use domain::launch::{JobState, Operation};
use engine::audit::{self, Integrity};
use engine::environments;
use engine::integrations::{self, Integration};
use engine::{jobs, launches};
use serde_json::json;

use crate::world::{NAME, WEBHOOK, World};

#[tokio::test(flavor = "multi_thread")]
async fn the_largest_preset_launches_waits_for_github_and_is_deleted() {
    let world = World::new().await;
    let waiting = world.launch().await;
    assert_eq!(waiting.state, JobState::NeedsYou, "{}", waiting.sentence);
    assert_eq!(
        waiting.needs_you.as_ref().unwrap().code,
        launches::HANDSHAKE,
        "only the handshake is left"
    );
    let unfinished = waiting.resources.iter().filter(|view| {
        !view
            .status
            .is_some_and(|status| !status.in_progress() && !status.gone())
    });
    assert_eq!(unfinished.count(), 0, "every resource stands");
    assert_eq!(world.asked("CreateChangeSet"), 1);
    assert_eq!(world.asked("ExecuteChangeSet"), 1);
    world.went_forward(&waiting.job_id);
    let calls = world.emulator.calls(&world.number).len();
    println!(
        "{} events and {calls} calls until it stood",
        waiting.event_count
    );

    world.emulator.handshake(&world.number, "AVAILABLE");
    let done = world.proceed(&waiting.job_id).await;
    assert_eq!(done.state, JobState::Done, "{}", done.sentence);
    assert!(
        done.outputs.contains_key("ClusterName"),
        "what it made can be reached: {:?}",
        done.outputs
    );

    assert_eq!(
        world.secret("array/crew/slack-webhook").as_deref(),
        Some(WEBHOOK),
        "what the launch made empty is filled"
    );
    let pagerduty = world.secret("array/crew/pagerduty").unwrap();
    assert!(pagerduty.contains("/integration/"));

    let jobs = jobs::list(&world.engine).await.unwrap();
    let actual = jobs[0].actual_seconds.unwrap();
    assert!(actual > 1.0 && actual < jobs[0].predicted_seconds / 20.0);
    let again = world.plan().await;
    assert!(
        again.timeline.range.expected < jobs[0].predicted_seconds * 0.8,
        "the next plan has learned from {actual} s: {}",
        again.timeline.range.expected
    );

    let known = ecr(&world, "DescribeRepositories", json!({}));
    let repository = known["repositories"][0]["repositoryName"].as_str().unwrap();
    let manifest = r#"{"schemaVersion": 2}"#;
    let image =
        json!({"repositoryName": repository, "imageManifest": manifest, "imageTag": "first"});
    let put = ecr(&world, "PutImage", image);
    assert!(put["image"].is_object(), "an image was pushed: {put}");

    let checklist = environments::teardown(&world.engine, NAME).await.unwrap();
    let codes: BTreeSet<&str> = checklist.items.iter().map(|item| item.code).collect();
    for code in [
        "cluster-protection",
        "images",
        "search-index",
        "integration-secret",
        "key-pending",
    ] {
        assert!(codes.contains(code), "{code}: {codes:?}");
    }
    for asked in ["ListObjectVersions", "DescribeImages", "DescribeCluster"] {
        assert!(world.asked(asked) > 0, "{asked} was asked");
    }

    let gone = world.delete().await;
    assert_eq!(gone.operation, Operation::Delete);
    assert_eq!(gone.state, JobState::Done, "{}", gone.sentence);
    assert_eq!(world.asked("DeleteStack"), 1);
    for call in world.emulator.calls(&world.number) {
        let action = call["action"].as_str().unwrap();
        assert!(
            !action.contains(' '),
            "the emulator knows every operation by its name: {call}"
        );
    }
    assert_eq!(world.stacks_that_stand(), Vec::<String>::new());
    let trail = audit::trail(&world.engine).await.unwrap();
    assert_eq!(trail.verdict, Integrity::Whole);
    let told: String = trail.lines.iter().map(|line| line.json.as_str()).collect();
    for action in [
        "s3:CreateBucket",
        "s3:PutObject",
        "secretsmanager:PutSecretValue",
        "cloudformation:CreateChangeSet",
        "cloudformation:ExecuteChangeSet",
        "eks:UpdateClusterConfig",
        "cloudformation:DeleteStack",
        "secretsmanager:DeleteSecret",
    ] {
        assert!(told.contains(action), "{action} is written down");
    }
    assert!(!told.contains("planted"), "no secret is");
    for last in ["slack-webhook", "pagerduty", "datadog"] {
        assert_eq!(world.secret(&format!("array/crew/{last}")), None, "{last}");
    }
}

fn ecr(world: &World, operation: &str, body: serde_json::Value) -> serde_json::Value {
    let target = format!("AmazonEC2ContainerRegistry_V20150921.{operation}");
    world.emulator.by_hand(&world.number, "ecr", &target, &body)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_templates_refer_to_is_asked_for_before_anything_is_made() {
    let world = World::new().await;
    for integration in Integration::ALL {
        integrations::forget(&world.engine, NAME, integration)
            .await
            .unwrap();
    }
    let waiting = world.launch().await;
    assert_eq!(waiting.state, JobState::NeedsYou, "{}", waiting.sentence);
    assert_eq!(
        waiting.needs_you.as_ref().unwrap().code,
        launches::SECRETS,
        "{}",
        waiting.sentence
    );
    assert_eq!(world.asked("CreateChangeSet"), 0, "nothing was made");
    world.keep_secrets().await;
    launches::cancel(&world.engine, &waiting.job_id)
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_fails_in_a_nested_stack_rolls_everything_back_and_names_its_cause() {
    let world = World::new().await;
    let words = "Resource handler returned message: \"The maximum number of addresses has been reached. (Service: Ec2, Status Code: 400, Request ID: 8e3f1a2b-6c5d-4e4f-8091-a2b3c4d5e6f7) (SDK Attempt Count: 1)\" (RequestToken: 0c5e7a1b-2d3f-4a68-9b70-c1d2e3f4a506, HandlerErrorCode: ServiceLimitExceeded)";
    world.emulator.fail(
        &world.number,
        json!({"type": "AWS::EC2::EIP", "on": "create", "message": words}),
    );
    let failed = world.launch().await;
    assert_eq!(failed.state, JobState::Failed, "{}", failed.sentence);
    let cause = failed.root_cause.as_ref().unwrap();
    assert_eq!(cause.code, "ARR-1042", "{cause:?}");
    assert_eq!(cause.stack, "Network");
    assert_eq!(cause.resource_type, "AWS::EC2::EIP");
    assert!(
        cause.aws_message.contains("maximum number of addresses"),
        "{}",
        cause.aws_message
    );
    assert_eq!(
        world.stacks_that_stand(),
        ["ROLLBACK_COMPLETE"],
        "what was made is taken away, the root tells what happened"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deletion_that_is_blocked_says_by_what_and_is_finished_when_asked_again() {
    let world = World::new().await;
    world.emulator.handshake(&world.number, "AVAILABLE");
    let done = world.launch().await;
    assert_eq!(done.state, JobState::Done, "{}", done.sentence);
    let words = "Resource handler returned message: \"The subnet 'subnet-0a1b2c3d4e5f60718' has dependencies and cannot be deleted. (Service: Ec2, Status Code: 400, Request ID: 8e3f1a2b-6c5d-4e4f-8091-a2b3c4d5e6f7) (SDK Attempt Count: 1)\" (RequestToken: 0c5e7a1b-2d3f-4a68-9b70-c1d2e3f4a506, HandlerErrorCode: InvalidRequest)";
    world.emulator.fail(
        &world.number,
        json!({"logicalId": "NodeSubnetA", "on": "delete", "message": words, "times": 1}),
    );
    let stuck = world.delete().await;
    assert_eq!(stuck.state, JobState::Failed, "{}", stuck.sentence);
    let cause = stuck.root_cause.as_ref().unwrap();
    assert_eq!(cause.stack, "Network", "{cause:?}");
    assert_eq!(cause.logical_id, "NodeSubnetA");
    assert!(
        cause.aws_message.contains("has dependencies"),
        "{}",
        cause.aws_message
    );
    assert_eq!(
        world.stacks_that_stand(),
        ["DELETE_FAILED", "DELETE_FAILED"],
        "the root and the network are left, everything else is gone"
    );
    let gone = world.retry(&stuck.job_id).await;
    assert_eq!(gone.state, JobState::Done, "{}", gone.sentence);
    assert_eq!(world.stacks_that_stand(), Vec::<String>::new());
}
