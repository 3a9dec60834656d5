//! What an account answers before a launch, over HTTP.

use domain::estimate::Assumptions;
use domain::plan::{Check, Outcome, Plan, Question};
use engine::environments;

use crate::world::{ACCOUNT, VCPUS, World};

async fn planned(world: &World) -> Plan {
    let assumptions = Assumptions::default();
    let plan = environments::plan(&world.engine, World::file(), ACCOUNT, &assumptions);
    plan.await.unwrap()
}

fn of(plan: &Plan, question: Question) -> Vec<&Check> {
    let mine = |check: &&Check| check.question == Some(question);
    plan.checks.iter().filter(mine).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_with_room_is_asked_everything_and_stops_nothing() {
    let world = World::new().await;
    let plan = planned(&world).await;
    assert_eq!(plan.account.number, world.number);
    for check in plan.checks.iter().filter(|check| check.question.is_some()) {
        println!(
            "{:?} {} {} {:?}",
            check.outcome, check.code, check.message, check.evidence
        );
    }
    let stops: Vec<_> = plan.checks.iter().filter(|check| check.stops()).collect();
    assert!(stops.is_empty(), "{stops:?}");
    for question in [
        Question::Identity,
        Question::Region,
        Question::Names,
        Question::Networks,
        Question::Kubernetes,
        Question::SearchRole,
        Question::Bucket,
    ] {
        let answers = of(&plan, question);
        assert!(!answers.is_empty(), "{question:?} has an answer");
        let told = |check: &&&Check| check.outcome != Outcome::CannotTell;
        assert_eq!(
            answers.iter().filter(told).count(),
            answers.len(),
            "{answers:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_quota_that_is_too_small_stops_with_the_accounts_own_limit() {
    let world = World::new().await;
    world.emulator.quota(&world.number, VCPUS, 1);
    let plan = planned(&world).await;
    let stops: Vec<_> = plan.checks.iter().filter(|check| check.stops()).collect();
    assert_eq!(stops.len(), 1, "{stops:?}");
    assert_eq!(stops[0].code, format!("quota-{VCPUS}"));
    let seen = stops[0].evidence.as_ref().unwrap();
    assert!(seen.starts_with("0 of 1 in use"), "{seen}");
}
