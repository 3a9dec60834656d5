//! Commitments and waste: money that buys less than it could.

use domain::costs::{Commitments, Question, WasteList, commitments_question, waste_question};

use super::read::{read, settings, stored};
use crate::{AppResult, Engine};

/// Coverage, utilisation and unused money of savings plans and reservations. Of the question, range and
/// filter count.
///
/// Refuses with `NotFound` months of which nothing was imported.
pub async fn commitments(engine: &Engine, question: &Question) -> AppResult<Commitments> {
    let rules = settings(engine).await?.environment_rules;
    let read = read(engine, &commitments_question(question)).await?;
    Ok(domain::costs::commitments(question, &read.months(), &rules))
}

/// What buys nothing, as far as costs tell, by default in the newest month. Of the question, range,
/// filter and cost count.
///
/// Refuses with `NotFound` months of which nothing was imported.
pub async fn waste(engine: &Engine, question: &Question) -> AppResult<WasteList> {
    let months = stored(engine, question.from, question.to).await?;
    let mut question = question.clone();
    let newest = months.last().map(|month| month.head.key.period);
    question.from = question.from.or(newest);
    let rules = settings(engine).await?.environment_rules;
    let read = read(engine, &waste_question(&question)).await?;
    Ok(domain::costs::waste(&question, &read.months(), &rules))
}
