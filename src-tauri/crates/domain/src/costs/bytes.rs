//! A column as the store's bytes: kind, count, values; the whole compressed by LZ4.

use super::{AmountColumn, Column, DimensionColumn, RowsError};

const DAYS: u8 = 1;
const DIMENSION_SHORT: u8 = 2;
const DIMENSION_LONG: u8 = 3;
const NARROW: u8 = 4;
const WIDE: u8 = 5;
const COUNTS: u8 = 6;

impl Column {
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
    use crate::costs::Amount;

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
}
