//! What only a person can do: signing in again, connecting GitHub.

use std::sync::Arc;

use async_trait::async_trait;
use domain::launch::{JobState, LaunchSnapshot, Operation};
use engine::costs::billing::Billing;
use engine::environments::{self, EnvironmentState, PRACTICE};
use engine::launches::Answer;
use engine::ports::{Cloud, Clouds};
use engine::{AppResult, Engine, ErrorCode, jobs, launches};

use crate::order;
use crate::world::{NAME, QUICK, World, at_speed, did, with_script};

async fn waits_for(world: &World, waiting: &LaunchSnapshot, code: &str) {
    assert_eq!(waiting.state, JobState::NeedsYou, "{}", waiting.sentence);
    let asks = waiting.needs_you.as_ref().unwrap();
    assert_eq!(asks.code, code);
    assert!(asks.steps.len() > 1, "it says how, step by step");
    let row = environments::list(&world.engine()).await.unwrap().remove(0);
    assert_eq!(row.state, EnvironmentState::NeedsYou);
    assert_eq!(row.needs_you.as_ref(), Some(asks), "the overview asks too");
    assert!(
        launches::unfinished(&world.engine())
            .await
            .unwrap()
            .is_empty(),
        "nobody drives what waits for a person"
    );
}

#[tokio::test]
async fn a_pending_github_connection_asks_and_then_goes_on() {
    for speed in [0.0, QUICK] {
        let world = World::new().await;
        let waiting = world
            .launch(with_script(speed, "pending-github-connection"))
            .await;
        waits_for(&world, &waiting, launches::HANDSHAKE).await;
        // She has lunch first.
        world.clock.shift(3_600_000);
        let engine = world.engine();
        let going = launches::proceed(&engine, &waiting.job_id, &Answer::default())
            .await
            .unwrap();
        assert_eq!(going.state, JobState::Running);
        let row = environments::list(&engine).await.unwrap().remove(0);
        assert_eq!(row.state, EnvironmentState::Launching);
        assert_eq!(row.needs_you, None);
        let last = launches::drive(&engine, &waiting.job_id).await.unwrap();
        assert!(did(&last, Operation::Create), "{}", last.sentence);
        world.events(&last.job_id).await;
        let job = jobs::list(&engine).await.unwrap().remove(0);
        if let Some(actual) = job.actual_seconds {
            assert!(
                actual < job.predicted_seconds * 1.5,
                "lunch is no part of the {actual} s that AWS took"
            );
        }
        let again = launches::proceed(&engine, &waiting.job_id, &Answer::default())
            .await
            .unwrap_err();
        assert_eq!(again.code, ErrorCode::Conflict, "it waits for nobody now");
    }
}

#[tokio::test]
async fn a_confirmed_connection_is_noticed_and_nobody_has_to_say_so() {
    let world = World::new().await;
    let waiting = world
        .launch(with_script(QUICK, "pending-github-connection"))
        .await;
    let asks = waiting.needs_you.as_ref().unwrap();
    assert_eq!(asks.url, None, "practice has no page in the AWS console");
    let (one, two) = (world.engine(), world.engine());
    let refused = launches::page(&one, &waiting.job_id).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::Conflict, "{refused}");
    let idle = launches::connected(&one).await.unwrap();
    assert!(idle.is_empty(), "it pends, and so the job waits: {idle:?}");
    waits_for(&world, &waiting, launches::HANDSHAKE).await;

    let job = one.memory.job(&waiting.job_id).await.unwrap().unwrap();
    let cloud = one.clouds.open(PRACTICE, &job.request.plan.region).await;
    let (cloud, stack_id) = (cloud.unwrap(), job.step.stack_id().unwrap());
    let confirmed = cloud.person_acted(stack_id, launches::HANDSHAKE).await;
    confirmed.unwrap();
    let (first, second) = tokio::join!(launches::connected(&one), launches::connected(&two));
    let going = [first.unwrap(), second.unwrap()].concat();
    assert_eq!(going, [waiting.job_id.as_str()], "one process alone drives");
    let last = launches::drive(&one, &waiting.job_id).await.unwrap();
    assert!(did(&last, Operation::Create), "{}", last.sentence);
    let idle = launches::connected(&two).await.unwrap();
    assert!(idle.is_empty(), "it waits no more: {idle:?}");
}

/// Another process answers and drives the job to its end while this one still asks AWS.
struct Meanwhile {
    clouds: Arc<dyn Clouds>,
    other: Engine,
    job: String,
}

#[async_trait]
impl Clouds for Meanwhile {
    async fn open(&self, account: &str, region: &str) -> AppResult<Arc<dyn Cloud>> {
        launches::proceed(&self.other, &self.job, &Answer::default()).await?;
        launches::drive(&self.other, &self.job).await?;
        self.clouds.open(account, region).await
    }

    async fn billing(&self, account: &str) -> AppResult<Arc<dyn Billing>> {
        self.clouds.billing(account).await
    }
}

#[tokio::test]
async fn who_answers_too_late_does_not_bring_a_job_back_that_has_ended() {
    let world = World::new().await;
    let waiting = world
        .launch(with_script(QUICK, "pending-github-connection"))
        .await;
    let other = world.engine();
    let late = world.engine_with(
        world.store.clone(),
        Arc::new(Meanwhile {
            clouds: other.clouds.clone(),
            other: other.clone(),
            job: waiting.job_id.clone(),
        }),
    );
    let going = launches::connected(&late).await.unwrap();
    assert!(going.is_empty(), "it went on elsewhere: {going:?}");
    let ended = launches::get(&other, &waiting.job_id).await.unwrap();
    assert!(did(&ended, Operation::Create), "{}", ended.sentence);

    let again = launches::proceed(&late, &waiting.job_id, &Answer::default()).await;
    assert_eq!(again.unwrap_err().code, ErrorCode::Conflict);
}

#[tokio::test]
async fn a_sign_in_that_expires_halfway_pauses_the_watching_only() {
    for speed in [0.0, QUICK] {
        let world = World::new().await;
        let waiting = world.launch(with_script(speed, "expired-token")).await;
        waits_for(&world, &waiting, launches::SIGN_IN).await;
        let known = waiting.event_count;
        assert!(known > 10, "what was seen before is kept: {known} events");
        world.clock.shift(3_600_000);
        let engine = world.engine();
        launches::proceed(&engine, &waiting.job_id, &Answer::default())
            .await
            .unwrap();
        let last = launches::drive(&engine, &waiting.job_id).await.unwrap();
        assert!(did(&last, Operation::Create), "{}", last.sentence);
        assert!(last.event_count > known, "what happened meanwhile is read");
        let rows = world.events(&last.job_id).await;
        order::times_fit(&rows);
        let plan = launches::plan(&engine, &last.job_id).await.unwrap();
        order::creation_respects_dependencies(&rows, &plan);
        assert_eq!(order::last_status(&rows).len(), plan.resources.len());
    }
}

#[tokio::test]
async fn a_launch_with_an_expired_sign_in_can_be_cancelled_after_signing_in() {
    let world = World::new().await;
    let waiting = world.launch(with_script(QUICK, "expired-token")).await;
    let engine = world.engine();
    launches::cancel(&engine, &waiting.job_id).await.unwrap();
    let still = launches::drive(&engine, &waiting.job_id).await.unwrap();
    waits_for(&world, &still, launches::SIGN_IN).await;
    launches::proceed(&engine, &waiting.job_id, &Answer::default())
        .await
        .unwrap();
    let last = launches::drive(&engine, &waiting.job_id).await.unwrap();
    assert_eq!(last.state, JobState::Cancelled, "{}", last.sentence);
    assert!(environments::list(&engine).await.unwrap().is_empty());
}

/// Whoever cannot connect GitHub must not be stuck with what was made.
#[tokio::test]
async fn an_environment_that_waits_for_github_can_be_deleted() {
    let world = World::new().await;
    let waiting = world
        .launch(with_script(0.0, "pending-github-connection"))
        .await;
    let engine = world.engine();
    let refused = launches::cancel(&engine, &waiting.job_id)
        .await
        .unwrap_err();
    assert_eq!(refused.code, ErrorCode::Conflict);
    assert!(
        refused.message.contains("Delete"),
        "it says what to do: {refused}"
    );
    let gone = world.delete(at_speed(0.0)).await;
    assert!(did(&gone, Operation::Delete), "{}", gone.sentence);
    assert!(
        environments::list(&engine).await.unwrap().is_empty(),
        "{NAME}"
    );
    let given_up = launches::get(&engine, &waiting.job_id).await.unwrap();
    assert_eq!(given_up.state, JobState::Cancelled, "{}", given_up.sentence);
}
