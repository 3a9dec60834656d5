//! Planning: one environment file against one account.

use domain::catalogue::Date;
use domain::environment::{EnvironmentFile, EnvironmentSpec};
use domain::estimate::Assumptions;
use domain::permissions::{Policy, Variant};
use domain::plan::{AccountFacts, Ledger, Plan};

use super::PRACTICE;
use crate::error::{AppError, AppResult};
use crate::{Engine, checks};

/// Today, in UTC: support calendars change at midnight UTC.
pub fn today(engine: &Engine) -> Date {
    Date::from_unix_ms(engine.clock.now_ms())
}

/// Everything a person should know before she launches. Every problem of the file comes back at once.
pub async fn plan(
    engine: &Engine,
    file: EnvironmentFile,
    account: &str,
    assumptions: &Assumptions,
) -> AppResult<Plan> {
    let spec = spec(engine, file)?;
    let checked = checks::run(engine, &spec, account).await?;
    let durations = super::calibrate::durations(engine, &checked.facts.name).await?;
    let mut plan = domain::plan::plan(
        &spec,
        &checked.facts,
        &engine.prices,
        &durations,
        assumptions,
        today(engine),
    )
    .map_err(|error| {
        AppError::internal(format!("The blueprint cannot be evaluated: {error}")).because(error)
    })?;
    plan.checks.extend(checked.checks);
    domain::plan::sort(&mut plan.checks);
    Ok(plan)
}

/// The least that an environment needs to be allowed in an account. Where nobody is signed in, the
/// account's number is the one that it had when AWS last answered.
pub async fn policy(
    engine: &Engine,
    file: EnvironmentFile,
    account: &str,
    variant: Variant,
) -> AppResult<Policy> {
    let spec = spec(engine, file)?;
    let number = checks::number(engine, account, &spec.region).await?;
    let facts = AccountFacts::defaults(account, &number, account == PRACTICE);
    domain::permissions::policy(&spec, &facts, variant).map_err(|error| {
        AppError::internal(format!("The blueprint cannot be evaluated: {error}")).because(error)
    })
}

/// A file without an error in it; every problem of another comes back at once.
pub(crate) fn spec(engine: &Engine, file: EnvironmentFile) -> AppResult<EnvironmentSpec> {
    EnvironmentSpec::new(file, today(engine)).map_err(|problems| {
        AppError::invalid("The environment file has problems.", problems)
            .hint("Correct the fields that are named, then plan again.")
    })
}

/// The wizard's side panel: problems, and the figures where nothing stops them. AWS is not asked: of
/// an account's quotas the defaults count, until its plan asks what is used of them.
pub async fn ledger(engine: &Engine, file: &EnvironmentFile, account: &str) -> AppResult<Ledger> {
    let assumptions = engine.memory.settings().await?.assumptions;
    let facts = checks::known(engine, account, &file.region).await?;
    domain::plan::ledger(
        file,
        &facts,
        &engine.prices,
        &engine.durations,
        &assumptions,
        today(engine),
    )
    .map_err(|error| {
        AppError::internal(format!("The blueprint cannot be evaluated: {error}")).because(error)
    })
}
