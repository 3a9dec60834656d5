//! What environments were estimated to cost when they were planned, against what they cost.

use domain::costs::{
    Cost, EstimateComparison, Period, Planned, against_actual, estimated_question, first_used,
    first_used_question, known_days,
};
use serde::{Deserialize, Serialize};

use super::read::{read, settings, stored};
use crate::environments::EnvironmentRecord;
use crate::error::{AppError, AppResult, ErrorCode};
use crate::{Engine, environments};

/// Every planned environment, or the one that was asked for, against a month.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct EstimateComparisons {
    pub month: Period,
    /// By name.
    pub environments: Vec<EstimateComparison>,
    /// Assumptions that were taken over, by their keys.
    pub adopted: Vec<String>,
}

/// Estimates of environments that were planned here against a month, by default the newest that is over,
/// or else the newest: its estimate is scaled by days. Nothing is asked of AWS.
///
/// Refuses with `NotFound` an environment that was not planned here, and months of which nothing was
/// imported.
pub async fn estimates(
    engine: &Engine,
    environment: Option<&str>,
    month: Option<Period>,
    cost: Cost,
) -> AppResult<EstimateComparisons> {
    let month = chosen(engine, month).await?;
    let mut comparisons = Vec::new();
    for record in planned(engine, environment).await? {
        comparisons.push(compared(engine, &record, month, cost).await?);
    }
    Ok(EstimateComparisons {
        month,
        environments: comparisons,
        adopted: Vec::new(),
    })
}

/// Takes over what a month of an environment speaks for: the next plan's estimate assumes it, whichever
/// environment it is of. `keys` are the assumptions that are meant; all that are proposed where there are
/// none.
///
/// Refuses with `InvalidInput` a key that is not proposed, and what [`estimates`] refuses.
pub async fn adopt_estimate(
    engine: &Engine,
    environment: &str,
    month: Option<Period>,
    keys: &[String],
) -> AppResult<EstimateComparisons> {
    let told = estimates(engine, Some(environment), month, Cost::Effective).await?;
    let proposals: Vec<_> = told
        .environments
        .iter()
        .flat_map(|comparison| &comparison.proposals)
        .collect();
    if let Some(key) = keys
        .iter()
        .find(|key| !proposals.iter().any(|proposal| proposal.key == **key))
    {
        let known: Vec<&str> = proposals
            .iter()
            .map(|proposal| proposal.key.as_str())
            .collect();
        return Err(AppError::new(
            ErrorCode::InvalidInput,
            format!("Nothing is proposed for `{key}`."),
        )
        .hint(match known.is_empty() {
            true => "What is assumed fits this month.".to_owned(),
            false => format!("There is: {}.", known.join(", ")),
        }));
    }
    let mut settings = engine.memory.settings().await?;
    let mut adopted = Vec::new();
    for proposal in proposals {
        if keys.is_empty() || keys.contains(&proposal.key) {
            settings
                .assumptions
                .set(&proposal.key, &proposal.proposed.to_string())
                .map_err(AppError::internal)?;
            adopted.push(proposal.key.clone());
        }
    }
    engine.memory.save_settings(&settings).await?;
    Ok(EstimateComparisons { adopted, ..told })
}

async fn planned(engine: &Engine, environment: Option<&str>) -> AppResult<Vec<EnvironmentRecord>> {
    let Some(name) = environment else {
        return engine.memory.environments().await;
    };
    let record = engine.memory.environment(name).await?;
    let record = record.ok_or_else(|| {
        AppError::not_found("environment", name)
            .hint("Only environments that were launched from here have an estimate.")
    })?;
    Ok(vec![record])
}

/// The month that was asked for, the newest that is over, or the newest.
async fn chosen(engine: &Engine, month: Option<Period>) -> AppResult<Period> {
    let months = stored(engine, month, month).await?;
    let heads: Vec<_> = months.iter().map(|month| &month.head).collect();
    let over = |period: &Period| known_days(&heads, *period).is_none();
    let periods = || heads.iter().rev().map(|head| head.key.period);
    let chosen = periods().find(over).or_else(|| periods().next());
    chosen.ok_or_else(|| AppError::internal("There is no newest month."))
}

async fn compared(
    engine: &Engine,
    record: &EnvironmentRecord,
    month: Period,
    cost: Cost,
) -> AppResult<EstimateComparison> {
    let tree = environments::tree(record)?;
    let rules = settings(engine).await?.environment_rules;
    let assumptions = engine.memory.settings().await?.assumptions;
    let question = estimated_question(&record.name, month, cost);
    let used = super::report(engine, &first_used_question(&record.name, month)).await?;
    let read = read(engine, &question).await?;
    let planned = Planned {
        environment: &record.name,
        estimate: &record.plan.estimate,
        tree: &tree,
        assumptions: &assumptions,
        first_day: first_used(&used, month),
    };
    let months = read.months();
    Ok(against_actual(planned, &question, month, &months, &rules))
}
