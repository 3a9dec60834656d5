//! How often AWS is asked while a launch runs, and how soon an event is on the screen. The clock is a
//! test's own: the same figures on every machine.

use std::sync::Arc;
use std::time::Duration;

use domain::environment::largest_preset;
use domain::launch::JobState;
use domain::timeline::Durations;
use engine::launches;
use engine::ports::Pace;
use practice::PracticeClouds;

use crate::blade::{Blade, MortalClouds};
use crate::world::{World, at_speed, planned};

/// As `aws` answers.
const AWS: Pace = Pace {
    busy: Duration::from_secs(3),
    quiet: Duration::from_secs(8),
};
const ANSWER_MS: i64 = 100;

#[tokio::test]
async fn a_launch_is_watched_within_its_budget_of_calls() {
    let world = World::new().await;
    let practice = PracticeClouds::new(
        world.store.clone(),
        world.clock.clone(),
        Arc::new(Durations::builtin().clone()),
    );
    let blade = Blade::metered(AWS, world.clock.clone(), ANSWER_MS);
    let clouds = MortalClouds(Arc::new(practice), blade.clone());
    let engine = world.engine_with(world.store.clone(), Arc::new(clouds));
    let plan = planned(largest_preset());
    let nested = plan.resources.iter();
    let nested = nested
        .filter(|one| one.resource_type == domain::launch::STACK_TYPE)
        .count();
    assert!(nested >= 10, "{nested} nested stacks");
    let first = launches::start_planned(&engine, plan.file.clone(), plan, at_speed(1.0))
        .await
        .unwrap();
    let last = launches::drive(&engine, &first.job_id).await.unwrap();
    assert_eq!(last.state, JobState::Done, "{}", last.sentence);

    let minutes = (last.finished_at_ms.unwrap() - last.started_at_ms) as f64 / 60_000.0;
    let budget = minutes * 1_200.0 / 25.0;
    let waits = waits(&world, &first.job_id).await;
    let at = |share: f64| waits[((waits.len() - 1) as f64 * share) as usize] as f64 / 1000.0;
    println!(
        "{minutes:.1} min, {nested} nested stacks: {} calls (budget {budget:.0}); event to screen: median {:.1} s, 95th {:.1} s, worst {:.1} s",
        blade.calls(),
        at(0.5),
        at(0.95),
        at(1.0)
    );
    assert!((blade.calls() as f64) < budget, "{} calls", blade.calls());
    assert!(at(0.5) <= 4.0, "median {} s", at(0.5));
}

/// Milliseconds from each event to the first snapshot that counted it, sorted.
async fn waits(world: &World, job: &str) -> Vec<i64> {
    let rows = world.events(job).await;
    let told = world.heard.told.lock().unwrap();
    let mut waits: Vec<i64> = rows
        .iter()
        .zip(1..)
        .map(|(row, count): (_, u32)| {
            let shown = told
                .iter()
                .find(|(_, one)| one.event_count >= count)
                .unwrap();
            shown.0 - row.event.at_ms
        })
        .collect();
    waits.sort_unstable();
    waits
}
