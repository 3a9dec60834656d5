//! Untagged and shared costs, shared out by the user's rule.

use domain::costs::{
    AllocatedCosts, AllocationError, AllocationRule, Question, allocation_question,
};

use super::read::settings;
use super::report;
use crate::Engine;
use crate::error::{AppError, AppResult, ErrorCode};

/// Costs by environment with what each one bears of untagged and shared ones. Of the question, range,
/// filter, cost, and whether months are asked for count.
///
/// Refuses with `InvalidInput` fields other than environment and month, and what [`report`] refuses.
pub async fn allocated(engine: &Engine, question: &Question) -> AppResult<AllocatedCosts> {
    let asked = allocation_question(question).map_err(refused)?;
    let rule = allocation(engine).await?;
    let report = report(engine, &asked).await?;
    Ok(domain::costs::allocated(question, &report, &rule))
}

/// The rule as it stands.
pub async fn allocation(engine: &Engine) -> AppResult<AllocationRule> {
    Ok(settings(engine).await?.allocation)
}

/// Sets the rule. Refuses with `InvalidInput` one that cannot be followed.
pub async fn set_allocation(engine: &Engine, rule: AllocationRule) -> AppResult<AllocationRule> {
    rule.checked().map_err(refused)?;
    let mut settings = engine.memory.settings().await?;
    settings.costs.allocation = rule;
    engine.memory.save_settings(&settings).await?;
    Ok(settings.costs.allocation)
}

fn refused(error: AllocationError) -> AppError {
    let text = error.to_string();
    let (first, rest) = text.split_at(1);
    let message = format!("{}{rest}.", first.to_uppercase());
    AppError::new(ErrorCode::InvalidInput, message).hint(
        "See the rule with: arrayctl costs allocate; set one: arrayctl costs allocate fixed --share \
         production=7 --share staging=3",
    )
}
