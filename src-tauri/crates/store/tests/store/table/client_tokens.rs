use std::collections::BTreeSet;

use store::{Store, StoreError};

use crate::fixtures::{environment, job, key, place, with_job};

#[tokio::test]
async fn a_token_stays_the_same_for_its_step() {
    let store = with_job().await;
    let create = store.client_token("job-1", "create").await.unwrap();
    assert_eq!(
        store.client_token("job-1", "create").await.unwrap(),
        create,
        "asking again gives the same"
    );
    assert_ne!(
        store.client_token("job-1", "execute").await.unwrap(),
        create,
        "another step has its own"
    );
    assert!(
        create.len() <= 128
            && create.starts_with(|first: char| first.is_ascii_alphanumeric())
            && create
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || c == '-'),
        "CloudFormation takes it: {create}"
    );
    assert!(
        matches!(
            store.client_token("nobody", "create").await,
            Err(StoreError::NotFound { .. })
        ),
        "a token without a job would be lost"
    );
}

#[tokio::test]
async fn a_token_outlives_the_process() {
    let (_folder, path) = place();
    let store = Store::open(&path, &key()).await.unwrap();
    store
        .add_job(&job("job-1", "demo"), &environment("demo"))
        .await
        .unwrap();
    let token = store.client_token("job-1", "create").await.unwrap();
    store.close().await;
    let again = Store::open(&path, &key()).await.unwrap();
    assert_eq!(
        again.client_token("job-1", "create").await.unwrap(),
        token,
        "a retry after a restart repeats no change in AWS"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_processes_that_ask_at_once_hear_the_same() {
    let (_folder, path) = place();
    let one = Store::open(&path, &key()).await.unwrap();
    let two = Store::open(&path, &key()).await.unwrap();
    one.add_job(&job("job-1", "demo"), &environment("demo"))
        .await
        .unwrap();
    let asked: Vec<_> = (0..16)
        .map(|number| {
            let store = if number % 2 == 0 { &one } else { &two }.clone();
            tokio::spawn(async move { store.client_token("job-1", "create").await.unwrap() })
        })
        .collect();
    let mut heard = BTreeSet::new();
    for asker in asked {
        heard.insert(asker.await.unwrap());
    }
    assert_eq!(heard.len(), 1, "one token for everybody: {heard:?}");
}
