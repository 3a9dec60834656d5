//! Durations as an account's own launches have shown them.

use domain::launch::{JobState, Operation};
use domain::timeline::{Durations, Observed, observed, predict};

use super::PRACTICE;
use crate::jobs::Job;
use crate::{AppResult, Engine};

/// Launches that are looked back on, the newest first.
const LAUNCHES: usize = 5;

/// The table, brought nearer to the account's own newest launches. Practice plays the table itself.
pub(super) async fn durations(engine: &Engine, account: &str) -> AppResult<Durations> {
    if account == PRACTICE {
        return Ok(Durations::clone(&engine.durations));
    }
    let jobs = engine.memory.jobs().await?;
    let told: Vec<Observed> = jobs
        .iter()
        .filter(|job| job.account == account)
        .filter(|job| job.operation != Operation::Update && job.snapshot.state == JobState::Done)
        .take(LAUNCHES)
        .flat_map(|job| of_launch(engine, job))
        .collect();
    Ok(engine.durations.calibrated(&told))
}

/// A plan that cannot be evaluated any more tells nothing.
fn of_launch(engine: &Engine, job: &Job) -> Vec<Observed> {
    let plan = &job.request.plan;
    let Ok(tree) = domain::plan::tree(&plan.blueprint, &plan.account) else {
        return Vec::new();
    };
    let predicted = predict(&tree, job.operation, &engine.durations);
    observed(&predicted, &job.snapshot.resources, job.operation)
}
