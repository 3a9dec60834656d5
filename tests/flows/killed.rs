//! Killed at any call, before or after it took effect, and started again: nothing is lost, nothing
//! is asked twice under another token, and it ends as if nothing had happened.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::launch::{JobState, Status};
use engine::environments::{EnvironmentRecord, EnvironmentState};
use engine::jobs::{Agreement, DeleteWish, LastStep};
use engine::{Engine, launches};

use crate::blade::{Asked, Blade, MortalClouds, MortalMemory, When};
use crate::clock::halfway;
use crate::world::{NAME, World, at_speed, begin, with_script};
use crate::{order, update};

/// A launch is looked at about four times.
const BRISK: f64 = 1_500.0;

/// What a person wants to come about. She does whatever is next for it, so it can be told again to
/// an engine that was killed in the middle.
#[derive(Debug, Clone, Copy)]
pub enum Wish {
    Launched,
    Updated,
    /// At once.
    Cancelled,
    /// In the middle of it.
    Stopped,
    TriedAgain,
    Deleted,
    /// Past what the last deletion has stopped at.
    Forced,
    Connected,
}

pub fn mortal(world: &World, blade: &Arc<Blade>) -> Engine {
    let memory = Arc::new(MortalMemory(world.store.clone(), blade.clone()));
    let practice = world.engine_over(memory.clone()).clouds;
    world.engine_with(memory, Arc::new(MortalClouds(practice, blade.clone())))
}

/// What stands before the blade is raised.
pub async fn prepared(wish: Wish, speed: f64) -> World {
    let world = World::new().await;
    match wish {
        Wish::Launched | Wish::Cancelled => {}
        Wish::Stopped => {
            halfway(&world, speed).await;
        }
        Wish::TriedAgain => {
            world.launch(with_script(0.0, "elastic-ip-limit")).await;
        }
        Wish::Updated | Wish::Deleted => {
            world.launch(at_speed(0.0)).await;
        }
        Wish::Forced => {
            world.launch(at_speed(0.0)).await;
            world.delete(with_script(0.0, "stuck-delete")).await;
        }
        Wish::Connected => {
            world
                .launch(with_script(0.0, "pending-github-connection"))
                .await;
        }
    }
    world
}

async fn record(engine: &Engine) -> Option<EnvironmentRecord> {
    engine.memory.environment(NAME).await.unwrap()
}

/// Does what is next for the wish, to the end.
pub async fn pursue(engine: &Engine, wish: Wish, speed: f64) {
    for id in launches::unfinished(engine).await.unwrap() {
        if matches!(wish, Wish::Cancelled | Wish::Stopped) {
            launches::cancel(engine, &id).await.unwrap();
        }
        launches::drive(engine, &id).await.unwrap();
    }
    let stands = record(engine).await;
    let state = stands.as_ref().map(|record| record.state);
    let job = stands.map(|record| record.job_id).unwrap_or_default();
    let next = match (wish, state) {
        (Wish::Launched, None) => Some(begin(engine, at_speed(speed)).await),
        (Wish::Updated, Some(EnvironmentState::Running))
            if engine.memory.jobs().await.unwrap().len() == 1 =>
        {
            let wish = update::wish(Agreement::Everything, at_speed(speed));
            let started = launches::start_update(engine, update::grown(), wish).await;
            Some(started.map(|begun| begun.expect("it changes something")))
        }
        (Wish::Cancelled, None) if engine.memory.jobs().await.unwrap().is_empty() => {
            let begun = begin(engine, at_speed(speed)).await.unwrap();
            Some(launches::cancel(engine, &begun.job_id).await)
        }
        (Wish::TriedAgain, Some(EnvironmentState::Failed)) => {
            Some(launches::retry(engine, &job, at_speed(speed)).await)
        }
        (Wish::Deleted, Some(EnvironmentState::Running)) => {
            Some(launches::start_delete(engine, NAME, NAME, at_speed(speed)).await)
        }
        (Wish::Forced, Some(EnvironmentState::DeleteFailed)) => {
            let wish = DeleteWish {
                rehearsal: at_speed(speed),
                last_step: LastStep::Force,
            };
            Some(launches::start_delete(engine, NAME, NAME, wish).await)
        }
        (Wish::Connected, Some(EnvironmentState::NeedsYou)) => {
            Some(launches::proceed(engine, &job, &launches::Answer::default()).await)
        }
        _ => None,
    };
    if let Some(begun) = next {
        launches::drive(engine, &begun.unwrap().job_id)
            .await
            .unwrap();
    }
}

pub async fn holds(world: &World, wish: Wish, asked: &[Asked], told: &str) {
    let engine = world.engine();
    let state = record(&engine).await.map(|record| record.state);
    let jobs = engine.memory.jobs().await.unwrap();
    let (expected_state, expected_jobs, job_state) = match wish {
        Wish::Launched | Wish::Connected => (Some(EnvironmentState::Running), 1, JobState::Done),
        Wish::Updated | Wish::TriedAgain => (Some(EnvironmentState::Running), 2, JobState::Done),
        Wish::Cancelled | Wish::Stopped => (None, 1, JobState::Cancelled),
        Wish::Deleted => (None, 2, JobState::Done),
        Wish::Forced => (None, 3, JobState::Done),
    };
    assert_eq!(state, expected_state, "{told}: the environment");
    assert_eq!(jobs.len(), expected_jobs, "{told}: one job, not two");
    let job = &jobs[0];
    assert_eq!(
        job.snapshot.state, job_state,
        "{told}: {}",
        job.snapshot.sentence
    );

    let mut tokens: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
    for (what, of, token) in asked {
        tokens.entry((what, of)).or_default().insert(token);
    }
    for ((what, of), tokens) in tokens {
        assert_eq!(tokens.len(), 1, "{told}: {what} {of} under one token");
    }

    let rows = world.events(&job.id).await;
    let mut seen = BTreeSet::new();
    for row in &rows {
        assert!(
            seen.insert(&row.event.id),
            "{told}: an event is stored twice"
        );
    }
    order::times_fit(&rows);
    let stack_id = job.step.stack_id().unwrap();
    let cloud = engine.clouds.open("Practice", "us-east-1").await.unwrap();
    let reported = cloud.events(stack_id, None).await.unwrap();
    let known = reported
        .iter()
        .filter(|event| seen.contains(&event.id))
        .count();
    match wish {
        Wish::Updated | Wish::Deleted | Wish::Forced => {
            assert!(known > 0, "{told}: the operation is told")
        }
        _ => assert_eq!(
            known,
            reported.len(),
            "{told}: every event of the root is told"
        ),
    }
    let ends = order::last_status(&rows);
    let good = |status: &Status| match wish {
        Wish::Launched | Wish::TriedAgain | Wish::Connected => status.ready(),
        Wish::Updated => status.ready() || status.gone(),
        Wish::Cancelled | Wish::Stopped | Wish::Deleted | Wish::Forced => status.gone(),
    };
    assert!(ends.values().all(good), "{told}: {ends:?}");
    if matches!(wish, Wish::Launched | Wish::TriedAgain | Wish::Deleted) {
        let planned = job.request.plan.resources.len();
        assert_eq!(ends.len(), planned, "{told}: each resource is told of");
    }
    let stacks = engine.memory.practice_records().await.unwrap().len();
    let expected = if matches!(wish, Wish::TriedAgain) {
        2
    } else {
        1
    };
    assert_eq!(stacks, expected, "{told}: no stack is made twice");
}

/// Calls from one kill to the next: each of them with `cargo test --release`, which has the time.
const STRIDE: usize = if cfg!(debug_assertions) { 11 } else { 1 };

/// Kills at one call after the other until the wish comes true before the blade falls.
async fn survives(wish: Wish, when: When) {
    // Between them the two sorts of kill meet twice as many calls.
    let first = match when {
        When::Before => 0,
        When::After => STRIDE / 2,
    };
    for at in (first..).step_by(STRIDE) {
        let world = prepared(wish, BRISK).await;
        let blade = Blade::new(at, when);
        let engine = mortal(&world, &blade);
        let lived = tokio::select! {
            biased;
            () = blade.fell.notified() => false,
            () = pursue(&engine, wish, BRISK) => true,
        };
        let told = format!("{wish:?}, killed {when:?} call {at}");
        // Starting again takes a while, in which the lease of the dead process runs out.
        world.clock.shift(11_000);
        let again = mortal(&world, &Blade::blunt(&blade));
        pursue(&again, wish, BRISK).await;
        let asked = blade.asked.lock().unwrap().clone();
        holds(&world, wish, &asked, &told).await;
        if lived {
            assert!(at > 20, "{told}: the blade was where the work is");
            println!("{wish:?} {when:?}: {at} calls");
            return;
        }
    }
}

macro_rules! survives {
    ($($name:ident: $wish:ident, $when:ident;)*) => {$(
        #[tokio::test]
        async fn $name() {
            survives(Wish::$wish, When::$when).await;
        }
    )*};
}

survives! {
    a_launch_that_is_killed_before_any_call_goes_on: Launched, Before;
    a_launch_that_is_killed_after_any_call_goes_on: Launched, After;
    a_cancelled_launch_that_is_killed_before_any_call_goes_on: Cancelled, Before;
    a_cancelled_launch_that_is_killed_after_any_call_goes_on: Cancelled, After;
    a_launch_stopped_halfway_that_is_killed_before_any_call_goes_on: Stopped, Before;
    a_launch_stopped_halfway_that_is_killed_after_any_call_goes_on: Stopped, After;
    an_update_that_is_killed_before_any_call_goes_on: Updated, Before;
    an_update_that_is_killed_after_any_call_goes_on: Updated, After;
    a_retry_that_is_killed_before_any_call_goes_on: TriedAgain, Before;
    a_retry_that_is_killed_after_any_call_goes_on: TriedAgain, After;
    a_deletion_that_is_killed_before_any_call_goes_on: Deleted, Before;
    a_deletion_that_is_killed_after_any_call_goes_on: Deleted, After;
    a_forced_deletion_that_is_killed_before_any_call_goes_on: Forced, Before;
    a_forced_deletion_that_is_killed_after_any_call_goes_on: Forced, After;
    a_handshake_that_is_killed_before_any_call_goes_on: Connected, Before;
    a_handshake_that_is_killed_after_any_call_goes_on: Connected, After;
}
