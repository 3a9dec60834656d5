//! What an account answers before a launch, over HTTP.

use domain::permissions::Variant;
use domain::plan::{Check, Outcome, Plan, Question};
use engine::environments;

use crate::world::{ACCOUNT, VCPUS, World};

fn of(plan: &Plan, question: Question) -> Vec<&Check> {
    let mine = |check: &&Check| check.question == Some(question);
    plan.checks.iter().filter(mine).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_with_room_is_asked_everything_and_stops_nothing() {
    let world = World::new().await;
    let plan = world.plan().await;
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
    let plan = world.plan().await;
    let stops: Vec<_> = plan.checks.iter().filter(|check| check.stops()).collect();
    assert_eq!(stops.len(), 1, "{stops:?}");
    assert_eq!(stops[0].code, format!("quota-{VCPUS}"));
    let seen = stops[0].evidence.as_ref().unwrap();
    assert!(seen.starts_with("0 of 1 in use"), "{seen}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_the_policy_of_the_plan_may_launch_it_and_who_has_less_is_told_what_lacks() {
    let world = World::new().await;
    for (variant, name) in [(Variant::Launch, "launcher"), (Variant::ReadOnly, "reader")] {
        let policy = environments::policy(&world.engine, World::file(), ACCOUNT, variant);
        let policy = policy.await.unwrap();
        let documents: Vec<&str> = policy
            .documents
            .iter()
            .map(|one| one.json.as_str())
            .collect();
        world.role(name, &documents).await;
    }
    let plan = world.plan_as("launcher").await;
    let answers = of(&plan, Question::Permissions);
    assert_eq!(answers.len(), 1, "{answers:?}");
    assert_eq!(answers[0].outcome, Outcome::Passed, "{answers:?}");

    let plan = world.plan_as("reader").await;
    let answers = of(&plan, Question::Permissions);
    assert!(answers[0].stops(), "{answers:?}");
    let seen = answers[0].evidence.as_ref().unwrap();
    for lacks in [
        "cloudformation:CreateChangeSet",
        "ec2:CreateVpc",
        "eks:CreateCluster",
    ] {
        assert!(seen.contains(lacks), "{lacks}: {seen}");
    }
}
