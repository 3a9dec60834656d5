use domain::launch::JobState;
use engine::jobs::Step;
use engine::ports::Memory;
use engine::{AppError, ErrorCode};
use store::{Store, StoreError};

use crate::fixtures::{ended, environment, events, job, snapshot, watching, with_job};

#[tokio::test]
async fn a_job_comes_back_as_it_was_added() {
    let store = with_job().await;
    assert_eq!(
        store.job("job-1").await.unwrap(),
        Some(job("job-1", "demo")),
        "every field survives, the whole plan included"
    );
    assert_eq!(
        store.job("nobody").await.unwrap(),
        None,
        "an unknown job is none"
    );
}

#[tokio::test]
async fn an_environment_has_one_unfinished_job() {
    let store = with_job().await;
    let refused = store
        .add_job(&job("job-2", "demo"), &environment("demo"))
        .await
        .unwrap_err();
    assert!(
        matches!(&refused, StoreError::AlreadyRunning { job, .. } if job == "job-1"),
        "the refusal names the job that is in the way: {refused:?}"
    );
    assert_eq!(
        AppError::from(refused).code,
        ErrorCode::Conflict,
        "the engine hears of a conflict"
    );
    store
        .add_job(&job("job-3", "other"), &environment("other"))
        .await
        .unwrap();

    let waits = ended(snapshot("job-1", "demo", 3, 2), JobState::NeedsYou);
    store
        .save_progress("job-1", "me", &watching(), &waits, &[], None)
        .await
        .unwrap();
    assert!(
        store
            .add_job(&job("job-2", "demo"), &environment("demo"))
            .await
            .is_err(),
        "a job that waits for a person is unfinished"
    );
    let done = ended(snapshot("job-1", "demo", 3, 3), JobState::Done);
    store
        .save_progress("job-1", "me", &watching(), &done, &[], None)
        .await
        .unwrap();
    store
        .add_job(&job("job-2", "demo"), &environment("demo"))
        .await
        .unwrap();
    assert_eq!(
        store.job("job-2").await.unwrap().map(|job| job.id),
        Some("job-2".to_owned()),
        "after the end of the first there may be a second"
    );
}

#[tokio::test]
async fn lists_tell_newest_unfinished_and_latest() {
    let store = with_job().await;
    let done = ended(snapshot("job-1", "demo", 3, 2), JobState::Failed);
    store
        .save_progress("job-1", "me", &watching(), &done, &[], None)
        .await
        .unwrap();
    let mut second = job("job-2", "demo");
    second.created_at_ms = 2_000;
    let mut third = job("job-3", "other");
    third.created_at_ms = 2_000;
    store
        .add_job(&second, &environment(&second.environment))
        .await
        .unwrap();
    store
        .add_job(&third, &environment(&third.environment))
        .await
        .unwrap();
    let ids = |jobs: Vec<engine::jobs::Job>| -> Vec<String> {
        jobs.into_iter().map(|job| job.id).collect()
    };
    assert_eq!(
        ids(store.jobs().await.unwrap()),
        ["job-3", "job-2", "job-1"],
        "newest first; of one millisecond the one added last"
    );
    assert_eq!(
        ids(store.unfinished_jobs().await.unwrap()),
        ["job-2", "job-3"],
        "only those that are not at their end"
    );
    assert_eq!(
        store.latest_job("demo").await.unwrap().map(|job| job.id),
        Some("job-2".to_owned()),
        "the newest of its environment"
    );
}

#[tokio::test]
async fn progress_is_saved_whole_and_only_by_the_driver() {
    let store = with_job().await;
    let next = snapshot("job-1", "demo", 5, 2);
    store
        .save_progress("job-1", "me", &watching(), &next, &events(0, 4), None)
        .await
        .unwrap();
    let stored = store.job("job-1").await.unwrap().unwrap();
    assert_eq!(
        (stored.step, &stored.snapshot),
        (watching(), &next),
        "step and snapshot moved together"
    );
    assert_eq!(
        store.job_snapshot("job-1").await.unwrap(),
        Some(next),
        "the cheap look shows the same"
    );

    let later = snapshot("job-1", "demo", 5, 3);
    let refused = store
        .save_progress(
            "job-1",
            "stranger",
            &Step::Prepared,
            &later,
            &events(10, 4),
            None,
        )
        .await
        .unwrap_err();
    assert!(
        matches!(refused, StoreError::DrivenElsewhere { .. }),
        "{refused:?}"
    );
    assert_eq!(
        store.job("job-1").await.unwrap().unwrap().snapshot.revision,
        2,
        "a stranger changes nothing"
    );
    assert_eq!(
        store.job_events("job-1", 0, 100).await.unwrap().len(),
        4,
        "not even its events stay"
    );
    let missing = store
        .save_progress("nobody", "me", &Step::Prepared, &later, &[], None)
        .await
        .unwrap_err();
    assert!(
        matches!(missing, StoreError::NotFound { .. }),
        "a job that is not there is told from one in other hands: {missing:?}"
    );
}

#[tokio::test]
async fn a_cancellation_is_heard_by_whoever_drives() {
    let store = with_job().await;
    assert!(
        !store.cancel_requested("job-1").await.unwrap(),
        "nobody asked yet"
    );
    store.request_cancel("job-1").await.unwrap();
    assert!(
        store.cancel_requested("job-1").await.unwrap(),
        "now it is asked"
    );
    let memory: &dyn Memory = &store;
    assert_eq!(
        memory.request_cancel("nobody").await.unwrap_err().code,
        ErrorCode::NotFound,
        "an unknown job cannot be cancelled"
    );
}

#[tokio::test]
async fn an_empty_store_has_no_jobs() {
    let store = Store::in_memory().await.unwrap();
    assert!(store.jobs().await.unwrap().is_empty(), "none in the list");
    assert_eq!(store.latest_job("demo").await.unwrap(), None, "none latest");
}
