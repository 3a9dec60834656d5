//! A report to be handed on, whole in one file.

use domain::catalogue::Date;
use domain::costs::{CostDocument, Dimension, Field, Question};

use super::report;
use crate::{AppResult, Engine};

/// Fields that a document has a table of, in this order.
const SECTIONS: [Field; 7] = [
    Field::ENVIRONMENT,
    Field::Ledger(Dimension::Component),
    Field::SERVICE,
    Field::Ledger(Dimension::Team),
    Field::Ledger(Dimension::Account),
    Field::Ledger(Dimension::Region),
    Field::Resource,
];

/// The document of a question's months and filters; nothing is asked of AWS. Refuses what
/// [`report`] refuses.
pub async fn document(engine: &Engine, asked: &Question, masked: bool) -> AppResult<CostDocument> {
    let by = |by: Vec<Field>| Question {
        by,
        ..asked.clone()
    };
    let months = report(engine, &by(vec![Field::Month, Field::SERVICE])).await?;
    let mut sections = Vec::new();
    for field in SECTIONS {
        let question = by(vec![field]);
        // Resources are kept without some fields; a document with such a filter has no table of them.
        if question.kept().is_ok() {
            sections.push(report(engine, &question).await?);
        }
    }
    let now = engine.clock.now_ms();
    let minutes = now.div_euclid(60_000).rem_euclid(1_440);
    Ok(CostDocument {
        title: format!("Costs: {}", asked.words(None)),
        stamp: format!(
            "{} {:02}:{:02} UTC",
            Date::from_unix_ms(now),
            minutes / 60,
            minutes % 60
        ),
        cost: asked.cost,
        months,
        sections,
        masked,
    })
}
