//! Real processes: this test binary runs itself.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use store::Store;

use crate::fixtures::{environment, events, job, key, place, snapshot, watching};

const PLACE: &str = "STORE_TEST_PLACE";
const NAME: &str = "STORE_TEST_NAME";
const BATCH: u32 = 7;

fn start(child: &str, path: &Path, name: &str) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", child, "--ignored", "--nocapture"])
        .env(PLACE, path)
        .env(NAME, name)
        .stdout(Stdio::null())
        .spawn()
        .unwrap()
}

/// The place that the parent gave; nothing when somebody runs ignored tests by hand.
fn given() -> Option<(std::path::PathBuf, String)> {
    Some((
        std::env::var_os(PLACE)?.into(),
        std::env::var_os(NAME)?.into_string().ok()?,
    ))
}

#[test]
#[ignore = "a child of the test below"]
fn child_that_writes_progress_until_it_is_killed() {
    let Some((path, name)) = given() else { return };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let store = Store::open(&path, &key()).await.unwrap();
        assert!(store.lease("job-1", &name, 0, i64::MAX).await.unwrap());
        let before = store.job_snapshot("job-1").await.unwrap().unwrap();
        let mut revision = before.revision;
        loop {
            revision += 1;
            let first = u32::try_from(revision - 2).unwrap() * BATCH;
            store
                .client_token("job-1", &revision.to_string())
                .await
                .unwrap();
            let mut next = snapshot("job-1", "demo", 40, revision);
            next.event_count = first + BATCH;
            store
                .save_progress(
                    "job-1",
                    &name,
                    &watching(),
                    &next,
                    &events(first, BATCH),
                    None,
                )
                .await
                .unwrap();
        }
    });
}

#[tokio::test]
async fn killed_at_any_moment_nothing_is_torn() {
    let (_folder, path) = place();
    let store = Store::open(&path, &key()).await.unwrap();
    let mut first = job("job-1", "demo");
    first.snapshot = snapshot("job-1", "demo", 40, 1);
    store.add_job(&first, &environment("demo")).await.unwrap();
    store.close().await;
    let mut reached = 1;
    // Odd pauses hit different places of the loop; the first ones hit the opening itself.
    for (round, pause) in [3_u64, 17, 41, 97, 151, 233, 317, 389]
        .into_iter()
        .enumerate()
    {
        let mut child = start(
            "processes::child_that_writes_progress_until_it_is_killed",
            &path,
            "driver",
        );
        tokio::time::sleep(Duration::from_millis(pause)).await;
        child.kill().unwrap();
        child.wait().unwrap();
        let store = Store::open(&path, &key()).await.unwrap();
        let found = store.job("job-1").await.unwrap().unwrap();
        let revision = found.snapshot.revision;
        assert!(revision >= reached, "nothing that was saved is lost");
        reached = revision;
        let rows = store.job_events("job-1", 0, u32::MAX).await.unwrap();
        assert_eq!(
            u32::try_from(rows.len()).unwrap(),
            found.snapshot.event_count,
            "snapshot and events are of the same moment, round {round}"
        );
        assert!(
            rows.iter()
                .enumerate()
                .all(|(index, row)| row.seq == index as u64 + 1
                    && row.event.id == format!("event-{index}")),
            "each event once, in order, round {round}"
        );
        store.close().await;
    }
    assert!(reached > 10, "the children did write: revision {reached}");
}

#[test]
#[ignore = "a child of the test below"]
fn child_that_counts() {
    let Some((path, name)) = given() else { return };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let store = Store::open(&path, &key()).await.unwrap();
        let token = store.client_token("job-1", "create").await.unwrap();
        assert!(
            store
                .put_practice_record(&name, 0, &format!("\"{token}\""))
                .await
                .unwrap()
        );
        let mut done = 0;
        while done < 40 {
            let (version, json) = store
                .practice_record("count")
                .await
                .unwrap()
                .unwrap_or((0, "0".to_owned()));
            let next = (json.parse::<u32>().unwrap() + 1).to_string();
            let put = store.put_practice_record("count", version, &next);
            done += u32::from(put.await.unwrap());
        }
        let drives = store.lease("job-1", &name, 0, 1000).await.unwrap();
        let id = format!("{name}-drives");
        let put = store.put_practice_record(&id, 0, if drives { "true" } else { "false" });
        assert!(put.await.unwrap());
        store.close().await;
    });
}

#[tokio::test]
async fn four_processes_agree() {
    let (_folder, path) = place();
    let store = Store::open(&path, &key()).await.unwrap();
    store
        .add_job(&job("job-1", "demo"), &environment("demo"))
        .await
        .unwrap();
    let mut children: Vec<Child> = (0..4)
        .map(|number| start("processes::child_that_counts", &path, &format!("p{number}")))
        .collect();
    for child in &mut children {
        assert!(
            child.wait().unwrap().success(),
            "every process came through"
        );
    }
    let read = async |id: String| store.practice_record(&id).await.unwrap().unwrap().1;
    assert_eq!(
        read("count".to_owned()).await,
        "160",
        "no increment is lost"
    );
    let mut drivers = 0;
    let mut tokens = std::collections::BTreeSet::new();
    for number in 0..4 {
        drivers += u32::from(read(format!("p{number}-drives")).await == "true");
        tokens.insert(read(format!("p{number}")).await);
    }
    assert_eq!(drivers, 1, "one process drives the job");
    assert_eq!(tokens.len(), 1, "all were given the same client token");
}

#[test]
#[ignore = "a child of the test below"]
fn child_that_opens() {
    let Some((path, _)) = given() else { return };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let store = Store::open(&path, &key()).await.unwrap();
        store.settings().await.unwrap();
        store.close().await;
    });
}

#[tokio::test]
async fn a_first_start_that_is_killed_leaves_a_whole_store_or_none() {
    for pause in [1_u64, 4, 9, 14, 19, 25, 35, 60] {
        let (_folder, path) = place();
        let mut child = start("processes::child_that_opens", &path, "first");
        tokio::time::sleep(Duration::from_millis(pause)).await;
        child.kill().unwrap();
        child.wait().unwrap();
        let store = Store::open(&path, &key()).await.unwrap();
        assert!(
            store.jobs().await.unwrap().is_empty(),
            "opens and works after {pause} ms"
        );
        store.close().await;
    }
}

#[tokio::test]
async fn four_first_starts_at_once_make_one_store() {
    let (_folder, path) = place();
    let children: Vec<Child> = (0..4)
        .map(|_| start("processes::child_that_opens", &path, "first"))
        .collect();
    for mut child in children {
        assert!(child.wait().unwrap().success(), "each one opened it");
    }
    let store = Store::open(&path, &key()).await.unwrap();
    store.close().await;
}
