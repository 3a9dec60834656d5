//! A report to be handed on, whole in one file.

use domain::costs::{
    Condition, CostDocument, Dimension, DocumentFormat, DocumentTable, Drivers, Field, Question,
    Report, Span, Trend,
};

use super::{budgets, commitments, drivers, estimates, report, support, trend, units, waste};
use crate::Engine;
use crate::error::{AppError, AppResult, ErrorCode};

/// Fields that a document has a table of where none are asked for, in this order.
const SECTIONS: [Field; 7] = [
    Field::ENVIRONMENT,
    Field::Ledger(Dimension::Component),
    Field::SERVICE,
    Field::Ledger(Dimension::Team),
    Field::Ledger(Dimension::Account),
    Field::Ledger(Dimension::Region),
    Field::Resource,
];

/// A file to be handed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandedOn {
    /// `Costs: Effective cost, where environment is staging`
    pub title: String,
    pub bytes: Vec<u8>,
}

/// The file of a question's months and filters: everything that costs are told by, or the one table of
/// the fields that are asked for. `masked` shortens account numbers to their last four digits. Nothing is
/// asked of AWS.
///
/// Refuses what [`report`] refuses, and with `InvalidInput` a table that no sheet holds.
pub async fn hand_on(
    engine: &Engine,
    asked: &Question,
    format: DocumentFormat,
    masked: bool,
) -> AppResult<HandedOn> {
    let document = document(engine, asked).await?;
    let document = if masked { document.masked() } else { document };
    let bytes = document.bytes(format).map_err(|error| {
        let code = ErrorCode::InvalidInput;
        AppError::new(code, format!("No workbook can be made: {error}."))
    })?;
    Ok(HandedOn {
        title: document.title,
        bytes,
    })
}

async fn document(engine: &Engine, asked: &Question) -> AppResult<CostDocument> {
    let by = |by: Vec<Field>| Question {
        by,
        ..asked.clone()
    };
    let mut sections = Vec::new();
    if asked.by.is_empty() {
        for field in SECTIONS {
            let question = by(vec![field]);
            // Resources are kept without some fields; a document with such a filter has no table of them.
            if question.kept().is_ok() {
                sections.push(report(engine, &question).await?);
            }
        }
    } else {
        sections.push(report(engine, asked).await?);
    }
    let months = match report(engine, &by(vec![Field::Month, Field::SERVICE])).await {
        // Tags are kept without services.
        Err(error) if error.code == ErrorCode::InvalidInput => {
            report(engine, &by(vec![Field::Month])).await?
        }
        other => other?,
    };
    let (tables, (drivers, trend)) = if asked.by.is_empty() {
        let why = why(engine, asked, &months).await?;
        (beside(engine, asked).await?, why)
    } else {
        (Vec::new(), (None, None))
    };
    Ok(CostDocument {
        title: format!("Costs: {}", asked.words(None)),
        made_at_ms: engine.clock.now_ms(),
        question: asked.clone(),
        months,
        sections,
        tables,
        drivers,
        trend,
    })
}

/// Why the last month changed, and costs by day, as far as they are kept with these filters.
async fn why(
    engine: &Engine,
    asked: &Question,
    months: &Report,
) -> AppResult<(Option<Drivers>, Option<Trend>)> {
    let last = months
        .provenance
        .months
        .last()
        .map(|month| month.key.period);
    let drivers = match last.map(Span::month) {
        Some(last) => known(drivers(engine, asked, None, Some(last)).await)?,
        None => None,
    };
    let trend = known(trend(engine, asked).await)?;
    Ok((drivers, trend))
}

/// What stands beside costs by field, as far as it is kept with these filters: budgets and estimates are
/// of environments as wholes.
async fn beside(engine: &Engine, asked: &Question) -> AppResult<Vec<DocumentTable>> {
    let mut tables = Vec::new();
    let whole = |condition: &Condition| condition.field == Field::ENVIRONMENT;
    if asked.filter.iter().all(whole) {
        let named = |name: &str| asked.filter.iter().all(|condition| condition.holds(name));
        let states = known(budgets(engine, asked.to).await)?.map(|all| all.budgets);
        let states: Vec<_> = states
            .unwrap_or_default()
            .into_iter()
            .filter(|state| match &state.budget.environment {
                Some(name) => named(name),
                None => asked.filter.is_empty(),
            })
            .collect();
        tables.push(DocumentTable::of_budgets(&states));
        let told = known(estimates(engine, None, asked.to, asked.cost).await)?;
        let mut told = told.map(|all| all.environments).unwrap_or_default();
        told.retain(|one| named(&one.environment));
        tables.extend(DocumentTable::of_estimates(&told));
    }
    let commitments = known(commitments(engine, asked).await)?;
    tables.extend(commitments.as_ref().map(DocumentTable::of_commitments));
    let waste = known(waste(engine, asked).await)?;
    tables.extend(waste.as_ref().map(DocumentTable::of_waste));
    let units = known(units(engine, asked).await)?;
    tables.extend(units.as_ref().map(DocumentTable::of_units));
    let support = known(support(engine, asked).await)?;
    tables.extend(support.as_ref().map(DocumentTable::of_support));
    tables.retain(|table| !table.is_empty());
    Ok(tables)
}

/// Nothing where there is none: a first month, a month without a whole day, filters that days are kept
/// without.
fn known<T>(answer: AppResult<T>) -> AppResult<Option<T>> {
    match answer {
        Err(error) if matches!(error.code, ErrorCode::InvalidInput | ErrorCode::NotFound) => {
            Ok(None)
        }
        other => other.map(Some),
    }
}
