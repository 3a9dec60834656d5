//! Money is integer micro-units of a currency; an unknown price stays unknown through every sum.

use serde::{Deserialize, Serialize};

/// Micro-US-dollars: 1 USD = 1,000,000.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash, Serialize, Deserialize,
)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(transparent)]
pub struct MicroUsd(pub i64);

impl MicroUsd {
    /// Nothing at all, which is not the same as an unknown price.
    pub const ZERO: Self = Self(0);
}

impl std::ops::Add for MicroUsd {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl std::iter::Sum for MicroUsd {
    fn sum<I: Iterator<Item = Self>>(items: I) -> Self {
        items.fold(Self::ZERO, std::ops::Add::add)
    }
}

impl std::fmt::Display for MicroUsd {
    /// Dollars and cents with thousands separators, rounded half up: `$1,234.57`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let cents = (self.0.unsigned_abs() + 5_000) / 10_000;
        let whole = (cents / 100).to_string();
        let mut grouped = String::new();
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(f, "{sign}${grouped}.{:02}", cents % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::MicroUsd;

    #[test]
    fn dollars_are_grouped_and_rounded() {
        assert_eq!(MicroUsd(412_304_999).to_string(), "$412.30");
        assert_eq!(MicroUsd(412_305_000).to_string(), "$412.31");
        assert_eq!(MicroUsd(1_234_567_000_000).to_string(), "$1,234,567.00");
        assert_eq!(MicroUsd(-5_000_000).to_string(), "-$5.00");
    }
}
