//! A column as the store's bytes: kind, count, values; the whole compressed by LZ4.

use super::{AmountColumn, Column, DimensionColumn, RowsError};

const DAYS: u8 = 1;
const DIMENSION_SHORT: u8 = 2;
const DIMENSION_LONG: u8 = 3;
const NARROW: u8 = 4;
const WIDE: u8 = 5;
const COUNTS: u8 = 6;
const DIMENSION_BYTE: u8 = 7;
const PACKED: u8 = 8;

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
                let kind = match column.values.len() {
                    0..=0x100 => DIMENSION_BYTE,
                    0x101..=0x1_0000 => DIMENSION_SHORT,
                    _ => DIMENSION_LONG,
                };
                out.push(kind);
                out.extend(count);
                out.extend((column.values.len() as u32).to_le_bytes());
                for value in &column.values {
                    out.extend((value.len() as u32).to_le_bytes());
                    out.extend(value.as_bytes());
                }
                let codes = column.codes.iter();
                match kind {
                    DIMENSION_BYTE => out.extend(codes.map(|code| *code as u8)),
                    DIMENSION_SHORT => {
                        out.extend(codes.flat_map(|code| (*code as u16).to_le_bytes()));
                    }
                    _ => out.extend(codes.flat_map(|code| code.to_le_bytes())),
                }
            }
            Self::Amounts(AmountColumn::Narrow { digits, values }) => {
                let least = values.iter().min().copied().unwrap_or(0);
                let above = |value: &i64| value.wrapping_sub(least) as u64;
                let most = values.iter().map(above).max().unwrap_or(0);
                let width = (u64::BITS - most.leading_zeros()).div_ceil(8).max(1) as usize;
                out.push(PACKED);
                out.extend(count);
                out.push(*digits);
                out.extend(least.to_le_bytes());
                out.push(width as u8);
                for value in values {
                    out.extend(&above(value).to_le_bytes()[..width]);
                }
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
            DIMENSION_BYTE | DIMENSION_SHORT | DIMENSION_LONG => {
                let values = rest.texts()?;
                let codes: Vec<u32> = match kind {
                    DIMENSION_BYTE => rest.numbers(count, |[code]: [u8; 1]| u32::from(code))?,
                    DIMENSION_SHORT => {
                        rest.numbers(count, |code| u32::from(u16::from_le_bytes(code)))?
                    }
                    _ => rest.numbers(count, u32::from_le_bytes)?,
                };
                if codes.iter().any(|code| *code as usize >= values.len()) {
                    return Err(RowsError("a code has no value".to_owned()));
                }
                Self::Dimension(DimensionColumn { values, codes })
            }
            // Wide as they are in memory: how amounts were kept before they were packed.
            NARROW => {
                let digits = rest.digits()?;
                let values = rest.numbers(count, i64::from_le_bytes)?;
                Self::Amounts(AmountColumn::Narrow { digits, values })
            }
            PACKED => {
                let digits = rest.digits()?;
                let values = rest.packed(count)?;
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

    fn digits(&mut self) -> Result<u8, RowsError> {
        match self.take(1)?[0] {
            digits @ 0..=18 => Ok(digits),
            digits => Err(RowsError(format!("{digits} digits"))),
        }
    }

    /// The least value, the bytes of what each is above it, and those.
    fn packed(&mut self, count: usize) -> Result<Vec<i64>, RowsError> {
        let least = self.numbers(1, i64::from_le_bytes)?[0];
        match self.take(1)?[0] {
            1 => self.above::<1>(count, least),
            2 => self.above::<2>(count, least),
            3 => self.above::<3>(count, least),
            4 => self.above::<4>(count, least),
            5 => self.above::<5>(count, least),
            6 => self.above::<6>(count, least),
            7 => self.above::<7>(count, least),
            8 => self.above::<8>(count, least),
            width => Err(RowsError(format!("{width} bytes a value"))),
        }
    }

    fn above<const WIDTH: usize>(
        &mut self,
        count: usize,
        least: i64,
    ) -> Result<Vec<i64>, RowsError> {
        self.numbers(count, |bytes: [u8; WIDTH]| {
            let mut whole = [0; 8];
            whole[..WIDTH].copy_from_slice(&bytes);
            least.wrapping_add(i64::from_le_bytes(whole))
        })
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
            Column::Amounts(AmountColumn::new(&amounts(&["7", "7"]))),
            Column::Amounts(AmountColumn::Narrow {
                digits: 6,
                values: vec![i64::MIN, 0, i64::MAX],
            }),
            Column::Dimension(DimensionColumn {
                values: (0..300).map(|number| number.to_string()).collect(),
                codes: (0..300).collect(),
            }),
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
