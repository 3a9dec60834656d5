//! Changing a running environment: what an update would do, before anything is asked of AWS.

use domain::blueprint::Blueprint;
use domain::change_set::{self, ChangeTree, Ours};
use domain::environment::EnvironmentFile;
use domain::estimate::{Assumptions, Estimate, estimate};
use domain::plan::Plan;
use domain::template::TemplateError;
use domain::timeline::{Durations, predict_update};
use serde::{Deserialize, Serialize};

use super::EnvironmentRecord;
use crate::Engine;
use crate::error::{AppError, AppResult};
use crate::settings;

/// The plan of an update beside what it would change by our own evaluation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ChangePlan {
    /// With the checks of the update and the time that it takes.
    pub plan: Plan,
    /// Empty where the file asks for what runs already.
    pub changes: ChangeTree,
    /// What runs now, at today's prices and with the same assumptions as the plan.
    pub running: Estimate,
    /// Its templates as they were rendered for it, to be held against those of the plan.
    pub templates: Blueprint,
}

/// Plans a file against the environment of its name, in the account where that runs.
pub async fn change(engine: &Engine, file: EnvironmentFile) -> AppResult<ChangePlan> {
    let record = engine
        .memory
        .environment(&file.name)
        .await?
        .ok_or_else(|| AppError::not_found("environment", &file.name))?;
    let assumptions = settings::get(engine).await?.assumptions;
    let plan = super::plan::plan(engine, file, &record.account, &assumptions).await?;
    let durations = super::calibrate::durations(engine, &record.account).await?;
    planned(engine, &record, plan, &assumptions, &durations).map_err(unreadable)
}

fn planned(
    engine: &Engine,
    record: &EnvironmentRecord,
    mut plan: Plan,
    assumptions: &Assumptions,
    durations: &Durations,
) -> Result<ChangePlan, TemplateError> {
    let before = change_set::evaluate(&record.plan.blueprint, &plan.account)?;
    let after = change_set::evaluate(&plan.blueprint, &plan.account)?;
    let ours = Ours::new(&before, &after);
    plan.timeline = predict_update(&before, &after, ours.differences(), durations);
    plan.checks
        .splice(0..0, change_set::checks(&record.file, &plan.file, &ours));
    domain::plan::sort(&mut plan.checks);
    let running = estimate(
        &domain::plan::tree(&record.plan.blueprint, &plan.account)?,
        &record.plan.region,
        &engine.prices,
        assumptions,
        super::today(engine),
    );
    Ok(ChangePlan {
        changes: ours.predicted().with_protection(
            record.file.cluster.deletion_protection,
            plan.file.cluster.deletion_protection,
        ),
        running,
        templates: record.plan.blueprint.clone(),
        plan,
    })
}

/// Both evaluations of a job that changes an environment.
pub(crate) fn ours(before: &Plan, after: &Plan) -> AppResult<Ours> {
    let evaluate =
        |plan: &Plan| change_set::evaluate(&plan.blueprint, &after.account).map_err(unreadable);
    Ok(Ours::new(&evaluate(before)?, &evaluate(after)?))
}

fn unreadable(error: TemplateError) -> AppError {
    AppError::internal(format!("The blueprint cannot be evaluated: {error}")).because(error)
}
