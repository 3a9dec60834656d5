//! How long a practice launch of the largest preset takes at unlimited speed, from the file to the
//! last event in the store: `cargo bench -p assembly`.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use domain::environment::largest_preset;
use domain::launch::{JobState, LaunchSnapshot};
use engine::environments::PRACTICE;
use engine::launches;
use engine::ports::{ProgressSink, Rehearsal};

struct Quiet;

impl ProgressSink for Quiet {
    fn launch_changed(&self, _: &LaunchSnapshot) {}
    fn environments_changed(&self) {}
    fn import_changed(&self, _: &engine::costs::Import) {}
}

async fn launch() -> usize {
    let engine = assembly::in_memory(assembly::Surroundings::unattended(Arc::new(Quiet)))
        .await
        .unwrap()
        .engine;
    let first = launches::start(&engine, largest_preset(), PRACTICE, Rehearsal::default())
        .await
        .unwrap();
    let last = launches::drive(&engine, &first.job_id).await.unwrap();
    assert_eq!(last.state, JobState::Done);
    launches::events(&engine, &first.job_id, 0)
        .await
        .unwrap()
        .len()
}

fn practice(criterion: &mut Criterion) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    println!("{} events", runtime.block_on(launch()));
    let mut group = criterion.benchmark_group("practice");
    group.sample_size(10);
    group.bench_function("launch of the largest preset", |bench| {
        bench.iter(|| runtime.block_on(launch()));
    });
}

criterion_group!(benches, practice);
criterion_main!(benches);
