//! Money, months and sources in words.

use super::{Amount, MonthSource, Period};
use crate::catalogue::Date;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Period {
    /// `September 2026`
    pub fn words(self) -> String {
        format!("{} {}", self.month_name(), self.year)
    }

    /// `September`
    pub fn month_name(self) -> &'static str {
        MONTHS[usize::from(self.month.clamp(1, 12)) - 1]
    }
}

/// `12 Sept`, as sentences name days.
pub fn day_words(date: Date) -> String {
    let name = Period::of(date).month_name();
    let short = match name {
        "September" => "Sept",
        name if name.len() <= 4 => name,
        name => &name[..3],
    };
    format!("{} {short}", date.day)
}

/// An amount for people: `$4,212.18`, `-€0.0004`, `CHF 12.00`. Two digits behind the point, and as many
/// as the first two that are not zero need below a cent. Rounded half to even.
pub fn money(amount: Amount, currency: &str) -> String {
    let mark = match currency {
        "USD" => "$".to_owned(),
        "EUR" => "€".to_owned(),
        "GBP" => "£".to_owned(),
        "" => String::new(),
        other => format!("{other} "),
    };
    let digits = digits(amount);
    let unit = 10_i128.pow(18 - digits);
    let magnitude = amount.0.unsigned_abs();
    let mut units = magnitude / unit.unsigned_abs();
    let rest = magnitude % unit.unsigned_abs();
    let half = unit.unsigned_abs() / 2;
    if rest > half || (rest == half && units % 2 == 1) {
        units += 1;
    }
    let one = 10_u128.pow(digits);
    let sign = if amount.0 < 0 && units > 0 { "-" } else { "" };
    format!(
        "{sign}{mark}{}.{:0width$}",
        grouped(units / one),
        units % one,
        width = digits as usize
    )
}

/// Digits behind the point that show an amount.
fn digits(amount: Amount) -> u32 {
    let magnitude = amount.0.unsigned_abs();
    let cent = 10_u128.pow(16);
    if magnitude == 0 || magnitude >= cent {
        return 2;
    }
    let leading = 18 - (magnitude.ilog10() + 1);
    (leading + 2).min(12)
}

/// `1,234,567`
pub fn grouped(number: u128) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A part of a whole, rounded half up: `47%`, `-3%`, `below 1%`; nothing of nothing.
pub fn percent(part: Amount, whole: Amount) -> Option<String> {
    if whole == Amount::ZERO {
        return None;
    }
    let share = part.to_f64() / whole.to_f64() * 100.0;
    Some(if share != 0.0 && share.abs() < 0.5 {
        "below 1%".to_owned()
    } else {
        format!("{share:.0}%")
    })
}

/// `1 line item`, `1,204 line items`
pub fn counted(count: u64, word: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {word}{plural}", grouped(u128::from(count)))
}

/// Where figures come from and how old they are.
pub(super) fn source(sources: &[MonthSource], missing: &[Period]) -> String {
    let (Some(first), Some(last)) = (sources.first(), sources.last()) else {
        return "Nothing was imported for this.".to_owned();
    };
    let mut formats: Vec<String> = sources.iter().map(|one| one.format.to_string()).collect();
    formats.sort_unstable();
    formats.dedup();
    let lines: u64 = sources.iter().map(|source| source.lines).sum();
    let periods = if first.key.period == last.key.period {
        first.key.period.words()
    } else {
        format!(
            "{} to {}",
            first.key.period.words(),
            last.key.period.words()
        )
    };
    let mut sentence = format!(
        "From {} of {periods}, {}",
        formats.join(" and "),
        counted(lines, "line item")
    );
    let day = |at_ms: i64| Date::from_unix_ms(at_ms).to_string();
    if let Some(as_of) = sources.iter().filter_map(|source| source.as_of_ms).max() {
        sentence.push_str(&format!(", as of {}", day(as_of)));
    }
    let imported = || sources.iter().map(|source| source.imported_at_ms);
    if let (Some(oldest), Some(newest)) = (imported().min(), imported().max()) {
        let (oldest, newest) = (day(oldest), day(newest));
        if oldest == newest {
            sentence.push_str(&format!(", imported {newest}"));
        } else {
            sentence.push_str(&format!(", imported {oldest} to {newest}"));
        }
    }
    sentence.push('.');
    if !missing.is_empty() {
        let missing: Vec<String> = missing.iter().map(|period| period.words()).collect();
        sentence.push_str(&format!(" Not imported: {}.", missing.join(", ")));
    }
    let unfinished: Vec<String> = sources
        .iter()
        .filter(|source| !source.whole)
        .map(|source| source.key.period.words())
        .collect();
    if !unfinished.is_empty() {
        sentence.push_str(&format!(" Not over yet: {}.", unfinished.join(", ")));
    }
    sentence
}

/// With a capital in front: `Usage type`.
pub fn capital(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters
        .next()
        .map(|letter| letter.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_has_cents_and_more_below_a_cent() {
        let shown = |text: &str| money(text.parse().unwrap(), "USD");
        for (exact, text) in [
            ("4212.1849", "$4,212.18"),
            ("1234567.005", "$1,234,567.00"),
            ("1234567.015", "$1,234,567.02"),
            ("-48", "-$48.00"),
            ("0", "$0.00"),
            ("0.01", "$0.01"),
            ("0.0099", "$0.0099"),
            ("0.00041", "$0.00041"),
            ("-0.0000004", "-$0.00000040"),
            ("0.000000000000000001", "$0.000000000000"),
        ] {
            assert_eq!(shown(exact), text, "{exact}");
        }
        assert_eq!(money(Amount::units(12), "CHF"), "CHF 12.00");
        assert_eq!(money(Amount::units(-3), "EUR"), "-€3.00");
    }

    #[test]
    fn days_and_months_are_named() {
        assert_eq!(day_words(Date::new(2026, 9, 12)), "12 Sept");
        assert_eq!(day_words(Date::new(2026, 5, 1)), "1 May");
        assert_eq!(day_words(Date::new(2026, 6, 30)), "30 June");
        assert_eq!(day_words(Date::new(2026, 12, 31)), "31 Dec");
    }
}
