//! Costs by day: what stands out, and what the month will cost.

use domain::costs::{LEADING_MONTHS, Question, Trend, trend_question};

use super::read::{read_cost, settings, stored};
use crate::{AppResult, Engine};

/// Costs by day with anomalies and forecast; by default the last six months. However few or many months are
/// asked for, the forecast is made from the last six. Of the question, range, filter and cost count.
///
/// Refuses with `NotFound` months of which nothing was imported.
pub async fn trend(engine: &Engine, question: &Question) -> AppResult<Trend> {
    let months = stored(engine, question.from, question.to).await?;
    let last = months.last().map(|month| month.head.key.period);
    let early = last.map(|last| last.plus(-LEADING_MONTHS));
    let told = Question {
        from: question.from.or(early),
        ..question.clone()
    };
    let leading = Question {
        from: told.from.min(early),
        ..told.clone()
    };
    let rules = settings(engine).await?.environment_rules;
    let read = read_cost(engine, &trend_question(&leading)).await?;
    Ok(domain::costs::trend(&told, &read.months(), &rules))
}
