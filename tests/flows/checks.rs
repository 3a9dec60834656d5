//! What an account is asked before a launch.

use std::collections::BTreeSet;

use domain::environment::{EnvironmentFile, EnvironmentKind};
use domain::estimate::Assumptions;
use domain::plan::{Check, Outcome, Question};
use engine::environments::{self, PRACTICE};
use engine::{Engine, checks};

use crate::world::{NAME, QUICK, World, at_speed};

async fn planned(engine: &Engine, name: &str) -> Vec<Check> {
    let file = EnvironmentFile::preset(name, EnvironmentKind::Development);
    let plan = environments::plan(engine, file, PRACTICE, &Assumptions::default()).await;
    plan.unwrap().checks
}

fn of(checks: &[Check], question: Question) -> Vec<&Check> {
    let mine = |check: &&Check| check.question == Some(question);
    checks.iter().filter(mine).collect()
}

#[tokio::test]
async fn a_plan_has_an_answer_to_every_question_and_each_can_be_asked_again_alone() {
    let world = World::new().await;
    let engine = world.engine();
    let all = planned(&engine, NAME).await;
    let answered: BTreeSet<Question> = all.iter().filter_map(|check| check.question).collect();
    assert_eq!(
        answered,
        Question::ALL.into(),
        "every question has its answer"
    );
    assert!(!all.iter().any(Check::stops));
    for question in Question::ALL {
        let file = EnvironmentFile::preset(NAME, EnvironmentKind::Development);
        let again = checks::rerun(&engine, file, PRACTICE, question)
            .await
            .unwrap();
        let again: Vec<&Check> = again.iter().collect();
        assert_eq!(
            again,
            of(&all, question),
            "{question:?} alone says the same"
        );
    }
}

#[tokio::test]
async fn an_environment_is_not_in_its_own_way_but_in_anothers() {
    let world = World::new().await;
    world.launch(at_speed(QUICK)).await;
    let engine = world.engine();
    let own = planned(&engine, NAME).await;
    assert!(
        of(&own, Question::Names).iter().all(|check| !check.stops()),
        "its own names are its own"
    );
    assert_eq!(of(&own, Question::Networks)[0].outcome, Outcome::Passed);
    let other = planned(&engine, "other").await;
    let overlap = of(&other, Question::Networks);
    assert!(overlap[0].asks(), "both presets have the same range");
    assert!(
        overlap[0].message.contains(&format!("array-crew-{NAME}")),
        "{}",
        overlap[0].message
    );
}
