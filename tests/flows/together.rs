//! Two processes, or two askers of one process, on one job.

use std::sync::Arc;
use std::time::Duration;

use domain::environment::largest_preset;
use domain::launch::{JobState, Operation};
use domain::timeline::Durations;
use engine::launches;
use engine::ports::{Clock, Pace};
use practice::PracticeClouds;

use crate::blade::{Blade, MortalClouds};
use crate::order;
use crate::world::{QUICK, World, at_speed, begin, did, planned};

#[tokio::test]
async fn one_drives_the_other_watches_and_both_see_the_end() {
    let world = World::new().await;
    let (one, two) = (world.engine(), world.engine());
    let id = begin(&one, at_speed(QUICK)).await.unwrap().job_id;
    let (first, second) = tokio::join!(launches::drive(&one, &id), launches::drive(&two, &id));
    let (first, second) = (first.unwrap(), second.unwrap());
    assert!(did(&first, Operation::Create) && did(&second, Operation::Create));
    assert_eq!(first.revision, second.revision, "both see the same end");
    let told = world.heard.told.lock().unwrap();
    assert!(
        told.iter().any(|(_, snapshot)| snapshot.watched),
        "who watches says so"
    );
    assert!(
        !second.watched || !first.watched,
        "and the end is nobody's alone"
    );
}

#[tokio::test]
async fn a_watcher_takes_over_when_the_driver_dies() {
    let world = World::new().await;
    let (one, two) = (world.engine(), world.engine());
    let id = begin(&one, at_speed(60.0)).await.unwrap().job_id;
    let dies = async {
        let reader = world.engine();
        let enough = async {
            while launches::get(&reader, &id).await.unwrap().event_count < 60 {
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            biased;
            () = enough => {}
            _ = launches::drive(&one, &id) => panic!("it is not to end yet"),
        }
    };
    let ((), last) = tokio::join!(dies, launches::drive(&two, &id));
    let last = last.unwrap();
    assert!(did(&last, Operation::Create), "{}", last.sentence);
    let rows = world.events(&id).await;
    order::times_fit(&rows);
    assert_eq!(order::last_status(&rows).len(), last.resources.len());
}

#[tokio::test]
async fn the_watcher_cancels_what_the_other_drives() {
    let world = World::new().await;
    let (one, two) = (world.engine(), world.engine());
    let id = begin(&one, at_speed(QUICK)).await.unwrap().job_id;
    let watches = async {
        while launches::get(&two, &id).await.unwrap().event_count < 60 {
            tokio::task::yield_now().await;
        }
        launches::cancel(&two, &id).await.unwrap();
        launches::drive(&two, &id).await
    };
    let (driven, watched) = tokio::join!(launches::drive(&one, &id), watches);
    assert_eq!(driven.unwrap().state, JobState::Cancelled);
    assert_eq!(watched.unwrap().state, JobState::Cancelled);
}

/// In the window *Cancel* drives a job that the window drives already.
#[tokio::test]
async fn two_askers_of_one_process_do_not_drive_at_once() {
    let world = World::new().await;
    let one = world.engine();
    let id = begin(&one, at_speed(QUICK)).await.unwrap().job_id;
    let asks_again = async {
        while launches::get(&one, &id).await.unwrap().event_count < 60 {
            tokio::task::yield_now().await;
        }
        launches::cancel(&one, &id).await.unwrap();
        launches::drive(&one, &id).await
    };
    let (first, second) = tokio::join!(launches::drive(&one, &id), asks_again);
    let (first, second) = (first.unwrap(), second.unwrap());
    assert_eq!(first.state, JobState::Cancelled, "{}", first.sentence);
    assert_eq!(second.revision, first.revision);
    let told = world.heard.told.lock().unwrap();
    let mut revisions: Vec<u64> = told.iter().map(|(_, one)| one.revision).collect();
    let in_order = revisions.is_sorted();
    revisions.dedup();
    assert!(in_order, "no snapshot of an older hand comes between");
    assert!(
        told.iter().all(|(_, snapshot)| !snapshot.watched),
        "nobody else drives it"
    );
}

#[tokio::test]
async fn a_driver_that_is_told_to_slow_down_keeps_its_job() {
    let world = World::new().await;
    let (one, two) = (world.engine(), world.engine());
    let slow = crate::world::with_script(QUICK, "throttling");
    let id = begin(&one, slow).await.unwrap().job_id;
    let (first, second) = tokio::join!(launches::drive(&one, &id), launches::drive(&two, &id));
    assert!(did(&first.unwrap(), Operation::Create) && did(&second.unwrap(), Operation::Create));
}

/// With many stacks and slow answers one look takes longer than a lease holds; whoever takes the job over
/// meanwhile would lose it the same way, again and again.
#[tokio::test]
async fn a_long_look_keeps_its_lease() {
    let world = World::new().await;
    let pace = Pace {
        busy: Duration::from_secs(3),
        quiet: Duration::from_secs(8),
    };
    let blade = Blade::metered(pace, world.clock.clone(), 600);
    let practice = PracticeClouds::new(
        world.store.clone(),
        world.clock.clone(),
        Arc::new(Durations::builtin().clone()),
    );
    let clouds = MortalClouds(Arc::new(practice), blade);
    let engine = world.engine_with(world.store.clone(), Arc::new(clouds));
    let plan = planned(largest_preset());
    let first = launches::start_planned(&engine, plan.file.clone(), plan, at_speed(1.0));
    let id = first.await.unwrap().job_id;
    let waits_for_it = async {
        while launches::get(&engine, &id).await.unwrap().event_count == 0 {
            tokio::task::yield_now().await;
        }
        loop {
            let now = world.clock.now_ms();
            if world
                .store
                .lease(&id, "another", now, now + 10_000)
                .await
                .unwrap()
            {
                // It is given back with the end.
                let job = launches::get(&engine, &id).await.unwrap();
                assert_ne!(
                    job.state,
                    JobState::Running,
                    "the driver's lease ran out: {} after {} events",
                    job.sentence,
                    job.event_count
                );
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        last = launches::drive(&engine, &id) => assert!(did(&last.unwrap(), Operation::Create)),
        () = waits_for_it => {}
    }
}
