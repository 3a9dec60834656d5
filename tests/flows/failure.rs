//! Every failure script: its end, its root cause, its rollback, and trying again.

use domain::failure::{FailedCall, Recognised};
use domain::launch::{JobState, LaunchSnapshot, Operation, PhaseState, Status};
use engine::environments::{self, EnvironmentState};
use engine::launches;
use engine::ports::Clock as _;

use crate::order;
use crate::world::{NAME, QUICK, World, at_speed, begin, did, with_script};

struct Expected {
    script: &'static str,
    code: &'static str,
    stack: &'static str,
    resource_type: &'static str,
    file: &'static str,
    /// Words of AWS that must be shown.
    words: &'static str,
}

const ROLLED_BACK: [Expected; 3] = [
    Expected {
        script: "elastic-ip-limit",
        code: "ARR-1042",
        stack: "Network",
        resource_type: "AWS::EC2::EIP",
        file: "network.yaml",
        words: "maximum number of addresses",
    },
    Expected {
        script: "no-instance-capacity",
        code: "ARR-",
        stack: "Nodes",
        resource_type: "AWS::EKS::Nodegroup",
        file: "nodes.yaml",
        words: "InsufficientInstanceCapacity",
    },
    Expected {
        script: "missing-service-linked-role",
        code: "ARR-",
        stack: "Search",
        resource_type: "AWS::OpenSearchService::Domain",
        file: "search.yaml",
        words: "service-linked role",
    },
];

fn root_cause_is(last: &LaunchSnapshot, expected: &Expected, plan: &domain::plan::Plan) {
    let cause = last.root_cause.as_ref().unwrap();
    assert!(cause.code.starts_with(expected.code), "{}", cause.code);
    assert!(cause.stack.starts_with(expected.stack), "{}", cause.stack);
    assert_eq!(cause.resource_type, expected.resource_type);
    assert!(
        cause.aws_message.contains(expected.words),
        "{}",
        cause.aws_message
    );
    assert!(!cause.explanation.is_empty() && !cause.remedy.is_empty());
    let planned = plan
        .resources
        .iter()
        .find(|one| one.stack == cause.stack && one.logical_id == cause.logical_id)
        .unwrap();
    assert_eq!(cause.file.as_deref(), Some(expected.file));
    assert_eq!(cause.line, Some(planned.line), "the resource's line");
    assert!(
        last.sentence.starts_with(&cause.title),
        "the sentence tells it first: {}",
        last.sentence
    );
}

#[tokio::test]
async fn what_fails_is_rolled_back_as_cloudformation_does_and_names_its_cause() {
    for expected in &ROLLED_BACK {
        for speed in [0.0, QUICK] {
            let world = World::new().await;
            let script = expected.script;
            let last = world.launch(with_script(speed, script)).await;
            assert_eq!(last.state, JobState::Failed, "{script}: {}", last.sentence);
            let plan = launches::plan(&world.engine(), &last.job_id).await.unwrap();
            root_cause_is(&last, expected, &plan);

            let rows = world.events(&last.job_id).await;
            order::times_fit(&rows);
            order::creation_respects_dependencies(&rows, &plan);
            order::deletion_respects_dependencies(&rows, &plan);
            assert_eq!(
                order::own_status(&rows, "root"),
                Some(Status::RollbackComplete),
                "{script}: the root stays, rolled back"
            );
            for ((stack, id), status) in order::last_status(&rows) {
                assert!(status.gone(), "{script}: {stack}/{id} is left {status}");
            }
            for stack in last.stacks.iter().filter(|row| row.stack != "root") {
                assert!(
                    stack
                        .status
                        .is_none_or(|status| status == Status::DeleteComplete),
                    "{script}: {} is left {:?}",
                    stack.stack,
                    stack.status
                );
            }
            let rollback = last.phases.iter().find(|one| one.label == "Roll back");
            assert_eq!(
                rollback.unwrap().state,
                PhaseState::Done,
                "{:?}",
                last.phases
            );
            let row = environments::list(&world.engine()).await.unwrap().remove(0);
            assert_eq!(row.state, EnvironmentState::Failed);
        }
    }
}

/// CloudFormation's sequence around a failure in a nested stack.
#[tokio::test]
async fn a_failure_cancels_its_neighbours_and_reaches_the_root_before_the_rollback() {
    let world = World::new().await;
    let last = world.launch(with_script(QUICK, "elastic-ip-limit")).await;
    let cause = last.root_cause.clone().unwrap();
    let rows = world.events(&last.job_id).await;
    let at = |what: &str, is: &dyn Fn(&engine::jobs::EventRow) -> bool| {
        let found = rows.iter().find(|row| is(row));
        found
            .unwrap_or_else(|| panic!("nobody tells of {what}"))
            .event
            .at_ms
    };
    let failed = at("the failed address", &|row| {
        row.event.logical_id == cause.logical_id && row.event.status == Status::CreateFailed
    });
    let child = at("the nested stack's failure", &|row| {
        row.stack == cause.stack && order::is_own(row) && row.event.status == Status::CreateFailed
    });
    let parent = at("the embedded stack's failure", &|row| {
        row.stack == "root"
            && row.event.status == Status::CreateFailed
            && row.event.reason.as_deref().is_some_and(|reason| {
                reason.starts_with("Embedded stack ") && reason.contains(&cause.logical_id)
            })
    });
    let back = at("the rollback", &|row| {
        order::is_own(row) && row.event.status == Status::RollbackInProgress
    });
    assert!(
        failed <= child && child <= parent && parent <= back,
        "{failed} {child} {parent} {back}"
    );
    let cancelled = rows
        .iter()
        .filter(|row| row.event.reason.as_deref() == Some("Resource creation cancelled"));
    for row in cancelled {
        assert_eq!(row.event.status, Status::CreateFailed);
        assert!(row.event.at_ms >= failed && row.event.at_ms <= back);
    }
    let begun_later = rows
        .iter()
        .find(|row| row.event.at_ms > back && row.event.status == Status::CreateInProgress);
    assert!(begun_later.is_none(), "nothing begins in a rollback");
}

/// Nothing but what was made has to be removed, so an early failure is rolled back early.
#[tokio::test]
async fn the_rollback_of_an_early_failure_is_short() {
    let world = World::new().await;
    let last = world.launch(with_script(QUICK, "elastic-ip-limit")).await;
    let aws_s = (last.finished_at_ms.unwrap() - last.started_at_ms) as f64 / 1000.0 * QUICK;
    assert!(aws_s < 900.0, "it took {aws_s} s of AWS's time");
}

#[tokio::test]
async fn while_it_rolls_back_the_cause_is_shown_already() {
    let world = World::new().await;
    let last = world.launch(with_script(60.0, "elastic-ip-limit")).await;
    let told = world.heard.told.lock().unwrap();
    let early = told.iter().find(|(_, one)| {
        one.state == JobState::Running && one.sentence.starts_with("Rolling back")
    });
    let shown = early.unwrap().1.root_cause.as_ref().unwrap();
    assert_eq!(shown.code, last.root_cause.unwrap().code);
}

#[tokio::test]
async fn a_failed_launch_is_tried_again_after_clearing_what_it_left() {
    let world = World::new().await;
    let failed = world.launch(with_script(QUICK, "elastic-ip-limit")).await;
    let old = failed.stacks[0].stack_id.clone().unwrap();
    let engine = world.engine();
    let again = launches::retry(&engine, &failed.job_id, at_speed(QUICK))
        .await
        .unwrap();
    let last = launches::drive(&engine, &again.job_id).await.unwrap();
    assert!(did(&last, Operation::Create), "{}", last.sentence);
    assert_ne!(last.stacks[0].stack_id.as_ref(), Some(&old), "a new stack");
    let cloud = engine.clouds.open("Practice", "us-east-1").await.unwrap();
    let left = cloud.stack(&old).await.unwrap().unwrap();
    assert_eq!(
        left.status,
        Status::DeleteComplete,
        "a stack in ROLLBACK_COMPLETE cannot be updated: it is deleted first"
    );
    let rows = world.events(&again.job_id).await;
    order::times_fit(&rows);
    assert!(
        rows.iter().all(|row| row.event.stack_id != old),
        "the new launch tells its own story only"
    );
    let refused = launches::retry(&engine, &failed.job_id, at_speed(QUICK)).await;
    assert!(refused.is_err(), "what has been overtaken is not retried");
}

#[tokio::test]
async fn a_throttled_launch_and_deletion_take_their_time_and_end_well() {
    for speed in [0.0, QUICK] {
        let world = World::new().await;
        let last = world.launch(with_script(speed, "throttling")).await;
        assert!(did(&last, Operation::Create), "{}", last.sentence);
        order::times_fit(&world.events(&last.job_id).await);
        let gone = world.delete(with_script(speed, "throttling")).await;
        assert!(did(&gone, Operation::Delete), "{}", gone.sentence);
        order::times_fit(&world.events(&gone.job_id).await);
    }
}

#[tokio::test]
async fn cancelling_halfway_removes_what_was_made() {
    let world = World::new().await;
    let engine = world.engine();
    let first = begin(&engine, at_speed(QUICK)).await.unwrap();
    let id = first.job_id.clone();
    let (driver, asked) = (world.engine(), id.clone());
    let driven = async { launches::drive(&driver, &asked).await.unwrap() };
    let cancelled = async {
        while launches::get(&engine, &id).await.unwrap().event_count < 60 {
            tokio::task::yield_now().await;
        }
        launches::cancel(&engine, &id).await.unwrap();
    };
    let (last, ()) = tokio::join!(driven, cancelled);
    assert_eq!(last.state, JobState::Cancelled, "{}", last.sentence);
    let plan = launches::plan(&engine, &id).await.unwrap();
    let rows = world.events(&id).await;
    order::times_fit(&rows);
    assert!(order::deletion_respects_dependencies(&rows, &plan) > 10);
    for ((stack, resource), status) in order::last_status(&rows) {
        assert!(status.gone(), "{stack}/{resource} is left {status}");
    }
    assert!(
        environments::list(&engine).await.unwrap().is_empty(),
        "{NAME}"
    );
    let again = world.launch(at_speed(0.0)).await;
    assert!(
        did(&again, Operation::Create),
        "the name is free: {}",
        again.sentence
    );
}

#[tokio::test]
async fn the_refused_call_behind_a_failure_is_found_with_who_made_it() {
    let world = World::new().await;
    let failed = world.launch(with_script(QUICK, "elastic-ip-limit")).await;
    let engine = world.engine();
    let found = launches::find_failed_call(&engine, &failed.job_id).await;
    let found = found.unwrap();
    assert_eq!(
        found.sentence,
        "ec2:AllocateAddress was refused with Client.AddressLimitExceeded."
    );
    let FailedCall::Found { call, by } = found.call else {
        panic!("practice tells of the call at once");
    };
    assert_eq!(
        (call.source.as_str(), call.name.as_str()),
        ("ec2.amazonaws.com", "AllocateAddress")
    );
    assert_eq!(by, Recognised::RequestId, "the card's words carry its ID");
    let cause = failed.root_cause.unwrap();
    assert!(
        cause
            .aws_message
            .contains(call.request_id.as_deref().unwrap())
    );
    assert!(call.who.unwrap().ends_with("/practice"));
    let again = launches::find_failed_call(&engine, &failed.job_id).await;
    assert!(
        matches!(again.unwrap().call, FailedCall::Found { call, .. } if call.at_ms > 0),
        "asking changes nothing"
    );
}

#[tokio::test]
async fn what_no_call_stands_behind_is_said_and_a_job_without_failure_is_refused() {
    let world = World::new().await;
    let failed = world
        .launch(with_script(QUICK, "no-instance-capacity"))
        .await;
    let engine = world.engine();
    let ask = || async {
        let found = launches::find_failed_call(&engine, &failed.job_id).await;
        found.unwrap().call
    };
    let FailedCall::NotThereYet { until_ms } = ask().await else {
        panic!(
            "what came of waiting for nodes has no refused call: {:?}",
            ask().await
        );
    };
    world.clock.shift(until_ms - world.clock.now_ms());
    assert_eq!(
        ask().await,
        FailedCall::NotThere,
        "it would no longer be late"
    );
    let done = World::new().await;
    let launched = done.launch(at_speed(0.0)).await;
    let refused = launches::find_failed_call(&done.engine(), &launched.job_id).await;
    assert_eq!(
        refused.unwrap_err().code,
        engine::ErrorCode::Conflict,
        "nothing has failed"
    );
}
