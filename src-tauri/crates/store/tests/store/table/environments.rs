use engine::environments::EnvironmentState;
use store::Store;

use crate::fixtures::environment;

#[tokio::test]
async fn an_environment_comes_back_as_it_was_saved() {
    let store = Store::in_memory().await.unwrap();
    let mut record = environment("demo");
    store.save_environment(&record).await.unwrap();
    assert_eq!(
        store.environment("demo").await.unwrap().as_ref(),
        Some(&record),
        "every field survives, plan and file included"
    );
    record.state = EnvironmentState::Running;
    record.needs_you = None;
    record.stack_id = None;
    record.as_of_ms = 7_000;
    store.save_environment(&record).await.unwrap();
    assert_eq!(
        store.environments().await.unwrap(),
        [record],
        "saving again replaces, and clears what is absent now"
    );
}

#[tokio::test]
async fn environments_are_listed_by_name_and_can_be_forgotten() {
    let store = Store::in_memory().await.unwrap();
    for name in ["staging", "demo", "production"] {
        store.save_environment(&environment(name)).await.unwrap();
    }
    store.forget_environment("production").await.unwrap();
    store.forget_environment("production").await.unwrap();
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
