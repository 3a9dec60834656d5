//! Costs by whatever is asked.

use domain::costs::{Field, Kept, Question, Report, with_other_resources};

use super::read::{read, settings};
use crate::{AppResult, Engine};

/// Answers a question from the ledger; nothing is asked of AWS.
///
/// Refuses with `InvalidInput` what is not kept together (a tag by service, resources by day), and with
/// `NotFound` months of which nothing was imported.
pub async fn report(engine: &Engine, question: &Question) -> AppResult<Report> {
    question.checked().map_err(super::read::refused)?;
    let rules = settings(engine).await?.environment_rules;
    let read_months = read(engine, question).await?;
    let report = domain::costs::report(question, &read_months.months(), &rules);
    let by_resource = question.by.contains(&Field::Resource);
    let filtered = question
        .filter
        .iter()
        .any(|condition| condition.field == Field::Resource);
    if question.kept() != Ok(Kept::Resources) || !by_resource || filtered {
        return Ok(report);
    }
    let mut whole = question.clone();
    whole.by.retain(|field| *field != Field::Resource);
    let rest = read(engine, &whole).await?;
    let whole = domain::costs::report(&whole, &rest.months(), &rules);
    Ok(with_other_resources(report, &whole))
}
