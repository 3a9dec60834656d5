//! Months built from a few lines, for tests of this and other crates.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{
    Amount, AmountColumn, Column, ColumnName, Cost, Costs, Dimension, DimensionColumn,
    ExportFormat, Grain, ImportedMonth, MonthHead, MonthKey, Period, Rows,
};

/// One line item: usage in US dollars on the first of the month unless it says otherwise.
#[derive(Debug, Clone)]
pub struct Line {
    pub values: BTreeMap<Dimension, String>,
    /// Days since the first of the month.
    pub day: i16,
    pub costs: Costs,
    pub quantity: Amount,
}

impl Line {
    /// A line that costs this much, by all four costs.
    pub fn new(service: &str, amount: &str) -> Self {
        let amount = exact(amount);
        Self {
            values: BTreeMap::from([
                (Dimension::Service, service.to_owned()),
                (Dimension::ChargeCategory, "Usage".to_owned()),
                (Dimension::ChargeFrequency, "Usage-Based".to_owned()),
                (Dimension::PricingCategory, "Standard".to_owned()),
                (Dimension::Currency, "USD".to_owned()),
                (Dimension::Account, "210000000001".to_owned()),
                (Dimension::Region, "us-east-1".to_owned()),
            ]),
            day: 0,
            costs: Costs::from_array([amount; 4]),
            quantity: Amount::units(1),
        }
    }

    #[must_use]
    pub fn with(mut self, dimension: Dimension, value: &str) -> Self {
        self.values.insert(dimension, value.to_owned());
        self
    }

    #[must_use]
    pub fn on(mut self, day: i16) -> Self {
        self.day = day;
        self
    }

    #[must_use]
    pub fn quantity(mut self, quantity: &str) -> Self {
        self.quantity = exact(quantity);
        self
    }

    #[must_use]
    pub fn cost(mut self, cost: Cost, amount: &str) -> Self {
        let amount = exact(amount);
        match cost {
            Cost::Billed => self.costs.billed = amount,
            Cost::Effective => self.costs.effective = amount,
            Cost::List => self.costs.list = amount,
            Cost::Contracted => self.costs.contracted = amount,
        }
        self
    }
}

/// An amount that a test writes down.
#[track_caller]
pub fn exact(text: &str) -> Amount {
    match text.parse() {
        Ok(amount) => amount,
        Err(error) => panic!("{text:?} {error}"),
    }
}

/// A whole month of the payer 111122223333 with these lines, each a row of its own.
#[track_caller]
pub fn month(period: &str, lines: &[Line]) -> ImportedMonth {
    let period: Period = match period.parse() {
        Ok(period) => period,
        Err(error) => panic!("{error}"),
    };
    let mut totals: BTreeMap<String, Costs> = BTreeMap::new();
    for line in lines {
        let currency = line.values.get(&Dimension::Currency);
        *totals
            .entry(currency.cloned().unwrap_or_default())
            .or_default() += line.costs;
    }
    let (first, end) = (period.first_day().days(), period.next().first_day().days());
    ImportedMonth {
        head: MonthHead {
            key: MonthKey {
                provider: "AWS".to_owned(),
                billing_account: "111122223333".to_owned(),
                period,
            },
            format: ExportFormat::Focus1_2Aws,
            source: vec![format!("{period}.parquet")],
            lines: lines.len() as u64,
            totals,
            first_day: first,
            last_day: end - 1,
            as_of_ms: Some(end * 86_400_000),
            accounts: Vec::new(),
            tag_keys: Vec::new(),
            findings: Vec::new(),
        },
        rows: rows(lines),
        resources: Vec::new(),
        tags: Vec::new(),
        splits: Vec::new(),
    }
}

/// Rows of the ledger by day, one for each line.
pub fn rows(lines: &[Line]) -> Rows {
    let columns = ColumnName::all(Grain::Day).into_iter().map(|name| {
        let column = match name {
            ColumnName::Day => Column::Days(lines.iter().map(|line| line.day).collect()),
            ColumnName::Dimension(dimension) => Column::Dimension(coded(lines, dimension)),
            ColumnName::Cost(cost) => amounts(lines, |line| line.costs.get(cost)),
            ColumnName::Quantity => amounts(lines, |line| line.quantity),
            ColumnName::Lines => Column::Counts(vec![1; lines.len()]),
            other => panic!("the ledger has no {}", other.key()),
        };
        (name, Arc::new(column))
    });
    match Rows::new(columns) {
        Ok(rows) => rows,
        Err(error) => panic!("{error}"),
    }
}

fn coded(lines: &[Line], dimension: Dimension) -> DimensionColumn {
    let mut column = DimensionColumn::default();
    for line in lines {
        let value = line.values.get(&dimension).cloned().unwrap_or_default();
        let known = column.values.iter().position(|known| *known == value);
        let code = known.unwrap_or_else(|| {
            column.values.push(value);
            column.values.len() - 1
        });
        column.codes.push(code as u32);
    }
    column
}

fn amounts(lines: &[Line], of: impl Fn(&Line) -> Amount) -> Column {
    let amounts: Vec<Amount> = lines.iter().map(of).collect();
    Column::Amounts(AmountColumn::new(&amounts))
}
