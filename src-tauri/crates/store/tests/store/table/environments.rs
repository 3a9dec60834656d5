use domain::launch::JobState;
use engine::environments::{EnvironmentChange, EnvironmentState};
use store::Store;

use crate::fixtures::{ended, environment, job, snapshot, watching};

#[tokio::test]
async fn an_environment_comes_back_as_it_was_saved_with_its_job() {
    let store = Store::in_memory().await.unwrap();
    let mut record = environment("demo");
    store.add_job(&job("job-1", "demo"), &record).await.unwrap();
    assert_eq!(
        store.environment("demo").await.unwrap().as_ref(),
        Some(&record),
        "every field survives, plan and file included"
    );
    record.state = EnvironmentState::Running;
    record.needs_you = None;
    record.stack_id = None;
    record.as_of_ms = 7_000;
    let change = EnvironmentChange::Save(Box::new(record.clone()));
    let next = snapshot("job-1", "demo", 1, 2);
    let stranger = store
        .save_progress("job-1", "me", &watching(), &next, &[], Some(&change))
        .await;
    assert!(stranger.is_err(), "who does not drive the job");
    assert_ne!(
        store.environments().await.unwrap(),
        [record.clone()],
        "changes nothing of its environment"
    );
    assert!(store.lease("job-1", "me", 0, 1000).await.unwrap());
    store
        .save_progress("job-1", "me", &watching(), &next, &[], Some(&change))
        .await
        .unwrap();
    assert_eq!(
        store.environments().await.unwrap(),
        [record],
        "saving again replaces, and clears what is absent now"
    );
}

#[tokio::test]
async fn a_job_that_is_refused_leaves_its_environment_as_it_was() {
    let store = Store::in_memory().await.unwrap();
    let record = environment("demo");
    store.add_job(&job("job-1", "demo"), &record).await.unwrap();
    let mut other = record.clone();
    other.job_id = "job-2".to_owned();
    let refused = store.add_job(&job("job-2", "demo"), &other).await;
    assert!(refused.is_err(), "one unfinished job for an environment");
    assert_eq!(store.environments().await.unwrap(), [record]);
}

#[tokio::test]
async fn environments_are_listed_by_name_and_can_be_forgotten() {
    let store = Store::in_memory().await.unwrap();
    for name in ["staging", "demo", "production"] {
        let added = store.add_job(&job(name, name), &environment(name)).await;
        added.unwrap();
    }
    assert!(store.lease("production", "me", 0, 1000).await.unwrap());
    let gone = ended(snapshot("production", "production", 1, 2), JobState::Done);
    for _ in 0..2 {
        let forget = Some(&EnvironmentChange::Forget);
        store
            .save_progress("production", "me", &watching(), &gone, &[], forget)
            .await
            .unwrap();
    }
    let names: Vec<String> = store
        .environments()
        .await
        .unwrap()
        .into_iter()
        .map(|record| record.name)
        .collect();
    assert_eq!(names, ["demo", "staging"], "by name, without the forgotten");
    assert_eq!(
        store.environment("production").await.unwrap(),
        None,
        "forgetting twice is no error, and it is gone"
    );
}
