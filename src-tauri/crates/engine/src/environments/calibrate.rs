//! Durations as an account's own launches have shown them.

use domain::change_set::{self, Ours};
use domain::launch::{JobState, Operation};
use domain::timeline::{Durations, Observed, observed, observed_update, predict, predict_update};

use super::PRACTICE;
use crate::jobs::Job;
use crate::{AppResult, Engine};

/// Jobs that are looked back on, the newest first.
const JOBS: usize = 5;

/// The table, brought nearer to the account's own newest launches, updates and deletions. Practice
/// plays the table itself.
pub(super) async fn durations(engine: &Engine, account: &str) -> AppResult<Durations> {
    if account == PRACTICE {
        return Ok(Durations::clone(&engine.durations));
    }
    let mut done = engine.memory.jobs().await?;
    done.retain(|job| job.account == account && job.snapshot.state == JobState::Done);
    let told: Vec<Observed> = done
        .iter()
        .enumerate()
        .take(JOBS)
        .flat_map(|(index, job)| of_job(engine, job, &done[index + 1..]).unwrap_or_default())
        .collect();
    Ok(engine.durations.calibrated(&told))
}

/// What one job tells; `older` are those before it, the newest first. A plan that cannot be evaluated
/// any more tells nothing, nor does an update of what no job has made.
fn of_job(engine: &Engine, job: &Job, older: &[Job]) -> Option<Vec<Observed>> {
    let (plan, resources) = (&job.request.plan, &job.snapshot.resources);
    if job.operation != Operation::Update {
        let tree = domain::plan::tree(&plan.blueprint, &plan.account).ok()?;
        let predicted = predict(&tree, job.operation, &engine.durations);
        return Some(observed(&predicted, resources, |_| Some(job.operation)));
    }
    let before = older
        .iter()
        .find(|one| one.environment == job.environment)
        .filter(|one| one.operation != Operation::Delete)?;
    let before = change_set::evaluate(&before.request.plan.blueprint, &plan.account).ok()?;
    let after = change_set::evaluate(&plan.blueprint, &plan.account).ok()?;
    let ours = Ours::new(&before, &after);
    let predicted = predict_update(&before, &after, ours.differences(), &engine.durations);
    Some(observed_update(&predicted, resources, ours.differences()))
}
