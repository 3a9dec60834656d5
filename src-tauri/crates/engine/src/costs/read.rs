//! Months of the ledger with the columns that a question needs.

use std::collections::BTreeSet;

use domain::costs::{
    ColumnName, Grain, Kept, Month, Period, Question, Rows, Table, capital, normalised_key,
};

use super::ports::StoredMonth;
use crate::Engine;
use crate::error::{AppError, AppResult, ErrorCode};

/// Months as they were read, for reports to borrow from.
pub(super) struct Read {
    months: Vec<(StoredMonth, Rows)>,
    /// The key that they are the values of, where a tag was asked for.
    tag: Option<String>,
}

impl Read {
    /// As reports take them, by time.
    pub(super) fn months(&self) -> Vec<Month<'_>> {
        self.months
            .iter()
            .map(|(stored, rows)| Month {
                head: &stored.head,
                imported_at_ms: stored.imported_at_ms,
                table: match &self.tag {
                    Some(key) => Table::of_tag(key, rows, &stored.head),
                    None => Table::of_rows(rows),
                },
            })
            .collect()
    }
}

/// Stored months of a range, by time. Refuses with `NotFound` when there are none.
pub(super) async fn stored(
    engine: &Engine,
    from: Option<Period>,
    to: Option<Period>,
) -> AppResult<Vec<StoredMonth>> {
    let mut months = engine.ledger.months().await?;
    if months.is_empty() {
        return Err(
            AppError::new(ErrorCode::NotFound, "No costs were imported yet.").hint(
                "Import a cost export (FOCUS or CUR; files or a folder): arrayctl costs import PATH, \
                 or drop it on Costs in the window.",
            ),
        );
    }
    months.sort_by(|one, other| {
        let key = |month: &StoredMonth| (month.head.key.period, month.head.key.clone());
        key(one).cmp(&key(other))
    });
    let range = span(&months);
    months.retain(|month| {
        let period = month.head.key.period;
        from.is_none_or(|from| from <= period) && to.is_none_or(|to| period <= to)
    });
    if months.is_empty() {
        return Err(AppError::new(
            ErrorCode::NotFound,
            "Nothing was imported for these months.",
        )
        .hint(format!("There is {range}.")));
    }
    Ok(months)
}

/// `May 2026 to September 2026`
fn span(months: &[StoredMonth]) -> String {
    let period = |month: Option<&StoredMonth>| month.map(|month| month.head.key.period.words());
    match (period(months.first()), period(months.last())) {
        (Some(first), Some(last)) if first == last => first,
        (Some(first), Some(last)) => format!("{first} to {last}"),
        _ => "nothing".to_owned(),
    }
}

/// Reads what a question needs.
pub(super) async fn read(engine: &Engine, question: &Question) -> AppResult<Read> {
    read_columns(engine, question, &question.columns()).await
}

/// Reads what a report needs that tells the asked cost alone.
pub(super) async fn read_cost(engine: &Engine, question: &Question) -> AppResult<Read> {
    read_columns(engine, question, &question.columns_of_cost()).await
}

async fn read_columns(
    engine: &Engine,
    question: &Question,
    columns: &[ColumnName],
) -> AppResult<Read> {
    let kept = question.kept().map_err(refused)?;
    let months = stored(engine, question.from, question.to).await?;
    let (grain, tag) = match kept {
        Kept::Rows(grain) => (grain, None),
        Kept::Resources => (Grain::Resource, None),
        Kept::Tags(key) => (Grain::Tag, Some(key)),
    };
    if let Some(key) = &tag {
        has_tag(&months, key)?;
    }
    let ids: Vec<i64> = months.iter().map(|month| month.id).collect();
    let rows = engine.ledger.rows(&ids, grain, columns).await?;
    Ok(Read {
        months: months.into_iter().zip(rows).collect(),
        tag,
    })
}

/// Refuses a tag that no line item of these months has.
fn has_tag(months: &[StoredMonth], key: &str) -> AppResult<()> {
    let raw = months.iter().flat_map(|month| &month.head.tag_keys);
    let known: BTreeSet<String> = raw.map(|raw| normalised_key(raw)).collect();
    if known.contains(key) {
        return Ok(());
    }
    let message = format!("No line item of these months has a tag `{key}`.");
    let known: Vec<String> = known.into_iter().collect();
    Err(
        AppError::new(ErrorCode::NotFound, message).hint(match known.is_empty() {
            true => "They have no tags at all; cost allocation tags are activated in Billing."
                .to_owned(),
            false => format!("There is: {}.", known.join(", ")),
        }),
    )
}

pub(super) fn refused(error: domain::costs::QuestionError) -> AppError {
    let message = format!("{}.", capital(&error.to_string()));
    AppError::new(ErrorCode::InvalidInput, message)
}

/// The settings of costs.
pub(super) async fn settings(engine: &Engine) -> AppResult<crate::settings::CostSettings> {
    Ok(engine.memory.settings().await?.costs)
}
