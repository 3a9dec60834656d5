//! Exact decimal amounts of a currency.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Digits behind the point that are kept.
const SCALE: u32 = 18;
const ONE: i128 = 10_i128.pow(SCALE);
/// 1.5 · 2⁵²: added to a smaller double and taken away again, it rounds it to a whole number.
const ROUNDER: f64 = 6_755_399_441_055_744.0;

/// An amount in units of 10⁻¹⁸ of its currency, so that sums of line items are exact: exports write ten
/// to eighteen digits behind the point. Finer digits are rounded half to even. Currency is not part of
/// it; whoever adds amounts keeps currencies apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash)]
pub struct Amount(pub i128);

/// Why a text is no amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    #[error("is not a number")]
    NotANumber,
    #[error("is larger than any bill")]
    TooLarge,
}

impl Amount {
    pub const ZERO: Self = Self(0);

    /// An amount of whole units.
    pub const fn units(units: i64) -> Self {
        Self(units as i128 * ONE)
    }

    /// An amount of micro-units.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros as i128 * (ONE / 1_000_000))
    }

    /// Without its sign.
    pub fn magnitude(self) -> Self {
        Self(self.0.saturating_abs())
    }

    /// In micro-units, rounded half to even.
    pub fn micros(self) -> i128 {
        rounded(self.0, ONE / 1_000_000)
    }

    /// As a float, for statistics and charts only.
    pub fn to_f64(self) -> f64 {
        // Divisions of 128 bits take ten times as long, and most amounts are small.
        if let Ok(small) = i64::try_from(self.0) {
            let one = ONE as i64;
            return (small / one) as f64 + (small % one) as f64 / ONE as f64;
        }
        let whole = self.0 / ONE;
        let rest = self.0 % ONE;
        whole as f64 + rest as f64 / ONE as f64
    }

    /// The decimal that a double was written for: the shortest that reads back as the same double.
    /// Nothing for what is no number.
    pub fn from_f64(value: f64) -> Option<Self> {
        // Exports carry at most ten digits behind the point nearly always: where the double is the nearest
        // to such a decimal of at most 15 digits, that is its shortest decimal.
        let scaled = value * 1e10;
        if scaled.abs() < 1e15 {
            // The nearest whole number, half to even: doubles beyond 2⁵² have no digits behind the point.
            let whole = (scaled + ROUNDER) - ROUNDER;
            if whole / 1e10 == value {
                return Some(Self(i128::from(whole as i64) * (ONE / 10_000_000_000)));
            }
        }
        value
            .is_finite()
            .then(|| format!("{value:e}").parse().ok())?
    }

    /// Parses what exports and spreadsheets write: `0.0005684772`, `4e-7`, `-3.5`, `$10,000.00 `.
    pub fn parse(text: &[u8]) -> Result<Self, AmountError> {
        match plain(text) {
            Some(amount) => Ok(amount),
            None => with_ornaments(text),
        }
    }
}

/// Digits that an amount has in front of its point at most: a hundred thousand of the largest still add up.
const MOST_DIGITS: usize = 15;

/// Digits with one point and a sign: what all lines but a few are.
fn plain(text: &[u8]) -> Option<Amount> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    let mut whole: u64 = 0;
    let mut at = 0;
    while at < digits.len() && digits[at].is_ascii_digit() {
        if at == MOST_DIGITS {
            return None;
        }
        whole = whole * 10 + u64::from(digits[at] - b'0');
        at += 1;
    }
    if digits.is_empty() {
        return None;
    }
    let mut fraction: u64 = 0;
    let mut places = 0;
    if at < digits.len() {
        if digits[at] != b'.' {
            return None;
        }
        at += 1;
        let behind = digits.len() - at;
        if behind > SCALE as usize || (behind == 0 && at == 1) {
            return None;
        }
        while at < digits.len() && digits[at].is_ascii_digit() {
            fraction = fraction * 10 + u64::from(digits[at] - b'0');
            at += 1;
        }
        if at < digits.len() {
            return None;
        }
        places = behind as u32;
    }
    let value =
        i128::from(whole) * ONE + i128::from(fraction) * i128::from(10_u64.pow(SCALE - places));
    Some(Amount(if negative { -value } else { value }))
}

/// Exponents, more digits than are kept, a sign of currency, thousands separators, brackets for negative.
fn with_ornaments(text: &[u8]) -> Result<Amount, AmountError> {
    let text = std::str::from_utf8(text).map_err(|_| AmountError::NotANumber)?;
    let mut text = text.trim();
    let mut negative = false;
    if let Some(inner) = text
        .strip_prefix('(')
        .and_then(|text| text.strip_suffix(')'))
    {
        negative = true;
        text = inner.trim();
    }
    // "-$5" and "$-5" are both seen.
    for _ in 0..2 {
        if let Some(rest) = text.strip_prefix(['-', '\u{2212}']) {
            negative = !negative;
            text = rest.trim_start();
        } else {
            text = text.strip_prefix('+').unwrap_or(text);
        }
        text = text
            .strip_prefix(['$', '€', '£'])
            .unwrap_or(text)
            .trim_start();
    }
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (
            mantissa,
            exponent
                .parse::<i32>()
                .map_err(|_| AmountError::NotANumber)?,
        ),
        None => (text, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let grouped = whole.contains(',');
    let groups_fit = whole
        .split(',')
        .enumerate()
        .all(|(index, group)| group.len() == 3 || (index == 0 && (1..=3).contains(&group.len())));
    if grouped && !groups_fit {
        return Err(AmountError::NotANumber);
    }
    let digits: Vec<u8> = whole
        .bytes()
        .filter(|byte| *byte != b',')
        .chain(fraction.bytes())
        .collect();
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return Err(AmountError::NotANumber);
    }
    let shift = i64::from(exponent) - fraction.len() as i64 + i64::from(SCALE);
    let significant: Vec<u8> = digits
        .iter()
        .copied()
        .skip_while(|digit| *digit == b'0')
        .collect();
    if significant.is_empty() {
        return Ok(Amount::ZERO);
    }
    let length = significant.len() as i64 + shift;
    if length > MOST_DIGITS as i64 + i64::from(SCALE) {
        return Err(AmountError::TooLarge);
    }
    if length < 0 {
        return Ok(Amount::ZERO);
    }
    // Digits finer than are kept are looked at for rounding only.
    let kept = (significant.len() as i64 + shift.min(0)).max(0) as usize;
    let number = |digits: &[u8]| {
        digits
            .iter()
            .fold(0_i128, |sum, digit| sum * 10 + i128::from(digit - b'0'))
    };
    let mut value = number(&significant[..kept]);
    if let Some(first) = significant.get(kept) {
        let rest_is_nothing = significant[kept + 1..].iter().all(|digit| *digit == b'0');
        let up = match first - b'0' {
            0..5 => false,
            5 if rest_is_nothing => value % 2 == 1,
            _ => true,
        };
        value += i128::from(up);
    }
    if shift > 0 {
        value *= 10_i128.pow(shift as u32);
    }
    Ok(Amount(if negative { -value } else { value }))
}

fn rounded(value: i128, unit: i128) -> i128 {
    let whole = value.div_euclid(unit);
    let rest = value.rem_euclid(unit);
    match (rest * 2).cmp(&unit) {
        std::cmp::Ordering::Less => whole,
        std::cmp::Ordering::Greater => whole + 1,
        std::cmp::Ordering::Equal => whole + whole.rem_euclid(2),
    }
}

impl FromStr for Amount {
    type Err = AmountError;

    fn from_str(text: &str) -> Result<Self, AmountError> {
        Self::parse(text.as_bytes())
    }
}

impl fmt::Display for Amount {
    /// The exact decimal without needless digits: `-3.5`, `0.0005684772`, `12`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let magnitude = self.0.unsigned_abs();
        let one = ONE.unsigned_abs();
        let sign = if self.0 < 0 { "-" } else { "" };
        let fraction = format!("{:018}", magnitude % one);
        let fraction = fraction.trim_end_matches('0');
        write!(f, "{sign}{}", magnitude / one)?;
        if !fraction.is_empty() {
            write!(f, ".{fraction}")?;
        }
        Ok(())
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(feature = "specta")]
impl specta::Type for Amount {
    fn definition(types: &mut specta::Types) -> specta::datatype::DataType {
        String::definition(types)
    }
}

impl std::ops::Add for Amount {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl std::ops::AddAssign for Amount {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl std::ops::Sub for Amount {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl std::ops::Neg for Amount {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl std::iter::Sum for Amount {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, std::ops::Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> String {
        text.parse::<Amount>().unwrap().to_string()
    }

    #[test]
    fn what_exports_write_is_read_exactly() {
        for (text, exact) in [
            ("0.00000080000", "0.0000008"),
            ("4e-7", "0.0000004"),
            ("1.5E+3", "1500"),
            ("-3.5", "-3.5"),
            ("0.011452898933255627", "0.011452898933255627"),
            ("$10,000.00 ", "10000"),
            ("-$48.00", "-48"),
            ("($1,234.50)", "-1234.5"),
            ("+7", "7"),
            (".5", "0.5"),
            ("5.", "5"),
            ("-0", "0"),
            ("0.0000000000000000005", "0"),
            ("0.0000000000000000015", "0.000000000000000002"),
            ("0.00000000000000000051", "0.000000000000000001"),
            ("123456789012345.678", "123456789012345.678"),
            ("1e-40", "0"),
        ] {
            assert_eq!(parsed(text), exact, "{text:?}");
        }
        for wrong in [
            "", "-", ".", "1.2.3", "12a", "1,23", "e5", "NaN", "inf", "1e", "0x10",
        ] {
            assert_eq!(
                wrong.parse::<Amount>(),
                Err(AmountError::NotANumber),
                "{wrong:?}"
            );
        }
        for too_large in ["1e30", "1234567890123456", "1e15"] {
            assert_eq!(
                too_large.parse::<Amount>(),
                Err(AmountError::TooLarge),
                "{too_large}"
            );
        }
    }

    #[test]
    fn a_double_is_the_decimal_it_was_written_for() {
        for text in [
            "0.0005684772",
            "0.1",
            "1.2345678901234567e-5",
            "12345.67",
            "-0.3",
            "4e-7",
        ] {
            let double: f64 = text.parse().unwrap();
            let exact: Amount = text.parse().unwrap();
            let shortest: Amount = format!("{double:e}").parse().unwrap();
            assert_eq!(Amount::from_f64(double), Some(shortest), "{text}");
            assert!((exact.0 - shortest.0).abs() < 1_000, "{text}");
        }
        assert_eq!(Amount::from_f64(f64::NAN), None);
        assert_eq!(Amount::from_f64(f64::INFINITY), None);
    }

    #[test]
    fn micro_units_round_half_to_even() {
        let micros = |text: &str| text.parse::<Amount>().unwrap().micros();
        assert_eq!(micros("0.0000005"), 0);
        assert_eq!(micros("0.0000015"), 2);
        assert_eq!(micros("-0.0000015"), -2);
        assert_eq!(micros("-0.0000004"), 0);
        assert_eq!(micros("12.3456789"), 12_345_679);
    }
}
