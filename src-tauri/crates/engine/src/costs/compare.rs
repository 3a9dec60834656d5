//! What changed between two ranges of months, and why.

use domain::costs::{
    Comparison, Drivers, Field, Period, Question, Span, drivers_question, known_days,
};

use super::read::{Read, read, settings, stored};
use crate::Engine;
use crate::error::{AppError, AppResult, ErrorCode};

/// Why costs changed, as a waterfall: from `before` to `after`, by default the newest month and the
/// months right before it. Where a month goes on, it is compared with as many first days. Of the
/// question, filter and cost count.
///
/// Refuses with `NotFound` months of which nothing was imported.
pub async fn drivers(
    engine: &Engine,
    question: &Question,
    before: Option<Span>,
    after: Option<Span>,
) -> AppResult<Drivers> {
    let (before, after) = sides(engine, before, after).await?;
    let rules = settings(engine).await?.environment_rules;
    let earlier = read(engine, &drivers_question(question, before)).await?;
    let later = read(engine, &drivers_question(question, after)).await?;
    Ok(domain::costs::drivers(
        question,
        (before, &earlier.months()),
        (after, &later.months()),
        &rules,
    ))
}

/// Two ranges of months side by side, by the question's fields.
///
/// Refuses with `InvalidInput` fields of time, which tell the two apart already, and with `NotFound`
/// months of which nothing was imported.
pub async fn compare(
    engine: &Engine,
    question: &Question,
    before: Option<Span>,
    after: Option<Span>,
) -> AppResult<Comparison> {
    if question
        .by
        .iter()
        .any(|field| matches!(field, Field::Month | Field::Day))
    {
        return Err(AppError::new(
            ErrorCode::InvalidInput,
            "Months are compared with each other, and cannot be compared by month or day as well.",
        )
        .hint(
            "Compare by service, environment or another field; report has --by month and --by day.",
        ));
    }
    let (before, after) = sides(engine, before, after).await?;
    let rules = settings(engine).await?.environment_rules;
    let side = async |span: Span| -> AppResult<(Question, Read)> {
        let mut asked = drivers_question(question, span);
        asked.by = question.by.clone();
        let months = read(engine, &asked).await?;
        Ok((asked, months))
    };
    let (_, earlier) = side(before).await?;
    let (_, later) = side(after).await?;
    Ok(domain::costs::compare(
        question,
        (before, &earlier.months()),
        (after, &later.months()),
        &rules,
    ))
}

/// What is compared: as it was asked, or the newest month with the one before it.
async fn sides(
    engine: &Engine,
    before: Option<Span>,
    after: Option<Span>,
) -> AppResult<(Span, Span)> {
    let all = stored(engine, None, None).await?;
    let newest = all.last().map(|month| month.head.key.period);
    let mut after = match (after, newest) {
        (Some(after), _) => after,
        (None, Some(newest)) => Span::month(newest),
        (None, None) => return Err(AppError::internal("There is no newest month.")),
    };
    let mut before = before.unwrap_or_else(|| after.before());
    let heads: Vec<_> = all.iter().map(|month| &month.head).collect();
    let one = |span: Span| (span.from == span.to).then_some(span.from);
    if let (Some(month), Some(_)) = (one(after), one(before)) {
        let days = first_days(known_days(&heads, month), month)?;
        (before.days, after.days) = (days, days);
    }
    Ok((before, after))
}

/// Refuses a month of which no day is over.
fn first_days(days: Option<u8>, month: Period) -> AppResult<Option<u8>> {
    if days == Some(0) {
        return Err(AppError::new(
            ErrorCode::InvalidInput,
            format!(
                "No day of {} is over yet in what was imported.",
                month.words()
            ),
        )
        .hint("Compare earlier months: --to MONTH."));
    }
    Ok(days)
}
