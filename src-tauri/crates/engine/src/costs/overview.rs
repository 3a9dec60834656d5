//! What was paid, why it changed, what it will be.

use domain::costs::{Field, Overview, Period, Question, Span};

use super::read::stored;
use super::{budgets, compare, report, trend};
use crate::Engine;
use crate::error::{AppError, AppResult};

/// A month at a glance, by default the newest: its sentence, drivers against the month before, forecast,
/// budgets, anomalies and environments. Of the question, filter and cost count.
///
/// Refuses with `NotFound` a month of which nothing was imported.
pub async fn overview(
    engine: &Engine,
    question: &Question,
    month: Option<Period>,
) -> AppResult<Overview> {
    let all = stored(engine, None, None).await?;
    let mut months: Vec<Period> = all.iter().map(|month| month.head.key.period).collect();
    months.dedup();
    let month = month
        .or(months.last().copied())
        .ok_or_else(|| AppError::internal("There is no newest month."))?;
    let of_month = |by: Vec<Field>| Question {
        by,
        from: Some(month),
        to: Some(month),
        ..question.clone()
    };
    let environments = report(engine, &of_month(vec![Field::ENVIRONMENT])).await?;
    let drivers = if months.contains(&month.previous()) {
        // Before the first day is over there is nothing to compare.
        compare::drivers(engine, question, None, Some(Span::month(month)))
            .await
            .ok()
    } else {
        None
    };
    let leading = Question {
        from: None,
        to: Some(month),
        ..question.clone()
    };
    let trend = trend(engine, &leading).await?;
    let budgets = budgets::states(engine, Some(month)).await?;
    Ok(domain::costs::overview(
        month,
        environments,
        drivers.as_ref(),
        trend,
        &budgets.budgets,
        months,
    ))
}
