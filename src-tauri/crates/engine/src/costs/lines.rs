//! The line items that make a figure.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use domain::catalogue::Date;
use domain::costs::{
    ColumnName, Condition, Costs, Dimension, EnvironmentRules, ExportFormat, Field, Grain, Kept,
    LineItem, LineItems, Month, Provenance, Question, Table,
};

use super::import;
use super::ports::{LineFilter, Lines, StoredMonth, Watch};
use super::read::{settings, stored};
use super::report::report;
use crate::{AppError, AppResult, Engine};

/// The largest line items of the asked cost that a filter means, at most `limit`, read back from the
/// files that their months came from. Of a month whose files are not there the finest rows of the ledger
/// are told, with why. Of the question, range, filter and cost count.
///
/// Refuses with `NotFound` months of which nothing was imported.
pub async fn lines(engine: &Engine, question: &Question, limit: usize) -> AppResult<LineItems> {
    let question = Question {
        by: Vec::new(),
        ..question.clone()
    };
    let months = stored(engine, question.from, question.to).await?;
    let settings = settings(engine).await?;
    let stop = Stop::default();
    let mut all = Lines::default();
    let mut notes = Vec::new();
    let mut absent = Vec::new();
    let mut asked = Vec::new();
    for month in &months {
        let filter = filter(engine, &question, month, &settings.environment_rules).await?;
        let Some(filter) = filter else { continue };
        asked.push(month);
        let read = match files(month) {
            Ok(files) => {
                let (reader, keys) = (engine.cost_files.clone(), settings.tag_keys.clone());
                let watch = stop.watch();
                import::blocking(move || reader.lines(&files, &filter, limit, &keys, &watch)).await
            }
            Err(why) => Err(AppError::new(crate::ErrorCode::NotFound, why)),
        };
        let period = month.head.key.period.words();
        match read {
            Ok(lines) => {
                if !same(engine, &question, month, &lines).await? {
                    notes.push(format!(
                        "{period}: the files do not hold what was imported any more, so line items and \
                         figure differ. Import them again."
                    ));
                }
                add(&mut all, lines);
            }
            Err(error) => {
                let why = error.fields.first();
                let why = why.map_or(error.message.as_str(), |problem| &problem.message);
                notes.push(format!(
                    "{period}: {why} The ledger's finest rows are told instead."
                ));
                absent.push(month);
            }
        }
    }
    let weight = |item: &LineItem| item.costs.get(question.cost).magnitude();
    all.items
        .sort_by_key(|item| std::cmp::Reverse(weight(item)));
    all.items.truncate(limit);
    let ledger = match absent.as_slice() {
        [] => None,
        absent => match report(engine, &finest(&question, absent)).await {
            Ok(ledger) => Some(ledger),
            Err(error) => {
                notes.push(error.message);
                None
            }
        },
    };
    let sources: Vec<Month<'_>> = asked.iter().map(|month| of_head(month)).collect();
    let periods = asked.iter().map(|month| month.head.key.period);
    let range = periods.clone().min().zip(periods.max());
    Ok(LineItems {
        words: question.words(range),
        sentence: LineItems::told(all.items.len(), all.count, &all.totals, question.cost),
        items: all.items,
        count: all.count,
        totals: all.totals,
        notes,
        ledger,
        provenance: Provenance::of(&sources),
        question,
    })
}

fn add(all: &mut Lines, lines: Lines) {
    all.items.extend(lines.items);
    all.count += lines.count;
    for (currency, costs) in lines.totals {
        *all.totals.entry(currency).or_default() += costs;
    }
}

/// The files of a month; why there are none.
fn files(month: &StoredMonth) -> Result<Vec<PathBuf>, String> {
    let head = &month.head;
    match head.format {
        ExportFormat::CostExplorer | ExportFormat::Athena => {
            return Err(format!("{} tells no line items.", head.format));
        }
        _ => {}
    }
    if head.source.iter().any(|source| source.starts_with("s3://")) {
        return Err("its files were deleted again once they were downloaded and read.".to_owned());
    }
    Ok(head.source.iter().map(PathBuf::from).collect())
}

/// What a question means in one month, as the ledger keeps values; nothing where no line item can pass.
async fn filter(
    engine: &Engine,
    question: &Question,
    month: &StoredMonth,
    rules: &EnvironmentRules,
) -> AppResult<Option<LineFilter>> {
    let key = &month.head.key;
    let mut filter = LineFilter {
        month: key.clone(),
        days: None,
        values: BTreeMap::new(),
        conditions: Vec::new(),
        cost: question.cost,
    };
    for condition in &question.filter {
        let one = match &condition.field {
            Field::Month => Some(key.period.to_string()),
            Field::Provider => Some(key.provider.clone()),
            Field::BillingAccount => Some(key.billing_account.clone()),
            Field::Day => {
                let days = (month.head.first_day..=month.head.last_day)
                    .filter(|day| condition.holds(&Date::from_days(*day).to_string()))
                    .filter(|day| filter.days.as_ref().is_none_or(|days| days.contains(day)));
                filter.days = Some(days.collect());
                None
            }
            Field::Resource => {
                filter
                    .conditions
                    .push(named(engine, condition, month).await?);
                None
            }
            Field::Tag(_) => {
                filter.conditions.push(condition.clone());
                None
            }
            Field::Ledger(dimension) => {
                hold(engine, &mut filter, *dimension, condition, month, rules).await?;
                None
            }
            Field::EnvironmentTag => {
                let of = Dimension::Environment;
                hold(engine, &mut filter, of, condition, month, rules).await?;
                None
            }
        };
        if one.is_some_and(|value| !condition.holds(&value)) {
            return Ok(None);
        }
    }
    let nothing = filter.values.values().any(BTreeSet::is_empty)
        || filter.days.as_ref().is_some_and(BTreeSet::is_empty);
    Ok((!nothing).then_some(filter))
}

/// Keeps those values of a dimension for which the condition holds.
async fn hold(
    engine: &Engine,
    filter: &mut LineFilter,
    dimension: Dimension,
    condition: &Condition,
    month: &StoredMonth,
    rules: &EnvironmentRules,
) -> AppResult<()> {
    let column = ColumnName::Dimension(dimension);
    let rows = engine
        .ledger
        .rows(&[month.id], Grain::Month, &[column])
        .await?;
    let values = rows.first().and_then(|rows| rows.dimension(dimension));
    let values = values.map(|column| column.values.as_slice());
    let passing: BTreeSet<String> = values
        .unwrap_or_default()
        .iter()
        .filter(|value| condition.holds(&condition.field.meant(value, rules)))
        .filter(|value| {
            let known = filter.values.get(&dimension);
            known.is_none_or(|known| known.contains(*value))
        })
        .cloned()
        .collect();
    filter.values.insert(dimension, passing);
    Ok(())
}

/// A condition on resources, with those by name that `(all other resources)` stands for: all that the
/// ledger does not keep apart.
async fn named(
    engine: &Engine,
    condition: &Condition,
    month: &StoredMonth,
) -> AppResult<Condition> {
    if !condition.is.iter().any(String::is_empty) {
        return Ok(condition.clone());
    }
    let kept = engine.ledger.resources(month.id).await?;
    let apart: BTreeSet<String> = kept
        .into_iter()
        .map(|row| row.id)
        .filter(|id| !condition.is.contains(id))
        .collect();
    Ok(Condition {
        field: condition.field.clone(),
        is: apart.into_iter().collect(),
        not: !condition.not,
    })
}

/// Whether the files still give the ledger's figure. True where the ledger does not keep it exactly.
async fn same(
    engine: &Engine,
    question: &Question,
    month: &StoredMonth,
    lines: &Lines,
) -> AppResult<bool> {
    if lines.cancelled || !matches!(question.kept(), Ok(Kept::Rows(_))) {
        return Ok(true);
    }
    let known = report(engine, &of_months(question, &[month])).await?.totals;
    let there = |totals: &BTreeMap<String, Costs>| -> BTreeMap<String, Costs> {
        let totals = totals
            .iter()
            .filter(|(_, costs)| **costs != Costs::default());
        totals.map(|(name, costs)| (name.clone(), *costs)).collect()
    };
    Ok(there(&known) == there(&lines.totals))
}

/// The question about these months alone.
fn of_months(question: &Question, months: &[&StoredMonth]) -> Question {
    let is = |field, value: fn(&StoredMonth) -> String| Condition {
        field,
        is: months.iter().map(|month| value(month)).collect(),
        not: false,
    };
    let mut narrowed = question.clone();
    narrowed.filter.extend([
        is(Field::Month, |month| month.head.key.period.to_string()),
        is(Field::Provider, |month| month.head.key.provider.clone()),
        is(Field::BillingAccount, |month| {
            month.head.key.billing_account.clone()
        }),
    ]);
    narrowed
}

/// The finest rows that the ledger keeps of what was asked.
fn finest(question: &Question, months: &[&StoredMonth]) -> Question {
    let asked = |field: &Field| question.filter.iter().any(|one| one.field == *field);
    let tag = question
        .filter
        .iter()
        .find(|condition| matches!(condition.field, Field::Tag(_)));
    let ledger = Field::Ledger;
    let mut finest = of_months(question, months);
    finest.by = match tag {
        Some(tag) => vec![Field::Month, tag.field.clone()],
        None if asked(&Field::Resource) => vec![
            Field::Resource,
            Field::USAGE_TYPE,
            Field::SERVICE,
            ledger(Dimension::Region),
            ledger(Dimension::Account),
        ],
        None => vec![
            Field::Day,
            Field::USAGE_TYPE,
            Field::SERVICE,
            ledger(Dimension::Region),
            ledger(Dimension::Account),
            ledger(Dimension::ChargeCategory),
        ],
    };
    finest
}

fn of_head(month: &StoredMonth) -> Month<'_> {
    Month {
        head: &month.head,
        imported_at_ms: month.imported_at_ms,
        table: Table::default(),
    }
}

/// Ends the reading once nobody waits for it any more.
#[derive(Default)]
struct Stop(Arc<AtomicBool>);

struct Waiting(Arc<AtomicBool>);

impl Stop {
    fn watch(&self) -> Waiting {
        Waiting(self.0.clone())
    }
}

impl Drop for Stop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Watch for Waiting {
    fn progress(&self, _: &Path, _: u64, _: u64) -> bool {
        !self.0.load(Ordering::Relaxed)
    }
}
