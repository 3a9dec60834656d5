//! A month's lines as reports read them, whatever they are kept as.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::{
    Amount, AmountColumn, Cost, Costs, Dimension, DimensionColumn, Field, MonthHead, Period,
    ResourceRow, Rows, TagRow,
};

/// A month of the store with the lines that a question needs.
pub struct Month<'a> {
    pub head: &'a MonthHead,
    pub imported_at_ms: i64,
    pub table: Table<'a>,
}

/// Lines by columns. A column that is absent has no value in any line.
pub struct Table<'a> {
    pub(super) len: usize,
    fields: BTreeMap<Field, Cow<'a, DimensionColumn>>,
    /// Days since the first of the month.
    pub(super) days: Option<&'a [i16]>,
    costs: [Option<Cow<'a, AmountColumn>>; 4],
    pub(super) quantity: Option<Cow<'a, AmountColumn>>,
    pub(super) lines: Option<Cow<'a, [u32]>>,
}

/// A column for grouping.
pub(super) enum Codes<'a> {
    Column(&'a DimensionColumn),
    /// The same in every line.
    One(String),
    /// Days since the first of this month.
    Days(Period, &'a [i16]),
}

impl<'a> Month<'a> {
    /// A month of the ledger's rows.
    pub fn of_rows(head: &'a MonthHead, rows: &'a Rows, imported_at_ms: i64) -> Self {
        Self {
            head,
            imported_at_ms,
            table: Table::of_rows(rows),
        }
    }
}

impl<'a> Table<'a> {
    /// Of the ledger's rows.
    pub fn of_rows(rows: &'a Rows) -> Self {
        Self {
            len: rows.len(),
            fields: Dimension::ALL
                .into_iter()
                .filter_map(|dimension| {
                    let column = rows.dimension(dimension)?;
                    Some((Field::Ledger(dimension), Cow::Borrowed(column)))
                })
                .collect(),
            days: rows.days(),
            costs: Cost::ALL.map(|cost| rows.cost(cost).map(Cow::Borrowed)),
            quantity: rows.quantity().map(Cow::Borrowed),
            lines: rows.lines().map(Cow::Borrowed),
        }
    }

    /// Of the biggest spenders.
    pub fn of_resources(rows: &[ResourceRow]) -> Self {
        type Read = fn(&ResourceRow) -> &str;
        let fields: [(Field, Read); 9] = [
            (Field::Resource, |row| &row.id),
            (Field::Ledger(Dimension::Account), |row| &row.account),
            (Field::Ledger(Dimension::Region), |row| &row.region),
            (Field::SERVICE, |row| &row.service),
            (Field::USAGE_TYPE, |row| &row.usage_type),
            (Field::ENVIRONMENT, |row| &row.environment),
            (Field::Ledger(Dimension::Component), |row| &row.component),
            (Field::Ledger(Dimension::Team), |row| &row.team),
            (Field::Ledger(Dimension::Currency), |row| &row.currency),
        ];
        Self {
            len: rows.len(),
            fields: fields
                .into_iter()
                .map(|(field, read)| (field, Cow::Owned(coded(rows.iter().map(read)))))
                .collect(),
            days: None,
            costs: Cost::ALL.map(|cost| Some(amounts(rows.iter().map(|row| row.costs.get(cost))))),
            quantity: Some(amounts(rows.iter().map(|row| row.quantity))),
            lines: Some(
                rows.iter()
                    .map(|row| u32::try_from(row.lines).unwrap_or(u32::MAX))
                    .collect(),
            ),
        }
    }

    /// Of one tag's values, by its normalised key. What of the month has no such tag stands under the
    /// empty value, so that all values add up to the month.
    pub fn of_tags(key: &str, rows: &[TagRow], head: &MonthHead) -> Self {
        let mut rows: Vec<TagRow> = rows.iter().filter(|row| row.key == key).cloned().collect();
        for (currency, whole) in &head.totals {
            let of_currency = rows.iter().filter(|row| row.currency == *currency);
            let costs = of_currency.fold(*whole, |rest, row| rest - row.costs);
            if costs != Costs::default() {
                rows.push(TagRow {
                    key: key.to_owned(),
                    raw_key: String::new(),
                    value: String::new(),
                    currency: currency.clone(),
                    costs,
                });
            }
        }
        let values = coded(rows.iter().map(|row| row.value.as_str()));
        let currencies = coded(rows.iter().map(|row| row.currency.as_str()));
        Self {
            len: rows.len(),
            fields: BTreeMap::from([
                (Field::Tag(key.to_owned()), Cow::Owned(values)),
                (Field::Ledger(Dimension::Currency), Cow::Owned(currencies)),
            ]),
            days: None,
            costs: Cost::ALL.map(|cost| Some(amounts(rows.iter().map(|row| row.costs.get(cost))))),
            quantity: None,
            lines: None,
        }
    }

    pub(super) fn cost(&self, cost: Cost) -> Option<&AmountColumn> {
        self.costs[cost.index()].as_deref()
    }

    pub(super) fn codes(&self, field: &Field, head: &MonthHead) -> Codes<'_> {
        let column = match field {
            Field::EnvironmentTag => &Field::ENVIRONMENT,
            other => other,
        };
        match (field, self.fields.get(column)) {
            (_, Some(column)) => Codes::Column(column),
            (Field::Month, _) => Codes::One(head.key.period.to_string()),
            (Field::Provider, _) => Codes::One(head.key.provider.clone()),
            (Field::BillingAccount, _) => Codes::One(head.key.billing_account.clone()),
            (Field::Day, _) => Codes::Days(head.key.period, self.days.unwrap_or_default()),
            _ => Codes::One(String::new()),
        }
    }
}

/// Values with the place of each line's in them.
fn coded<'a>(values: impl Iterator<Item = &'a str>) -> DimensionColumn {
    let mut places: BTreeMap<&str, u32> = BTreeMap::new();
    let mut column = DimensionColumn::default();
    for value in values {
        let next = column.values.len() as u32;
        let code = *places.entry(value).or_insert_with(|| {
            column.values.push(value.to_owned());
            next
        });
        column.codes.push(code);
    }
    column
}

fn amounts<'a>(amounts: impl Iterator<Item = Amount>) -> Cow<'a, AmountColumn> {
    Cow::Owned(AmountColumn::new(&amounts.collect::<Vec<_>>()))
}
