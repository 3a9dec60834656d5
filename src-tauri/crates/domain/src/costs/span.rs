//! Ranges of months that are compared.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{Condition, Field, MonthHead, Period};
use crate::catalogue::Date;

/// A range of months, or the same first days of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Span {
    pub from: Period,
    pub to: Period,
    /// Where a month that is not over is compared: days of each month that count, from the first.
    pub days: Option<u8>,
}

impl Span {
    /// One whole month.
    pub fn month(period: Period) -> Self {
        Self {
            from: period,
            to: period,
            days: None,
        }
    }

    /// As many months right before it.
    pub fn before(self) -> Self {
        let mut months = 1;
        while self.from.plus(months) <= self.to {
            months += 1;
        }
        Self {
            from: self.from.plus(-months),
            to: self.from.previous(),
            days: None,
        }
    }

    /// `September 2026`, `July 2026 to September 2026`, `the first 12 days of September 2026`
    pub fn words(&self) -> String {
        let months = if self.from == self.to {
            self.from.words()
        } else {
            format!("{} to {}", self.from.words(), self.to.words())
        };
        match self.days {
            Some(1) => format!("the first day of {months}"),
            Some(days) => format!("the first {days} days of {months}"),
            None => months,
        }
    }

    /// The days that count, where not all do.
    pub(super) fn condition(&self) -> Option<Condition> {
        let count = i64::from(self.days?);
        let mut is = Vec::new();
        let mut period = self.from;
        while period <= self.to {
            let first = period.first_day().days();
            let days = count.min(i64::from(period.days()));
            is.extend((0..days).map(|day| Date::from_days(first + day).to_string()));
            period = period.next();
        }
        Some(Condition {
            field: Field::Day,
            is,
            not: false,
        })
    }
}

/// How many first days of a month are known whole; nothing where all are.
pub fn known_days(heads: &[&MonthHead], month: Period) -> Option<u8> {
    let (first, end) = (month.first_day().days(), month.next().first_day().days());
    let last = heads
        .iter()
        .filter(|head| head.key.period == month)
        .map(|head| head.last_known_day())
        .max()?;
    (last < end - 1).then(|| u8::try_from((last + 1 - first).max(0)).unwrap_or(0))
}

impl MonthHead {
    /// Whether all of its days are known.
    pub fn is_over(&self) -> bool {
        self.last_known_day() >= self.key.period.next().first_day().days() - 1
    }

    /// The last day of the month of which everything is known, as days since 1970: the export may end
    /// within a day. One before the first where no day is.
    pub fn last_known_day(&self) -> i64 {
        let end = self.key.period.next().first_day().days();
        match self.as_of_ms {
            // Where days are told, a day is told by its beginning; only the last of a month is surely over.
            Some(as_of) if as_of == (end - 1) * 86_400_000 => end - 1,
            // Usage of a day's last hour may be told by its beginning.
            Some(as_of) => (as_of + 3_600_000).div_euclid(86_400_000).min(end) - 1,
            None => self.last_day.min(end - 1),
        }
    }
}

impl FromStr for Span {
    type Err = String;

    /// `2026-09`, or `2026-07..2026-09`.
    fn from_str(text: &str) -> Result<Self, String> {
        let (from, to) = text.split_once("..").unwrap_or((text, text));
        let span = Self {
            from: from.parse()?,
            to: to.parse()?,
            days: None,
        };
        if span.from > span.to {
            return Err(format!("{} is after {}", span.from, span.to));
        }
        Ok(span)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::month;
    use super::*;

    #[test]
    fn spans_are_read_and_have_as_many_months_before_them() {
        let span: Span = "2026-01..2026-03".parse().unwrap();
        assert_eq!(span.before(), "2025-10..2025-12".parse().unwrap());
        let one: Span = "2026-03".parse().unwrap();
        assert_eq!(one.before(), Span::month("2026-02".parse().unwrap()));
        assert_eq!(span.words(), "January 2026 to March 2026");
        for wrong in ["2026-03..2026-01", "2026", "2026-01.."] {
            assert!(wrong.parse::<Span>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_days_of_a_month_that_goes_on_are_counted() {
        let mut head = month("2026-09", &[]).head;
        let september = head.key.period;
        assert_eq!(known_days(&[&head], september), None, "all of it");
        let first = september.first_day().days();
        head.as_of_ms = Some((first * 24 + 12 * 24 + 5) * 3_600_000);
        assert_eq!(
            known_days(&[&head], september),
            Some(12),
            "the thirteenth is not over"
        );
        head.as_of_ms = Some(first * 86_400_000);
        assert_eq!(known_days(&[&head], september), Some(0));
        head.as_of_ms = Some((first + 29) * 86_400_000);
        assert_eq!(
            known_days(&[&head], september),
            None,
            "a daily export's last day"
        );
    }
}
