//! Launches that succeed.

use std::collections::BTreeSet;

use domain::environment::{EnvironmentFile, EnvironmentKind, largest_preset};
use domain::launch::{JobState, Operation, PhaseState, Status};
use domain::plan::Plan;
use engine::environments::{self, EnvironmentState};
use engine::{ErrorCode, jobs, launches};

use crate::order;
use crate::world::{NAME, World, at_speed, begin, did, planned, with_script};

/// Launches a plan at unlimited speed and holds its events against CloudFormation's ways.
async fn launched_whole(plan: Plan) {
    let world = World::new().await;
    let engine = world.engine();
    let name = plan.environment.clone();
    let first = launches::start_planned(&engine, plan.file.clone(), plan.clone(), at_speed(0.0))
        .await
        .unwrap();
    let last = launches::drive(&engine, &first.job_id).await.unwrap();
    assert_eq!(last.state, JobState::Done, "{name}: {}", last.sentence);
    assert!((last.percent - 100.0).abs() < f64::EPSILON);
    assert!(
        last.phases
            .iter()
            .all(|phase| phase.state == PhaseState::Done),
        "{:?}",
        last.phases
    );

    let rows = world.events(&first.job_id).await;
    order::times_fit(&rows);
    order::creation_respects_dependencies(&rows, &plan);
    let ends = order::last_status(&rows);
    assert_eq!(ends.len(), plan.resources.len(), "{name}: nothing else");
    for resource in &plan.resources {
        let is = |row: &&engine::jobs::EventRow| {
            row.stack == resource.stack
                && row.event.logical_id == resource.logical_id
                && !order::is_own(row)
                && row.event.status == Status::CreateComplete
        };
        assert_eq!(
            rows.iter().filter(is).count(),
            1,
            "{name}: {}/{} is made exactly once",
            resource.stack,
            resource.logical_id
        );
    }
    for stack in &last.stacks {
        assert_eq!(
            stack.status,
            Some(Status::CreateComplete),
            "{}",
            stack.stack
        );
        assert_eq!(stack.complete, stack.total, "{}", stack.stack);
        assert!(stack.stack_id.is_some(), "{} has its ARN", stack.stack);
    }
    assert_eq!(
        rows.last()
            .map(|row| (row.stack.as_str(), order::is_own(row))),
        Some(("root", true)),
        "the root's own CREATE_COMPLETE comes last of all"
    );

    let view = environments::get(&engine, &name).await.unwrap();
    assert_eq!(view.row.state, EnvironmentState::Running);
    let expected = &order::tree(&plan).root.outputs;
    assert_eq!(
        view.outputs.keys().collect::<BTreeSet<_>>(),
        expected.keys().collect::<BTreeSet<_>>(),
        "every output of the root"
    );
    for (output, value) in &view.outputs {
        assert!(
            !value.is_empty() && !value.contains("${"),
            "{name}: {output} is resolved: {value}"
        );
    }
    assert!(
        view.resources.iter().all(|one| one.physical_id.is_some()),
        "each resource can be found in the console"
    );
}

#[tokio::test]
async fn an_admin_launches_each_preset_and_every_resource_is_made_once() {
    for kind in [
        EnvironmentKind::Development,
        EnvironmentKind::Staging,
        EnvironmentKind::Production,
    ] {
        launched_whole(planned(EnvironmentFile::preset("crew", kind))).await;
    }
}

#[tokio::test]
async fn the_largest_preset_is_launched_whole() {
    launched_whole(planned(largest_preset())).await;
}

#[tokio::test]
async fn at_a_speed_of_60_a_launch_takes_a_sixtieth_of_aws_time() {
    let world = World::new().await;
    let last = world.launch(at_speed(60.0)).await;
    assert!(did(&last, Operation::Create), "{}", last.sentence);
    let rows = world.events(&last.job_id).await;
    order::times_fit(&rows);
    let row = jobs::list(&world.engine()).await.unwrap().remove(0);
    let actual = row.actual_seconds.unwrap();
    assert!(
        actual > row.predicted_seconds * 0.6 && actual < row.predicted_seconds * 1.5,
        "predicted {} s, took {actual} s of AWS's time",
        row.predicted_seconds
    );
    let real_ms = last.finished_at_ms.unwrap() - last.started_at_ms;
    assert!(
        (real_ms as f64 / 1000.0 * 60.0 - actual).abs() < 60.0,
        "{real_ms} ms of the person's time"
    );
    for view in &last.resources {
        let (from, to) = (view.started_at_ms.unwrap(), view.finished_at_ms.unwrap());
        assert!(
            from <= to && view.predicted_end_s >= view.predicted_start_s,
            "{} has predicted and actual times",
            view.logical_id
        );
    }
}

#[tokio::test]
async fn snapshots_come_about_four_times_a_second() {
    let world = World::new().await;
    let last = world.launch(at_speed(60.0)).await;
    let told = world.heard.told.lock().unwrap();
    let seconds = (last.finished_at_ms.unwrap() - last.started_at_ms) as f64 / 1000.0;
    let each = told.len() as f64 / seconds;
    assert!(
        each < 5.0 && each > 3.0,
        "{} snapshots in {seconds} s",
        told.len()
    );
    assert!(
        told.windows(2)
            .all(|two| two[0].1.revision < two[1].1.revision),
        "each replaces the one before"
    );
}

#[tokio::test]
async fn an_environment_that_is_there_is_not_launched_again() {
    let world = World::new().await;
    world.launch(at_speed(0.0)).await;
    let refused = begin(&world.engine(), at_speed(0.0)).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::AlreadyExists, "{refused}");
    assert!(refused.message.contains(NAME) && refused.hint.is_some());
}

#[tokio::test]
async fn what_a_failed_launch_left_elsewhere_is_not_forgotten_by_a_new_one() {
    let world = World::new().await;
    let engine = world.engine();
    let script = with_script(0.0, "elastic-ip-limit");
    let failed = world.launch(script).await;
    assert_eq!(failed.state, JobState::Failed, "{}", failed.sentence);
    let mut file = EnvironmentFile::preset(NAME, EnvironmentKind::Development);
    file.region = "us-west-2".to_owned();
    file.network.zones = vec!["us-west-2a".to_owned(), "us-west-2b".to_owned()];
    let plan = planned(file);
    let refused = launches::start_planned(&engine, plan.file.clone(), plan, at_speed(0.0))
        .await
        .unwrap_err();
    assert_eq!(refused.code, ErrorCode::Conflict, "{refused}");
    assert!(refused.message.contains(&failed.region), "{refused}");
    assert_eq!(
        environments::list(&engine).await.unwrap()[0].region,
        failed.region,
        "it is still known where it is"
    );
}

#[tokio::test]
async fn while_a_launch_runs_neither_a_second_one_nor_a_deletion_begins() {
    let world = World::new().await;
    let engine = world.engine();
    begin(&engine, at_speed(60.0)).await.unwrap();
    let second = begin(&engine, at_speed(60.0)).await.unwrap_err();
    let deletion = launches::start_delete(&engine, NAME, NAME, at_speed(60.0)).await;
    assert_eq!(second.code, ErrorCode::Conflict, "{second}");
    assert_eq!(deletion.unwrap_err().code, ErrorCode::Conflict);
    assert_eq!(
        environments::list(&engine).await.unwrap()[0].state,
        EnvironmentState::Launching,
        "what was refused has left no trace"
    );
}
