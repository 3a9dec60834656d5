//! A laptop that sleeps for hours, and clocks that are set back.

use domain::launch::{JobState, Operation};
use engine::launches;

use crate::order;
use crate::world::{World, at_speed, begin, did};

const HOUR: i64 = 3_600_000;

/// Drives until so many events are known, then stops as a process that dies.
pub async fn halfway(world: &World, speed: f64) -> String {
    let engine = world.engine();
    let id = begin(&engine, at_speed(speed)).await.unwrap().job_id;
    let reader = world.engine();
    let enough = async {
        while launches::get(&reader, &id).await.unwrap().event_count < 60 {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        _ = launches::drive(&engine, &id) => panic!("it is not to end yet"),
        () = enough => {}
    }
    id
}

#[tokio::test]
async fn after_eight_hours_of_sleep_the_launch_is_found_finished() {
    let world = World::new().await;
    let id = halfway(&world, 60.0).await;
    world.clock.shift(8 * HOUR);
    let engine = world.engine();
    assert_eq!(launches::unfinished(&engine).await.unwrap(), [id.as_str()]);
    let last = launches::drive(&engine, &id).await.unwrap();
    assert!(did(&last, Operation::Create), "{}", last.sentence);
    order::times_fit(&world.events(&id).await);
    let job = engine::jobs::list(&engine).await.unwrap().remove(0);
    assert!(
        job.actual_seconds.unwrap() < job.predicted_seconds * 1.5,
        "eight hours of sleep are no part of the launch"
    );
}

#[tokio::test]
async fn a_process_that_slept_through_its_lease_watches_who_took_over() {
    let world = World::new().await;
    let sleeper = world.engine();
    let id = begin(&sleeper, at_speed(0.0)).await.unwrap().job_id;
    let now = engine::ports::Clock::now_ms(&*world.clock);
    let held = world
        .store
        .lease(&id, &sleeper.instance, now, now + 10_000)
        .await;
    assert!(held.unwrap());
    world.clock.shift(8 * HOUR);
    let other = world.engine();
    let last = launches::drive(&other, &id).await.unwrap();
    assert!(did(&last, Operation::Create), "{}", last.sentence);
    let woken = launches::drive(&sleeper, &id).await.unwrap();
    assert_eq!(
        woken.revision, last.revision,
        "it reads, and writes nothing"
    );
}

#[tokio::test]
async fn a_clock_that_is_set_back_does_not_hold_a_dead_drivers_job() {
    let world = World::new().await;
    let id = halfway(&world, 600.0).await;
    world.clock.shift(-8 * HOUR);
    let before = engine::ports::Clock::now_ms(&*world.clock);
    let engine = world.engine();
    launches::cancel(&engine, &id).await.unwrap();
    let last = launches::drive(&engine, &id).await.unwrap();
    assert_eq!(last.state, JobState::Cancelled, "{}", last.sentence);
    let took = engine::ports::Clock::now_ms(&*world.clock) - before;
    assert!(took < HOUR, "it was free again at once, not in eight hours");
    order::times_fit(&world.events(&id).await);
}

#[tokio::test]
async fn a_clock_that_is_set_back_between_launch_and_deletion_loses_nothing() {
    let world = World::new().await;
    world.launch(at_speed(600.0)).await;
    world.clock.shift(-8 * HOUR);
    let gone = world.delete(at_speed(600.0)).await;
    assert!(did(&gone, Operation::Delete), "{}", gone.sentence);
    let plan = launches::plan(&world.engine(), &gone.job_id).await.unwrap();
    let rows = world.events(&gone.job_id).await;
    order::times_fit(&rows);
    let seen = order::deletion_respects_dependencies(&rows, &plan);
    assert_eq!(seen, plan.resources.len(), "every resource is seen to go");
}

/// A few seconds back, as time servers do it, in the middle of a launch.
#[tokio::test]
async fn progress_never_goes_back_with_the_clock() {
    let world = World::new().await;
    let id = halfway(&world, 60.0).await;
    let percent = launches::get(&world.engine(), &id).await.unwrap().percent;
    world.clock.shift(-5_000);
    let last = {
        let engine = world.engine();
        launches::drive(&engine, &id).await.unwrap()
    };
    assert!(did(&last, Operation::Create), "{}", last.sentence);
    assert!(percent > 0.0);
    order::times_fit(&world.events(&id).await);
}
