//! Untagged and shared costs, shared out by the user's rule.

use domain::costs::{
    AllocatedCosts, AllocationError, AllocationRule, Question, allocation_question, capital,
};
use domain::environment::{Problem, Severity};

use super::read::settings;
use super::report;
use crate::Engine;
use crate::error::{AppError, AppResult};

/// Costs by environment with what each one bears of untagged and shared ones. Of the question, range,
/// filter, cost, and whether months are asked for count.
///
/// Refuses with `InvalidInput` fields other than environment and month, and what [`report`] refuses.
pub async fn allocated(engine: &Engine, question: &Question) -> AppResult<AllocatedCosts> {
    let asked = allocation_question(question).map_err(|error| refused(vec![error]))?;
    let rule = allocation(engine).await?;
    let report = report(engine, &asked).await?;
    Ok(domain::costs::allocated(question, &report, &rule))
}

/// The rule as it stands.
pub async fn allocation(engine: &Engine) -> AppResult<AllocationRule> {
    Ok(settings(engine).await?.allocation)
}

/// Sets the rule. Refuses with `InvalidInput` one that cannot be followed, with every problem at its field.
pub async fn set_allocation(engine: &Engine, rule: AllocationRule) -> AppResult<AllocationRule> {
    rule.checked().map_err(refused)?;
    let mut settings = engine.memory.settings().await?;
    settings.costs.allocation = rule;
    engine.memory.save_settings(&settings).await?;
    Ok(settings.costs.allocation)
}

/// One refusal of everything that is wrong, each at its field: `shares`, `shares.production`, `method`, `by`.
fn refused(wrong: Vec<AllocationError>) -> AppError {
    AppError::invalid(
        "Costs cannot be shared out like that.",
        wrong.iter().map(problem).collect(),
    )
}

fn problem(error: &AllocationError) -> Problem {
    Problem {
        code: "allocation".to_owned(),
        severity: Severity::Error,
        field: error.field(),
        line: None,
        column: None,
        message: format!("{}.", capital(&error.to_string())),
        hint: None,
    }
}
