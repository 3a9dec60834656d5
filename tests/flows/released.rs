//! A store that an earlier version wrote: everything in it is read, and its work goes on.
//!
//! `tests/fixtures/stores/2026-11-24.db` was written by the first version that launched (practice
//! alone, without updates, accounts or change trees): an environment that runs, a launch that failed,
//! and one that was left halfway.

use std::path::Path;

use domain::launch::{JobState, Operation};
use engine::environments::{self, EnvironmentState};
use engine::jobs;
use engine::launches;
use store::Store;

use crate::world::{QUICK, World, at_speed, key};

async fn world(folder: &Path) -> World {
    let written =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/fixtures/stores/2026-11-24.db");
    let path = folder.join("console.db");
    std::fs::copy(written, &path).unwrap();
    World::over(Store::open(&path, &key()).await.unwrap())
}

#[tokio::test]
async fn what_an_earlier_version_stored_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let world = world(folder.path()).await;
    let engine = world.engine();

    let jobs = jobs::list(&engine).await.unwrap();
    let told: Vec<_> = jobs
        .iter()
        .map(|row| (row.environment.as_str(), row.operation, row.state))
        .collect();
    assert_eq!(
        told,
        [
            ("halfway", Operation::Create, JobState::Running),
            ("stopped", Operation::Create, JobState::Failed),
            ("stands", Operation::Create, JobState::Done),
        ]
    );
    let failed = launches::get(&engine, &jobs[1].job_id).await.unwrap();
    let cause = failed.root_cause.unwrap();
    assert_eq!(cause.logical_id, "Domain", "{cause:?}");
    let events = launches::events(&engine, &jobs[1].job_id, 0).await.unwrap();
    assert!(events.len() > 100, "{} events", events.len());
    let support = launches::support_details(&engine, &jobs[1].job_id)
        .await
        .unwrap();
    assert!(support.contains("stopped"));

    let stands = environments::get(&engine, "stands").await.unwrap();
    assert_eq!(stands.row.state, EnvironmentState::Running);
    assert!(!stands.resources.is_empty() && !stands.outputs.is_empty());
    environments::teardown(&engine, "stands").await.unwrap();
}

#[tokio::test]
async fn work_of_an_earlier_version_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let world = world(folder.path()).await;
    let engine = world.engine();
    let [halfway] = <[String; 1]>::try_from(launches::unfinished(&engine).await.unwrap()).unwrap();
    let done = launches::drive(&engine, &halfway).await.unwrap();
    assert_eq!(done.state, JobState::Done, "{}", done.sentence);

    let jobs = jobs::list(&engine).await.unwrap();
    let stopped = jobs
        .iter()
        .find(|row| row.environment == "stopped")
        .unwrap();
    let again = launches::retry(&engine, &stopped.job_id, at_speed(QUICK))
        .await
        .unwrap();
    let done = launches::drive(&engine, &again.job_id).await.unwrap();
    assert_eq!(done.state, JobState::Done, "{}", done.sentence);

    let mut file = environments::get(&engine, "stands").await.unwrap().file;
    file.node_groups[0].max_size += 1;
    let changes = environments::change(&engine, file.clone()).await.unwrap();
    assert!(!changes.changes.changes.is_empty(), "an update is planned");
    let gone = launches::start_delete(&engine, "stands", "stands", at_speed(QUICK))
        .await
        .unwrap();
    let gone = launches::drive(&engine, &gone.job_id).await.unwrap();
    assert_eq!(gone.state, JobState::Done, "{}", gone.sentence);
}
