//! Deleting an environment, and what stands in its way.

use domain::environment::{EnvironmentFile, EnvironmentKind};
use domain::launch::{JobState, Operation, Status};
use engine::environments::{self, EnvironmentState, Fate, PRACTICE, Teardown};
use engine::{ErrorCode, jobs, launches};

use crate::order;
use crate::world::{NAME, QUICK, World, at_speed, did, with_script};

#[tokio::test]
async fn only_the_typed_name_deletes() {
    let world = World::new().await;
    world.launch(at_speed(0.0)).await;
    let engine = world.engine();
    for typed in ["", "Crew", "crew ", "other"] {
        let refused = launches::start_delete(&engine, NAME, typed, at_speed(0.0)).await;
        let refused = refused.unwrap_err();
        assert_eq!(refused.code, ErrorCode::InvalidInput, "`{typed}`");
        assert!(refused.hint.unwrap().contains(NAME), "`{typed}`");
    }
    let row = environments::list(&engine).await.unwrap().remove(0);
    assert_eq!(row.state, EnvironmentState::Running, "and nothing happened");
}

#[tokio::test]
async fn a_deletion_takes_everything_away_in_reverse_order() {
    for speed in [0.0, 60.0, QUICK] {
        let world = World::new().await;
        let launched = world.launch(at_speed(speed)).await;
        let last = world.delete(at_speed(speed)).await;
        assert!(did(&last, Operation::Delete), "{}", last.sentence);
        let plan = launches::plan(&world.engine(), &launched.job_id)
            .await
            .unwrap();
        let rows = world.events(&last.job_id).await;
        order::times_fit(&rows);
        assert_eq!(
            order::deletion_respects_dependencies(&rows, &plan),
            plan.resources.len(),
            "at speed {speed}: every resource is seen to go"
        );
        assert!(
            rows.iter().all(|row| !row.event.status.ready()),
            "at speed {speed}: the launch is another story"
        );
        assert_eq!(
            order::own_status(&rows, "root"),
            Some(Status::DeleteComplete)
        );
        let engine = world.engine();
        assert!(environments::list(&engine).await.unwrap().is_empty());
        let history = jobs::list(&engine).await.unwrap();
        assert_eq!(history.len(), 2, "its history stays");
    }
}

#[tokio::test]
async fn a_left_over_interface_stops_a_deletion_until_it_is_gone() {
    for speed in [0.0, QUICK] {
        let world = World::new().await;
        world.launch(at_speed(speed)).await;
        let stuck = world.delete(with_script(speed, "stuck-delete")).await;
        assert_eq!(stuck.state, JobState::Failed, "{}", stuck.sentence);
        let cause = stuck.root_cause.as_ref().unwrap();
        assert_eq!(cause.resource_type, "AWS::EC2::Subnet");
        assert_eq!(cause.stack, "Network");
        assert!(
            cause
                .aws_message
                .contains("has dependencies and cannot be deleted")
        );
        assert_eq!(cause.file.as_deref(), Some("network.yaml"));
        assert!(cause.line.is_some() && !cause.remedy.is_empty());
        let rows = world.events(&stuck.job_id).await;
        order::times_fit(&rows);
        let engine = world.engine();
        let plan = launches::plan(&engine, &stuck.job_id).await.unwrap();
        order::deletion_respects_dependencies(&rows, &plan);
        let row = environments::list(&engine).await.unwrap().remove(0);
        assert_eq!(row.state, EnvironmentState::DeleteFailed);

        let again = launches::retry(&engine, &stuck.job_id, at_speed(speed))
            .await
            .unwrap();
        let last = launches::drive(&engine, &again.job_id).await.unwrap();
        assert!(did(&last, Operation::Delete), "{}", last.sentence);
        let rows = world.events(&last.job_id).await;
        order::times_fit(&rows);
        assert!(
            rows.iter()
                .all(|row| row.event.status != Status::DeleteFailed),
            "the failed attempt is another story"
        );
        assert!(environments::list(&engine).await.unwrap().is_empty());
    }
}

/// The failed deletion of an environment that has gone and come back since must not delete the new
/// one, whose name nobody typed.
#[tokio::test]
async fn an_old_failed_deletion_is_not_retried_on_a_new_environment() {
    let world = World::new().await;
    world.launch(at_speed(0.0)).await;
    let stuck = world.delete(with_script(0.0, "stuck-delete")).await;
    let engine = world.engine();
    let again = launches::retry(&engine, &stuck.job_id, at_speed(0.0))
        .await
        .unwrap();
    launches::drive(&engine, &again.job_id).await.unwrap();
    world.launch(at_speed(0.0)).await;
    let refused = launches::retry(&engine, &stuck.job_id, at_speed(0.0)).await;
    assert_eq!(refused.unwrap_err().code, ErrorCode::Conflict);
    let row = environments::list(&engine).await.unwrap().remove(0);
    assert_eq!(row.state, EnvironmentState::Running);
}

fn fate(teardown: &Teardown, code: &str) -> Option<Fate> {
    let mut items = teardown.items.iter();
    items.find(|item| item.code == code).map(|item| item.fate)
}

#[tokio::test]
async fn the_checklist_tells_what_blocks_what_is_lifted_and_what_is_lost() {
    let world = World::new().await;
    let engine = world.engine();
    let file = EnvironmentFile::preset(NAME, EnvironmentKind::Production);
    let job = launches::start(&engine, file, PRACTICE, at_speed(0.0));
    let job = job.await.unwrap().job_id;
    let done = launches::drive(&engine, &job).await.unwrap();
    assert_eq!(done.state, JobState::Done, "{}", done.sentence);

    let before = environments::teardown(&engine, NAME).await.unwrap();
    for (code, expected) in [
        ("cluster-protection", Fate::Lifted),
        ("bucket-contents", Fate::Lost),
        ("images", Fate::Lost),
        ("search-index", Fate::Lost),
        ("integration-secret", Fate::Lost),
        ("key-pending", Fate::Stays),
    ] {
        assert_eq!(fate(&before, code), Some(expected), "{code}");
    }
    assert!(
        before.items.iter().all(|item| item.fate != Fate::Blocks),
        "nothing blocks yet"
    );
    assert!(
        before.items.is_sorted_by_key(|item| item.fate),
        "blockers come first"
    );
    let mut search = before.items.iter();
    let search = search.find(|item| item.code == "search-index").unwrap();
    assert!(
        search.monthly_micros.is_some_and(|cost| cost.0 > 0),
        "what it costs if it is left: {search:?}"
    );

    let stuck = world.delete(with_script(0.0, "stuck-delete")).await;
    let after = environments::teardown(&engine, NAME).await.unwrap();
    let first = after.items.first().unwrap();
    assert_eq!((first.code, first.fate), ("delete-failed", Fate::Blocks));
    assert_eq!(
        Some(&first.subject),
        stuck.root_cause.unwrap().physical_id.as_ref(),
        "the first line is what the card is about"
    );
    assert_eq!(
        fate(&after, "cluster-protection"),
        None,
        "the deletion has lifted it"
    );
    assert_eq!(
        fate(&after, "images"),
        None,
        "what is gone is not lost again"
    );
}
