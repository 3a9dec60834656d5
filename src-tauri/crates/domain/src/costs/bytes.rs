//! A column as the store's bytes: kind, count, values; the whole compressed by LZ4. Costs that mostly
//! equal another are kept beside it: which rows differ, and what they have instead.

use super::{AmountColumn, Column, DimensionColumn, RowsError};

const DAYS: u8 = 1;
const DIMENSION_SHORT: u8 = 2;
const DIMENSION_LONG: u8 = 3;
const NARROW: u8 = 4;
const WIDE: u8 = 5;
const COUNTS: u8 = 6;
const DIMENSION_BYTE: u8 = 7;
const PACKED: u8 = 8;
const BESIDE: u8 = 9;

impl Column {
    /// Bytes for the store: beside the column of [`ColumnName::beside`] where that is shorter.
    pub fn to_bytes(&self, beside: Option<&Self>) -> Vec<u8> {
        let out = match (self, beside) {
            (Self::Amounts(amounts), Some(Self::Amounts(base))) => amounts.beside(base),
            _ => None,
        };
        lz4_flex::compress_prepend_size(&out.unwrap_or_else(|| self.plain()))
    }

    /// A byte of kind, the count, the values.
    fn plain(&self) -> Vec<u8> {
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
                out.push(PACKED);
                out.extend(count);
                out.push(*digits);
                pack(values, &mut out);
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
        out
    }

    /// A column from the store's bytes, and from the column that it was kept beside.
    pub fn from_bytes(bytes: &[u8], beside: Option<&Self>) -> Result<Self, RowsError> {
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
            BESIDE => Self::Amounts(rest.beside(count, beside)?),
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

impl AmountColumn {
    /// A byte of kind, the count, digits of both, a bit for each row that differs from `base`, and the
    /// amounts of those. Nothing where most rows differ, or more than 64 bits are needed.
    fn beside(&self, base: &Self) -> Option<Vec<u8>> {
        let (
            Self::Narrow { digits, values },
            Self::Narrow {
                digits: of_base,
                values: base,
            },
        ) = (self, base)
        else {
            return None;
        };
        let all = (*digits).max(*of_base);
        let values = rescaled(values, *digits, all)?;
        let base = rescaled(base, *of_base, all)?;
        if values.len() != base.len() {
            return None;
        }
        let mut differs = vec![0_u8; values.len().div_ceil(8)];
        let mut instead = Vec::new();
        for (row, (value, base)) in values.iter().zip(&base).enumerate() {
            if value != base {
                differs[row / 8] |= 1 << (row % 8);
                instead.push(*value);
            }
        }
        if instead.len() > values.len() / 2 {
            return None;
        }
        let mut out = vec![BESIDE];
        out.extend((values.len() as u32).to_le_bytes());
        out.extend([*of_base, all]);
        out.extend(differs);
        out.extend((instead.len() as u32).to_le_bytes());
        pack(&instead, &mut out);
        Some(out)
    }
}

/// The same amounts in units of more digits, where 64 bits hold them.
fn rescaled(values: &[i64], from: u8, to: u8) -> Option<Vec<i64>> {
    let factor = 10_i64.checked_pow(u32::from(to.checked_sub(from)?))?;
    values
        .iter()
        .map(|value| value.checked_mul(factor))
        .collect()
}

/// The least value, the bytes of what each is above it, and those.
fn pack(values: &[i64], out: &mut Vec<u8>) {
    let least = values.iter().min().copied().unwrap_or(0);
    let above = |value: &i64| value.wrapping_sub(least) as u64;
    let most = values.iter().map(above).max().unwrap_or(0);
    let width = (u64::BITS - most.leading_zeros()).div_ceil(8).max(1) as usize;
    out.extend(least.to_le_bytes());
    out.push(width as u8);
    for value in values {
        out.extend(&above(value).to_le_bytes()[..width]);
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

    /// Amounts that were kept beside others.
    fn beside(&mut self, count: usize, base: Option<&Column>) -> Result<AmountColumn, RowsError> {
        let (of_base, digits) = (self.digits()?, self.digits()?);
        let base = match base {
            Some(Column::Amounts(AmountColumn::Narrow { digits, values }))
                if *digits == of_base && values.len() == count =>
            {
                values
            }
            _ => return Err(RowsError("what it was kept beside is missing".to_owned())),
        };
        let mut values = rescaled(base, of_base, digits)
            .ok_or_else(|| RowsError(format!("{digits} digits beside {of_base}")))?;
        let differs = self.take(count.div_ceil(8))?;
        let instead = self.u32()? as usize;
        let mut instead = self.packed(instead)?.into_iter();
        for (row, value) in values.iter_mut().enumerate() {
            if differs[row / 8] & 1 << (row % 8) != 0 {
                let next = instead.next();
                *value = next.ok_or_else(|| RowsError("too few rows differ".to_owned()))?;
            }
        }
        Ok(AmountColumn::Narrow { digits, values })
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
            let bytes = column.to_bytes(None);
            assert_eq!(Column::from_bytes(&bytes, None).as_ref(), Ok(&column));
            for cut in [0, 3, bytes.len() / 2, bytes.len() - 1] {
                assert!(
                    Column::from_bytes(&bytes[..cut], None).is_err(),
                    "cut at {cut}"
                );
            }
        }
    }

    #[test]
    fn costs_that_mostly_equal_another_are_kept_beside_it() {
        let effective: Vec<String> = (0..1_000)
            .map(|row| format!("{}.{:010}", row % 7, row * 7_919_317 % 10_000_000_000_i64))
            .collect();
        let column = |texts: &[String]| {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            Column::Amounts(AmountColumn::new(&amounts(&texts)))
        };
        let base = column(&effective);
        let alone = base.to_bytes(None).len();
        let with = |every: usize, instead: &str| {
            let mut texts = effective.clone();
            for text in texts.iter_mut().step_by(every) {
                *text = instead.to_owned();
            }
            column(&texts)
        };
        for (every, instead, part) in [
            (5, "0", 8),
            (10, "-1.25", 4),
            (1_001, "0", 50),
            // More digits than what it is beside, and most rows differing: kept alone.
            (100, "0.123456789012", 10),
            (1, "3", 1),
        ] {
            let other = with(every, instead);
            let bytes = other.to_bytes(Some(&base));
            assert!(bytes.len() <= alone / part, "{every}: {}", bytes.len());
            let read = Column::from_bytes(&bytes, Some(&base)).unwrap();
            let (Column::Amounts(read), Column::Amounts(other)) = (read, other) else {
                panic!("amounts are read as amounts");
            };
            for row in 0..1_000 {
                assert_eq!(read.get(row), other.get(row));
            }
        }
        let bytes = with(5, "0").to_bytes(Some(&base));
        assert!(Column::from_bytes(&bytes, None).is_err());
        assert!(Column::from_bytes(&bytes, Some(&Column::Days(vec![0; 1_000]))).is_err());
        for cut in [bytes.len() / 2, bytes.len() - 1] {
            assert!(Column::from_bytes(&bytes[..cut], Some(&base)).is_err());
        }
    }
}
