//! Values that no version of this program writes: each is an error that names its place, never a
//! default.

use std::path::Path;

use engine::{AppError, ErrorCode};
use store::{Store, StoreError};

use crate::fixtures::{environment, events, job, key, place, snapshot, sql, watching};

async fn filled(path: &Path) -> Store {
    let store = Store::open(path, &key()).await.unwrap();
    store.save_settings(&Default::default()).await.unwrap();
    store
        .add_job(&job("job-1", "demo"), &environment("demo"))
        .await
        .unwrap();
    store.lease("job-1", "me", 0, 1000).await.unwrap();
    let next = snapshot("job-1", "demo", 1, 2);
    store
        .save_progress("job-1", "me", &watching(), &next, &events(0, 2), None)
        .await
        .unwrap();
    store
}

/// What reading says after the statement, which spoils `table`.`column`.
async fn expect_corrupt(statement: &str, place_of_value: (&str, &str)) {
    let (_folder, path) = place();
    let store = filled(&path).await;
    sql(&path, statement).await.unwrap();
    let refused = match place_of_value.0 {
        "environments" => store.environments().await.err(),
        "settings" => store.settings().await.err(),
        "job_events" => store.job_events("job-1", 0, 10).await.err(),
        _ => store.jobs().await.err(),
    };
    let Some(StoreError::Corrupt {
        table,
        column,
        value,
    }) = refused
    else {
        panic!("{statement} is not noticed: {refused:?}");
    };
    assert_eq!((table, column), place_of_value, "{statement}: {value}");
    assert!(
        value.chars().count() <= 80,
        "the message stays readable: {value}"
    );
    let across = AppError::from(StoreError::Corrupt {
        table,
        column,
        value,
    });
    assert_eq!(across.code, ErrorCode::StoreDamaged);
}

#[tokio::test]
async fn unknown_words_are_errors() {
    for (statement, place) in [
        (
            "UPDATE environments SET state = 'paused'",
            ("environments", "state"),
        ),
        ("UPDATE jobs SET state = 'paused'", ("jobs", "state")),
        ("UPDATE jobs SET state = 'done'", ("jobs", "state")),
        (
            "UPDATE jobs SET operation = 'rename'",
            ("jobs", "operation"),
        ),
        (
            "UPDATE jobs SET step = '{\"at\":\"dreaming\"}'",
            ("jobs", "step"),
        ),
        (
            "UPDATE settings SET json = replace(json, 'system', 'pink')",
            ("settings", "json"),
        ),
        (
            "UPDATE job_events SET event = replace(event, 'CREATE_FAILED', 'CREATE_LOST')",
            ("job_events", "event"),
        ),
    ] {
        expect_corrupt(statement, place).await;
    }
}

#[tokio::test]
async fn broken_json_is_an_error() {
    for (statement, place) in [
        (
            "UPDATE environments SET plan = substr(plan, 1, 40)",
            ("environments", "plan"),
        ),
        (
            "UPDATE environments SET file = ''",
            ("environments", "file"),
        ),
        ("UPDATE jobs SET snapshot = '{}'", ("jobs", "snapshot")),
        (
            "UPDATE job_requests SET json = 'null'",
            ("job_requests", "json"),
        ),
    ] {
        expect_corrupt(statement, place).await;
    }
}

#[tokio::test]
async fn the_index_allows_one_unfinished_job_whoever_writes() {
    let (_folder, path) = place();
    let store = filled(&path).await;
    store.close().await;
    let second = sql(
        &path,
        "INSERT INTO jobs (id, environment, account, operation, state, revision, created_at_ms,
            step, snapshot)
         SELECT 'job-2', environment, account, operation, 'needsYou', 1, 1, step, snapshot FROM jobs",
    )
    .await;
    assert!(second.is_err(), "the database itself refuses a second one");
}
