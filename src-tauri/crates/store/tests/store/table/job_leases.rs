use store::{Store, StoreError};

use crate::fixtures::{environment, job, key, place, snapshot, watching};

#[tokio::test]
async fn a_lease_is_held_renewed_released_and_runs_out() {
    let store = Store::in_memory().await.unwrap();
    store
        .add_job(&job("job-1", "demo"), &environment("demo"))
        .await
        .unwrap();
    let lease = |owner: &'static str, now, until| {
        let store = store.clone();
        async move { store.lease("job-1", owner, now, until).await.unwrap() }
    };
    assert!(lease("a", 0, 100).await, "free at first");
    assert!(
        !lease("b", 99, 199).await,
        "held until its last millisecond"
    );
    assert!(lease("a", 99, 199).await, "the holder renews");
    assert!(!lease("b", 100, 200).await, "the renewal counts");
    store.release("job-1", "b").await.unwrap();
    assert!(
        !lease("b", 100, 200).await,
        "nobody releases another's lease"
    );
    store.release("job-1", "a").await.unwrap();
    assert!(lease("b", 100, 200).await, "released is free");
    assert!(lease("a", 200, 300).await, "run out is free");
    assert!(
        !lease("b", 150, 250).await,
        "a clock that is set back a little takes nothing from a driver"
    );
    assert!(
        lease("b", 50, 150).await,
        "set back further than a lease reaches, it does not hold the job for hours"
    );
    assert!(lease("a", 200, 300).await, "and runs out as ever");
    let refused = store
        .save_progress(
            "job-1",
            "b",
            &watching(),
            &snapshot("job-1", "demo", 1, 2),
            &[],
            None,
        )
        .await;
    assert!(
        matches!(refused, Err(StoreError::DrivenElsewhere { .. })),
        "who slept past the end of its lease writes no more: {refused:?}"
    );
    assert!(
        matches!(
            store.lease("nobody", "a", 0, 1).await,
            Err(StoreError::NotFound { .. })
        ),
        "an unknown job is told from a held one"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_askers_over_two_pools_one_gets_it() {
    let (_folder, path) = place();
    let one = Store::open(&path, &key()).await.unwrap();
    let two = Store::open(&path, &key()).await.unwrap();
    one.add_job(&job("job-1", "demo"), &environment("demo"))
        .await
        .unwrap();
    for round in 0..10_i64 {
        let now = round * 1000;
        let askers: Vec<_> = (0..8)
            .map(|number| {
                let store = if number % 2 == 0 { &one } else { &two }.clone();
                tokio::spawn(async move {
                    let owner = format!("{round}-{number}");
                    store.lease("job-1", &owner, now, now + 1000).await.unwrap()
                })
            })
            .collect();
        let mut won = 0;
        for asker in askers {
            won += i32::from(asker.await.unwrap());
        }
        assert_eq!(won, 1, "exactly one of eight drives in round {round}");
    }
}
