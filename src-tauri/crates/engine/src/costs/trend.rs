//! Costs by day: what stands out, and what the month will cost.

use domain::costs::{Question, Trend, trend_question};

use super::read::{read, settings, stored};
use crate::{AppResult, Engine};

/// Months that lead up to the last one where no first is asked for.
const LEADING: i32 = 5;

/// Costs by day with anomalies and forecast; by default the last six months. Of the question, range,
/// filter and cost count.
///
/// Refuses with `NotFound` months of which nothing was imported.
pub async fn trend(engine: &Engine, question: &Question) -> AppResult<Trend> {
    let months = stored(engine, question.from, question.to).await?;
    let last = months.last().map(|month| month.head.key.period);
    let mut question = question.clone();
    question.from = question.from.or(last.map(|last| last.plus(-LEADING)));
    let rules = settings(engine).await?.environment_rules;
    let read = read(engine, &trend_question(&question)).await?;
    Ok(domain::costs::trend(&question, &read.months(), &rules))
}
