//! The ledger's rows, kept by columns: a report reads the few columns it needs.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Amount, Cost, Dimension};

/// How finely rows are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Grain {
    /// A row for each day and combination of dimensions: the ledger itself.
    Day,
    /// The same without days, for reports over many months.
    Month,
}

/// A column of [`Rows`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ColumnName {
    /// Days since the first of the billing month; a charge may lie outside of it.
    Day,
    Dimension(Dimension),
    Cost(Cost),
    /// `PricingQuantity`; to be added up within one usage type only.
    Quantity,
    /// Line items in a row.
    Lines,
}

impl ColumnName {
    /// Every column of a grain.
    pub fn all(grain: Grain) -> Vec<Self> {
        let day = (grain == Grain::Day).then_some(Self::Day);
        day.into_iter()
            .chain(Dimension::ALL.map(Self::Dimension))
            .chain(Cost::ALL.map(Self::Cost))
            .chain([Self::Quantity, Self::Lines])
            .collect()
    }

    /// Its name in the store: `day`, `service`, `billed`.
    pub fn key(self) -> String {
        let word = |value: serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        match self {
            Self::Day => "day".to_owned(),
            Self::Dimension(dimension) => word(serde_json::json!(dimension)),
            Self::Cost(cost) => word(serde_json::json!(cost)),
            Self::Quantity => "quantity".to_owned(),
            Self::Lines => "lines".to_owned(),
        }
    }
}

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

    /// A dimension, if it was read.
    pub fn dimension(&self, dimension: Dimension) -> Option<&DimensionColumn> {
        match self
            .columns
            .get(&ColumnName::Dimension(dimension))
            .map(|column| &**column)
        {
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
        match self.columns.get(&ColumnName::Lines).map(|column| &**column) {
            Some(Column::Counts(lines)) => Some(lines),
            _ => None,
        }
    }

    /// The same rows without days, from a ledger with all of its columns.
    pub fn by_month(&self) -> Result<Self, RowsError> {
        let lacking = || RowsError("a column is missing".to_owned());
        let dimensions: Vec<&DimensionColumn> = Dimension::ALL
            .iter()
            .map(|dimension| self.dimension(*dimension).ok_or_else(lacking))
            .collect::<Result<_, _>>()?;
        let mut groups: BTreeMap<Vec<u32>, usize> = BTreeMap::new();
        let mut keys: Vec<Vec<u32>> = Vec::new();
        let mut group_of = Vec::with_capacity(self.len);
        for row in 0..self.len {
            let key: Vec<u32> = dimensions.iter().map(|column| column.codes[row]).collect();
            let next = keys.len();
            let group = *groups.entry(key).or_insert_with_key(|key| {
                keys.push(key.clone());
                next
            });
            group_of.push(group);
        }
        let mut columns: Vec<(ColumnName, Arc<Column>)> = Vec::new();
        for (at, dimension) in Dimension::ALL.iter().enumerate() {
            let column = DimensionColumn {
                values: dimensions[at].values.clone(),
                codes: keys.iter().map(|key| key[at]).collect(),
            };
            columns.push((
                ColumnName::Dimension(*dimension),
                Arc::new(Column::Dimension(column)),
            ));
        }
        for name in Cost::ALL
            .map(ColumnName::Cost)
            .into_iter()
            .chain([ColumnName::Quantity])
        {
            let amounts = self.amounts(name).ok_or_else(lacking)?;
            let mut sums = vec![Amount::ZERO; keys.len()];
            amounts.add_to(&mut sums, |row| Some(group_of[row]));
            columns.push((name, Arc::new(Column::Amounts(AmountColumn::new(&sums)))));
        }
        let mut lines = vec![0_u32; keys.len()];
        for (row, count) in self.lines().ok_or_else(lacking)?.iter().enumerate() {
            let sum = &mut lines[group_of[row]];
            *sum = sum.saturating_add(*count);
        }
        columns.push((ColumnName::Lines, Arc::new(Column::Counts(lines))));
        Self::new(columns)
    }
}

const DAYS: u8 = 1;
const DIMENSION_SHORT: u8 = 2;
const DIMENSION_LONG: u8 = 3;
const NARROW: u8 = 4;
const WIDE: u8 = 5;
const COUNTS: u8 = 6;

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

    /// Bytes for the store: a byte of kind, the count, the values; the whole compressed by LZ4.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.len() * 8 + 16);
        let count = (self.len() as u32).to_le_bytes();
        match self {
            Self::Days(days) => {
                out.push(DAYS);
                out.extend(count);
                out.extend(days.iter().flat_map(|day| day.to_le_bytes()));
            }
            Self::Dimension(column) => {
                let short = column.values.len() <= usize::from(u16::MAX) + 1;
                out.push(if short {
                    DIMENSION_SHORT
                } else {
                    DIMENSION_LONG
                });
                out.extend(count);
                out.extend((column.values.len() as u32).to_le_bytes());
                for value in &column.values {
                    out.extend((value.len() as u32).to_le_bytes());
                    out.extend(value.as_bytes());
                }
                if short {
                    out.extend(
                        column
                            .codes
                            .iter()
                            .flat_map(|code| (*code as u16).to_le_bytes()),
                    );
                } else {
                    out.extend(column.codes.iter().flat_map(|code| code.to_le_bytes()));
                }
            }
            Self::Amounts(AmountColumn::Narrow { digits, values }) => {
                out.push(NARROW);
                out.extend(count);
                out.push(*digits);
                out.extend(values.iter().flat_map(|value| value.to_le_bytes()));
            }
            Self::Amounts(AmountColumn::Wide(values)) => {
                out.push(WIDE);
                out.extend(count);
                out.extend(values.iter().flat_map(|value| value.to_le_bytes()));
            }
            Self::Counts(counts) => {
                out.push(COUNTS);
                out.extend(count);
                out.extend(counts.iter().flat_map(|count| count.to_le_bytes()));
            }
        }
        lz4_flex::compress_prepend_size(&out)
    }

    /// A column from the store's bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, RowsError> {
        let bytes = lz4_flex::decompress_size_prepended(bytes)
            .map_err(|error| RowsError(error.to_string()))?;
        let mut rest = Reader(&bytes);
        let kind = rest.take(1)?[0];
        let count = rest.u32()? as usize;
        let column = match kind {
            DAYS => Self::Days(rest.numbers(count, i16::from_le_bytes)?),
            DIMENSION_SHORT | DIMENSION_LONG => {
                let values = rest.texts()?;
                let codes: Vec<u32> = if kind == DIMENSION_SHORT {
                    let codes = rest.numbers(count, u16::from_le_bytes)?;
                    codes.into_iter().map(u32::from).collect()
                } else {
                    rest.numbers(count, u32::from_le_bytes)?
                };
                if codes.iter().any(|code| *code as usize >= values.len()) {
                    return Err(RowsError("a code has no value".to_owned()));
                }
                Self::Dimension(DimensionColumn { values, codes })
            }
            NARROW => {
                let digits = rest.take(1)?[0];
                if digits > 18 {
                    return Err(RowsError(format!("{digits} digits")));
                }
                let values = rest.numbers(count, i64::from_le_bytes)?;
                Self::Amounts(AmountColumn::Narrow { digits, values })
            }
            WIDE => Self::Amounts(AmountColumn::Wide(
                rest.numbers(count, i128::from_le_bytes)?,
            )),
            COUNTS => Self::Counts(rest.numbers(count, u32::from_le_bytes)?),
            other => return Err(RowsError(format!("kind {other}"))),
        };
        if rest.0.is_empty() {
            Ok(column)
        } else {
            Err(RowsError(format!("{} bytes too many", rest.0.len())))
        }
    }
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], RowsError> {
        let (taken, rest) = self
            .0
            .split_at_checked(length)
            .ok_or_else(|| RowsError("its end is missing".to_owned()))?;
        self.0 = rest;
        Ok(taken)
    }

    fn u32(&mut self) -> Result<u32, RowsError> {
        Ok(self.numbers(1, u32::from_le_bytes)?[0])
    }

    fn numbers<T, const N: usize>(
        &mut self,
        count: usize,
        from: impl Fn([u8; N]) -> T,
    ) -> Result<Vec<T>, RowsError> {
        let length = count
            .checked_mul(N)
            .ok_or_else(|| RowsError(format!("{count} values")))?;
        let (chunks, _) = self.take(length)?.as_chunks::<N>();
        Ok(chunks.iter().map(|chunk| from(*chunk)).collect())
    }

    fn texts(&mut self) -> Result<Vec<String>, RowsError> {
        let count = self.u32()?;
        (0..count)
            .map(|_| {
                let length = self.u32()? as usize;
                let text = std::str::from_utf8(self.take(length)?)
                    .map_err(|error| RowsError(error.to_string()))?;
                Ok(text.to_owned())
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amounts(texts: &[&str]) -> Vec<Amount> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    #[test]
    fn columns_come_back_as_they_were_written() {
        let many: Vec<String> = (0..70_000)
            .map(|number| format!("value {number}"))
            .collect();
        for column in [
            Column::Days(vec![-3, 0, 30]),
            Column::Dimension(DimensionColumn {
                values: vec![String::new(), "us-east-1".to_owned()],
                codes: vec![1, 0, 1],
            }),
            Column::Dimension(DimensionColumn {
                codes: (0..70_000).collect(),
                values: many,
            }),
            Column::Amounts(AmountColumn::new(&amounts(&["1.25", "-3", "0"]))),
            Column::Amounts(AmountColumn::new(&amounts(&[
                "0.011452898933255627",
                "9000000000",
            ]))),
            Column::Counts(vec![1, u32::MAX]),
            Column::Days(Vec::new()),
        ] {
            let bytes = column.to_bytes();
            assert_eq!(Column::from_bytes(&bytes).as_ref(), Ok(&column));
            for cut in [0, 3, bytes.len() / 2, bytes.len() - 1] {
                assert!(Column::from_bytes(&bytes[..cut]).is_err(), "cut at {cut}");
            }
        }
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
