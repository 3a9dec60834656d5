//! Commitments and waste: money that buys less than it could.

use domain::costs::{
    Commitments, Question, WasteList, commitments_question, growing_snapshots, growth_question,
    waste_question,
};

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

/// What buys nothing, as far as costs tell, by default in the newest month; what grows, in the months
/// before it as well. Resources are named where they are among the biggest spenders. Of the question,
/// range, filter and cost count.
///
/// Refuses with `NotFound` months of which nothing was imported.
pub async fn waste(engine: &Engine, question: &Question) -> AppResult<WasteList> {
    let months = stored(engine, question.from, question.to).await?;
    let mut question = question.clone();
    let newest = months.last().map(|month| month.head.key.period);
    question.from = question.from.or(newest);
    let rules = settings(engine).await?.environment_rules;
    let read_months = read(engine, &waste_question(&question)).await?;
    let mut list = domain::costs::waste(&question, &read_months.months(), &rules);
    // A month that goes on is smaller than it will be, and shows no growth.
    let over = months.iter().rev().find(|month| month.head.is_over());
    if let Some(newest) = over.map(|month| month.head.key.period) {
        let leading = read(engine, &growth_question(&question, newest)).await?;
        list.add(growing_snapshots(&question, &leading.months(), &rules));
    }
    let mut resources = Vec::new();
    for month in months.iter().filter(|month| {
        question
            .from
            .is_none_or(|from| from <= month.head.key.period)
    }) {
        resources.extend(engine.ledger.resources(month.id).await?);
    }
    list.name(&resources, question.cost, &rules);
    Ok(list)
}
