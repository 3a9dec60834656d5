//! The ledger's rows, kept by columns: a report reads the few columns it needs.

use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexMap;

use super::{Amount, ColumnName, Cost, Dimension, Grain, Text};

/// Values of a dimension: what there is, and which of it each row has. The empty text is none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DimensionColumn {
    pub values: Vec<String>,
    /// Places in `values`, one a row.
    pub codes: Vec<u32>,
}

/// Amounts, in the narrowest form that keeps them exact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AmountColumn {
    /// In units of 10^-`digits`.
    Narrow { digits: u8, values: Vec<i64> },
    /// In units of 10⁻¹⁸.
    Wide(Vec<i128>),
}

impl AmountColumn {
    /// Keeps amounts in the narrowest form.
    pub fn new(amounts: &[Amount]) -> Self {
        for digits in [6_u8, 10, 12, 15] {
            let unit = 10_i128.pow(u32::from(18 - digits));
            let narrow: Option<Vec<i64>> = amounts
                .iter()
                .map(|amount| {
                    (amount.0 % unit == 0)
                        .then(|| i64::try_from(amount.0 / unit).ok())
                        .flatten()
                })
                .collect();
            if let Some(values) = narrow {
                return Self::Narrow { digits, values };
            }
        }
        Self::Wide(amounts.iter().map(|amount| amount.0).collect())
    }

    /// The amount of a row.
    pub fn get(&self, row: usize) -> Amount {
        match self {
            Self::Narrow { values, .. } => Amount(i128::from(values[row]) * self.unit()),
            Self::Wide(values) => Amount(values[row]),
        }
    }

    /// Units of 10⁻¹⁸ in one unit of the column.
    pub fn unit(&self) -> i128 {
        match self {
            Self::Narrow { digits, .. } => 10_i128.pow(u32::from(18 - digits)),
            Self::Wide(_) => 1,
        }
    }

    pub fn len(&self) -> usize {
        match self {
            Self::Narrow { values, .. } => values.len(),
            Self::Wide(values) => values.len(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds the amount of every row to the group that `group` gives for it; rows without one are left
    /// out.
    pub fn add_to(&self, sums: &mut [Amount], mut group: impl FnMut(usize) -> Option<usize>) {
        let unit = self.unit();
        let mut add = |row: usize, value: i128| {
            if let Some(at) = group(row) {
                sums[at].0 += value * unit;
            }
        };
        match self {
            Self::Narrow { values, .. } => {
                for (row, value) in values.iter().enumerate() {
                    add(row, i128::from(*value));
                }
            }
            Self::Wide(values) => {
                for (row, value) in values.iter().enumerate() {
                    add(row, *value);
                }
            }
        }
    }
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Column {
    Days(Vec<i16>),
    Dimension(DimensionColumn),
    Amounts(AmountColumn),
    Counts(Vec<u32>),
}

/// Why stored bytes are no column.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a ledger column cannot be read: {0}")]
pub struct RowsError(pub String);

/// Rows of one month's ledger, or some columns of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rows {
    len: usize,
    columns: BTreeMap<ColumnName, Arc<Column>>,
}

impl Rows {
    /// Rows from their columns, which must be equally long.
    pub fn new(
        columns: impl IntoIterator<Item = (ColumnName, Arc<Column>)>,
    ) -> Result<Self, RowsError> {
        let columns: BTreeMap<_, _> = columns.into_iter().collect();
        let mut lengths = columns.values().map(|column| column.len());
        let len = lengths.next().unwrap_or(0);
        if lengths.any(|other| other != len) {
            return Err(RowsError("columns differ in length".to_owned()));
        }
        Ok(Self { len, columns })
    }

    pub fn len(&self) -> usize {
        self.len
    }

    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Its columns by name.
    pub fn columns(&self) -> impl Iterator<Item = (ColumnName, &Column)> {
        self.columns.iter().map(|(name, column)| (*name, &**column))
    }

    pub fn into_columns(self) -> impl Iterator<Item = (ColumnName, Arc<Column>)> {
        self.columns.into_iter()
    }

    /// A column, if it was read.
    pub fn column(&self, name: ColumnName) -> Option<&Column> {
        self.columns.get(&name).map(|column| &**column)
    }

    /// A dimension, if it was read.
    pub fn dimension(&self, dimension: Dimension) -> Option<&DimensionColumn> {
        self.values(ColumnName::Dimension(dimension))
    }

    /// What rows beside the ledger are told apart by, if it was read.
    pub fn text(&self, text: Text) -> Option<&DimensionColumn> {
        self.values(ColumnName::Text(text))
    }

    pub(super) fn values(&self, name: ColumnName) -> Option<&DimensionColumn> {
        match self.columns.get(&name).map(|column| &**column) {
            Some(Column::Dimension(column)) => Some(column),
            _ => None,
        }
    }

    /// One of the costs, if it was read.
    pub fn cost(&self, cost: Cost) -> Option<&AmountColumn> {
        self.amounts(ColumnName::Cost(cost))
    }

    /// Quantities, if they were read.
    pub fn quantity(&self) -> Option<&AmountColumn> {
        self.amounts(ColumnName::Quantity)
    }

    fn amounts(&self, name: ColumnName) -> Option<&AmountColumn> {
        match self.columns.get(&name).map(|column| &**column) {
            Some(Column::Amounts(column)) => Some(column),
            _ => None,
        }
    }

    /// Days since the first of the month, if they were read.
    pub fn days(&self) -> Option<&[i16]> {
        match self.columns.get(&ColumnName::Day).map(|column| &**column) {
            Some(Column::Days(days)) => Some(days),
            _ => None,
        }
    }

    /// Line items of each row, if they were read.
    pub fn lines(&self) -> Option<&[u32]> {
        self.counts(ColumnName::Lines)
    }

    pub(super) fn counts(&self, name: ColumnName) -> Option<&[u32]> {
        match self.columns.get(&name).map(|column| &**column) {
            Some(Column::Counts(counts)) => Some(counts),
            _ => None,
        }
    }

    /// The same rows added up to a coarser grain, from a ledger with all of its columns.
    pub fn coarser(&self, grain: Grain) -> Result<Self, RowsError> {
        let lacking = |name: ColumnName| RowsError(format!("{} is missing", name.key()));
        let asked = ColumnName::all(grain);
        let columns: Vec<(ColumnName, &Arc<Column>)> = asked
            .into_iter()
            .map(|name| Ok((name, self.columns.get(&name).ok_or_else(|| lacking(name))?)))
            .collect::<Result<_, _>>()?;
        let mut groups: IndexMap<Vec<u32>, usize> = IndexMap::new();
        // Of each group its first row, and of each row its group.
        let mut first = Vec::new();
        let mut group_of = Vec::with_capacity(self.len);
        for row in 0..self.len {
            let places = columns.iter().filter_map(|(_, column)| match &***column {
                Column::Days(days) => Some(days[row] as u32),
                Column::Dimension(column) => Some(column.codes[row]),
                _ => None,
            });
            let next = groups.len();
            let group = *groups.entry(places.collect()).or_insert(next);
            if group == next {
                first.push(row);
            }
            group_of.push(group);
        }
        let summed = columns.into_iter().map(|(name, column)| {
            let column = match &**column {
                Column::Days(days) => Column::Days(first.iter().map(|row| days[*row]).collect()),
                Column::Dimension(column) => Column::Dimension(DimensionColumn {
                    values: column.values.clone(),
                    codes: first.iter().map(|row| column.codes[*row]).collect(),
                }),
                Column::Amounts(amounts) => {
                    let mut sums = vec![Amount::ZERO; first.len()];
                    amounts.add_to(&mut sums, |row| Some(group_of[row]));
                    Column::Amounts(AmountColumn::new(&sums))
                }
                Column::Counts(counts) => {
                    let mut sums = vec![0_u32; first.len()];
                    for (group, count) in group_of.iter().zip(counts) {
                        sums[*group] = sums[*group].saturating_add(*count);
                    }
                    Column::Counts(sums)
                }
            };
            (name, Arc::new(column))
        });
        Self::new(summed)
    }
}

impl Column {
    pub fn len(&self) -> usize {
        match self {
            Self::Days(days) => days.len(),
            Self::Dimension(column) => column.codes.len(),
            Self::Amounts(column) => column.len(),
            Self::Counts(counts) => counts.len(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amounts(texts: &[&str]) -> Vec<Amount> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    #[test]
    fn amounts_are_kept_exactly_in_the_narrowest_form() {
        let narrow = AmountColumn::new(&amounts(&["0.0005684772", "12"]));
        assert!(matches!(narrow, AmountColumn::Narrow { digits: 10, .. }));
        assert_eq!(narrow.get(0).to_string(), "0.0005684772");
        let wide = AmountColumn::new(&amounts(&["0.011452898933255627", "10000000"]));
        assert!(matches!(wide, AmountColumn::Wide(_)));
        assert_eq!(wide.get(0).to_string(), "0.011452898933255627");
    }
}
