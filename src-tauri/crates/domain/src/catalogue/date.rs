//! A calendar date in UTC.

use std::fmt;
use std::str::FromStr;

/// A day of the Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    pub year: i32,
    pub month: u8,
    pub day: u8,
}

impl Date {
    /// A date that is known to exist.
    pub const fn new(year: i32, month: u8, day: u8) -> Self {
        Self { year, month, day }
    }

    /// The day in UTC of a time in milliseconds since 1970.
    pub fn from_unix_ms(ms: i64) -> Self {
        Self::from_days(ms.div_euclid(86_400_000))
    }

    /// Days since 1970-01-01 (Howard Hinnant's days_from_civil).
    pub fn days(self) -> i64 {
        let year = i64::from(self.year) - i64::from(self.month <= 2);
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let shifted = (i64::from(self.month) + 9) % 12;
        let day_of_year = (153 * shifted + 2) / 5 + i64::from(self.day) - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        era * 146_097 + day_of_era - 719_468
    }

    /// The date of a number of days since 1970-01-01 (civil_from_days).
    pub fn from_days(days: i64) -> Self {
        let days = days + 719_468;
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted + 2) / 5 + 1;
        let month = if shifted < 10 {
            shifted + 3
        } else {
            shifted - 9
        };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        Self {
            year: year as i32,
            month: month as u8,
            day: day as u8,
        }
    }

    /// Days from this date to another; negative when that has passed.
    pub fn days_until(self, other: Self) -> i64 {
        other.days() - self.days()
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// As it is written: `2026-10-07`.
impl FromStr for Date {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no day");
        let parts: Vec<&str> = text.split('-').collect();
        let &[year, month, day] = parts.as_slice() else {
            return Err(wrong());
        };
        let number = |part: &str, length| match part.len() == length {
            true if part.bytes().all(|byte| byte.is_ascii_digit()) => part.parse::<u16>().ok(),
            _ => None,
        };
        let (year, month, day) = number(year, 4)
            .zip(number(month, 2))
            .zip(number(day, 2))
            .map(|((year, month), day)| (i32::from(year), month as u8, day as u8))
            .ok_or_else(wrong)?;
        let date = Self::new(year, month, day);
        // A day that there is not comes out as another one.
        if (1..=12).contains(&month) && Self::from_days(date.days()) == date {
            Ok(date)
        } else {
            Err(wrong())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Date;

    #[test]
    fn a_day_is_read_as_it_is_written_and_no_other() {
        assert_eq!("2028-02-29".parse(), Ok(Date::new(2028, 2, 29)));
        for wrong in [
            "2026-02-29",
            "2026-13-01",
            "2026-00-10",
            "2026-10-00",
            "2026-10-7",
            "26-10-07",
            "2026-10-07-01",
            "2026-1a-07",
            "",
        ] {
            let refused = wrong.parse::<Date>().unwrap_err();
            assert!(refused.contains("is no day"), "{refused}");
        }
    }

    #[test]
    fn days_and_dates_agree() {
        assert_eq!(Date::new(1970, 1, 1).days(), 0);
        assert_eq!(Date::new(2026, 11, 24).days(), 20_781);
        for days in (-800_000..800_000).step_by(97) {
            assert_eq!(Date::from_days(days).days(), days, "there and back");
        }
        assert_eq!(
            Date::from_unix_ms(1_795_478_400_000).to_string(),
            "2026-11-24"
        );
    }
}
