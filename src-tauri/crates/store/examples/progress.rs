//! How long it takes to persist the largest progress that is expected: a snapshot of 250 resources and
//! 750 events. Run with `cargo run -p store --example progress [folder]`.
#![allow(clippy::unwrap_used)]

#[allow(dead_code)]
#[path = "../tests/store/fixtures.rs"]
mod fixtures;

use std::time::{Duration, Instant};

use fixtures::{environment, events, job, key, snapshot, watching};
use store::Store;

fn told(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let ms = |time: &Duration| time.as_secs_f64() * 1000.0;
    println!(
        "{what:<58} median {:7.2} ms, slowest {:7.2} ms of {}",
        ms(&times[times.len() / 2]),
        ms(times.last().unwrap()),
        times.len()
    );
}

#[tokio::main]
async fn main() {
    let folder = match std::env::args_os().nth(1) {
        Some(folder) => tempfile::tempdir_in(folder).unwrap(),
        None => tempfile::tempdir().unwrap(),
    };
    let path = folder.path().join("store.db");
    let start = Instant::now();
    let store = Store::open(&path, &key()).await.unwrap();
    told("first start", vec![start.elapsed()]);
    store
        .add_job(&job("job-1", "demo"), &environment("demo"))
        .await
        .unwrap();
    store.lease("job-1", "me", 0, i64::MAX).await.unwrap();

    let (mut all, mut none, mut few, mut tokens, mut looks) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut revision = 1;
    for round in 0..20 {
        for (times, first, count) in [
            (&mut all, round * 1000, 750),
            (&mut none, 0, 0),
            (&mut few, round * 1000 + 750, 10),
        ] {
            revision += 1;
            let next = snapshot("job-1", "demo", 250, revision);
            let batch = events(first, count);
            let start = Instant::now();
            store
                .save_progress("job-1", "me", &watching(), &next, &batch, None)
                .await
                .unwrap();
            times.push(start.elapsed());
        }
        let start = Instant::now();
        let step = format!("step-{round}");
        store.client_token("job-1", &step).await.unwrap();
        tokens.push(start.elapsed());
        let start = Instant::now();
        store.job_snapshot("job-1").await.unwrap().unwrap();
        looks.push(start.elapsed());
    }
    told("snapshot of 250 resources and 750 new events", all);
    told("snapshot of 250 resources alone", none);
    told("snapshot of 250 resources and 10 new events", few);
    told("a client token", tokens);
    told("reading the snapshot", looks);
    let start = Instant::now();
    let rows = store.job_events("job-1", 0, 1000).await.unwrap().len();
    told(&format!("reading {rows} events"), vec![start.elapsed()]);
    store.close().await;
    let size = std::fs::metadata(&path).unwrap().len();
    let start = Instant::now();
    let store = Store::open(&path, &key()).await.unwrap();
    told(
        &format!("start over {:.1} MB, checked", size as f64 / 1e6),
        vec![start.elapsed()],
    );
    store.close().await;
}
