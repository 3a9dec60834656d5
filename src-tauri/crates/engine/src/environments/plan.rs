//! Planning: one environment file against one account.

use domain::catalogue::Date;
use domain::environment::{EnvironmentFile, EnvironmentSpec};
use domain::estimate::Assumptions;
use domain::plan::{AccountFacts, Ledger, Plan};

use super::PRACTICE;
use crate::Engine;
use crate::error::{AppError, AppResult};

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
    // What is wrong in the file is told without asking AWS.
    spec(engine, &file)?;
    let facts = facts(engine, account, &file.region).await?;
    against(engine, file, &facts, assumptions).await
}

/// An account as a plan needs to know it.
pub(super) async fn facts(engine: &Engine, account: &str, region: &str) -> AppResult<AccountFacts> {
    Ok(engine.clouds.open(account, region).await?.facts().await?)
}

fn spec(engine: &Engine, file: &EnvironmentFile) -> AppResult<EnvironmentSpec> {
    EnvironmentSpec::new(file.clone(), today(engine)).map_err(|problems| {
        AppError::invalid("The environment file has problems.", problems)
            .hint("Correct the fields that are named, then plan again.")
    })
}

/// Plans against what is known of an account, with durations as its own launches have shown them.
pub(super) async fn against(
    engine: &Engine,
    file: EnvironmentFile,
    facts: &AccountFacts,
    assumptions: &Assumptions,
) -> AppResult<Plan> {
    let durations = super::calibrate::durations(engine, &facts.name).await?;
    domain::plan::plan(
        &spec(engine, &file)?,
        facts,
        &engine.prices,
        &durations,
        assumptions,
        today(engine),
    )
    .map_err(|error| {
        AppError::internal(format!("The blueprint cannot be evaluated: {error}")).because(error)
    })
}

/// The wizard's side panel: problems, and the figures where nothing stops them.
pub async fn ledger(engine: &Engine, file: &EnvironmentFile) -> AppResult<Ledger> {
    let assumptions = engine.memory.settings().await?.assumptions;
    let facts = engine
        .clouds
        .open(PRACTICE, &file.region)
        .await?
        .facts()
        .await?;
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
