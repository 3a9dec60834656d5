//! A month's lines as reports read them, whatever they are kept as.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::{
    Amount, AmountColumn, Cost, Costs, Dimension, DimensionColumn, Field, MonthHead, Period, Rows,
    Text,
};

/// A month of the store with the lines that a question needs.
pub struct Month<'a> {
    pub head: &'a MonthHead,
    pub imported_at_ms: i64,
    pub table: Table<'a>,
}

/// Lines by columns. A column that is absent has no value in any line.
#[derive(Default)]
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
    /// Of the ledger's rows, or of the biggest spenders.
    pub fn of_rows(rows: &'a Rows) -> Self {
        Self {
            len: rows.len(),
            fields: Dimension::ALL
                .into_iter()
                .filter_map(|dimension| {
                    let column = rows.dimension(dimension)?;
                    Some((Field::Ledger(dimension), Cow::Borrowed(column)))
                })
                .chain(
                    rows.text(Text::Resource)
                        .map(|column| (Field::Resource, Cow::Borrowed(column))),
                )
                .collect(),
            days: rows.days(),
            costs: Cost::ALL.map(|cost| rows.cost(cost).map(Cow::Borrowed)),
            quantity: rows.quantity().map(Cow::Borrowed),
            lines: rows.lines().map(Cow::Borrowed),
        }
    }

    /// Of one tag's values, by its normalised key. What of the month has no such tag stands under the
    /// empty value, so that all values add up to the month.
    pub fn of_tag(key: &str, rows: &'a Rows, head: &MonthHead) -> Self {
        let (mut values, mut currencies) = (Vec::new(), Vec::new());
        let mut costs: Vec<Costs> = Vec::new();
        let mut rest = head.totals.clone();
        for row in 0..rows.len() {
            let text = |column: Option<&'a DimensionColumn>| match column {
                Some(column) => column.values[column.codes[row] as usize].as_str(),
                None => "",
            };
            if text(rows.text(Text::TagKey)) != key {
                continue;
            }
            let currency = text(rows.dimension(Dimension::Currency));
            let of_row = Costs::from_array(Cost::ALL.map(|cost| {
                rows.cost(cost)
                    .map_or(Amount::ZERO, |column| column.get(row))
            }));
            if let Some(rest) = rest.get_mut(currency) {
                *rest = *rest - of_row;
            }
            values.push(text(rows.text(Text::TagValue)));
            currencies.push(currency);
            costs.push(of_row);
        }
        for (currency, rest) in &rest {
            if *rest != Costs::default() {
                values.push("");
                currencies.push(currency);
                costs.push(*rest);
            }
        }
        let fields = [
            (Field::Tag(key.to_owned()), values),
            (Field::Ledger(Dimension::Currency), currencies),
        ];
        Self {
            len: costs.len(),
            fields: (fields.into_iter())
                .map(|(field, values)| (field, Cow::Owned(coded(values.into_iter()))))
                .collect(),
            days: None,
            costs: Cost::ALL.map(|cost| Some(amounts(costs.iter().map(|row| row.get(cost))))),
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
pub(super) fn coded<'a>(values: impl Iterator<Item = &'a str>) -> DimensionColumn {
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
