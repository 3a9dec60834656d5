//! A month's ledger from lines that are rolled up already, one after another.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{
    Amount, AmountColumn, Column, ColumnName, Cost, Costs, Dimension, DimensionColumn, Rows,
    RowsError,
};
use crate::catalogue::Date;

/// A line of a roll-up: one day, one value of each dimension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RollupLine {
    pub day: Date,
    /// In the order of [`Dimension::ALL`]; the empty text is none.
    pub values: [String; Dimension::ALL.len()],
    pub costs: Costs,
    pub quantity: Amount,
    /// Line items it was made of.
    pub lines: u32,
}

/// Day of the month and a code for each dimension.
type Key = (i16, [u32; Dimension::ALL.len()]);
/// Costs in the order of [`Cost::ALL`], quantity, line items.
type Sums = ([Amount; 4], Amount, u32);

/// Collects lines of one billing month; lines with the same day and values become one row.
#[derive(Debug)]
pub struct MonthBuilder {
    first: Date,
    codes: [BTreeMap<String, u32>; Dimension::ALL.len()],
    values: [Vec<String>; Dimension::ALL.len()],
    /// In the order of their keys, so that the same lines give the same ledger.
    rows: BTreeMap<Key, Sums>,
    /// Exact totals by currency.
    pub totals: BTreeMap<String, Costs>,
    pub lines: u64,
}

impl MonthBuilder {
    /// For the month that begins on this day.
    pub fn new(first: Date) -> Self {
        Self {
            first,
            codes: Default::default(),
            values: Default::default(),
            rows: BTreeMap::new(),
            totals: BTreeMap::new(),
            lines: 0,
        }
    }

    pub fn add(&mut self, line: &RollupLine) {
        let mut key = [0; Dimension::ALL.len()];
        for (at, value) in line.values.iter().enumerate() {
            key[at] = match self.codes[at].get(value) {
                Some(code) => *code,
                None => {
                    let code = self.values[at].len() as u32;
                    self.values[at].push(value.clone());
                    self.codes[at].insert(value.clone(), code);
                    code
                }
            };
        }
        let day = self.first.days_until(line.day);
        let day = day.clamp(i64::from(i16::MIN), i64::from(i16::MAX)) as i16;
        let (costs, quantity, lines) = self.rows.entry((day, key)).or_default();
        for cost in Cost::ALL {
            costs[cost.index()] += line.costs.get(cost);
        }
        *quantity += line.quantity;
        *lines = lines.saturating_add(line.lines);
        let currency = &line.values[Dimension::Currency.index()];
        *self.totals.entry(currency.clone()).or_default() += line.costs;
        self.lines += u64::from(line.lines);
    }

    /// First and last day of any line, as days since 1970; the month's first where there is none.
    pub fn days(&self) -> (i64, i64) {
        let first = self.first.days();
        let of = |row: Option<&(i16, _)>| row.map_or(first, |(day, _)| first + i64::from(*day));
        (
            of(self.rows.keys().next()),
            of(self.rows.keys().next_back()),
        )
    }

    /// The ledger by day.
    pub fn rows(&self) -> Result<Rows, RowsError> {
        let days = self.rows.keys().map(|(day, _)| *day).collect();
        let mut columns = vec![(ColumnName::Day, Arc::new(Column::Days(days)))];
        for dimension in Dimension::ALL {
            let at = dimension.index();
            let column = DimensionColumn {
                values: self.values[at].clone(),
                codes: self.rows.keys().map(|(_, codes)| codes[at]).collect(),
            };
            columns.push((
                ColumnName::Dimension(dimension),
                Arc::new(Column::Dimension(column)),
            ));
        }
        let mut amounts = |name, amounts: Vec<Amount>| {
            let column = Column::Amounts(AmountColumn::new(&amounts));
            columns.push((name, Arc::new(column)));
        };
        for cost in Cost::ALL {
            let of_rows = self.rows.values().map(|(costs, ..)| costs[cost.index()]);
            amounts(ColumnName::Cost(cost), of_rows.collect());
        }
        let quantities = self.rows.values().map(|(_, quantity, _)| *quantity);
        amounts(ColumnName::Quantity, quantities.collect());
        let lines = self.rows.values().map(|(.., lines)| *lines).collect();
        columns.push((ColumnName::Lines, Arc::new(Column::Counts(lines))));
        Rows::new(columns)
    }
}
