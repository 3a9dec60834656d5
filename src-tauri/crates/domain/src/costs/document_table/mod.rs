//! Costs as tables: what a page, a workbook and CSV are made from alike.

mod beside;
mod costs;

use super::csv;
use super::words::money;
use super::{Amount, Mask, Period, grouped};
use crate::catalogue::Date;

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    Text(String),
    /// An amount in a currency.
    Money(Amount, String),
    Number(Amount),
    Count(u64),
    /// A part of a whole, 0 to 1.
    Share(f64),
    /// `2026-09-12`
    Day(Date),
    /// The first of a month.
    Month(Date),
    /// Milliseconds since 1970.
    Time(i64),
    Nothing,
}

/// A table with what it says in a sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct DocumentTable {
    /// Its heading, and its sheet's name: 31 letters at most.
    pub(super) title: String,
    pub(super) sentence: String,
    pub(super) head: Vec<String>,
    pub(super) rows: Vec<Vec<Cell>>,
    /// Sums below the rows.
    pub(super) totals: Vec<Vec<Cell>>,
}

impl DocumentTable {
    /// As CSV (RFC 4180, lines end with LF) without its sums: a header like `quantityBefore`, amounts as
    /// exact decimals, days and months by ISO. A text that a spreadsheet would take for a formula has an
    /// apostrophe in front.
    pub fn csv(&self) -> String {
        let mut out = String::new();
        let head: Vec<String> = self.head.iter().map(|words| camel(words)).collect();
        csv::line(&mut out, &head);
        for row in &self.rows {
            let cells: Vec<String> = row.iter().map(Cell::exact).collect();
            csv::line(&mut out, &cells);
        }
        out
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Of each column, whether it has figures, which are written flush right.
    pub(super) fn figures(&self) -> Vec<bool> {
        let has = |column: usize| {
            let mut cells = self.rows.iter().filter_map(|row| row.get(column));
            cells.any(Cell::is_figure)
        };
        (0..self.head.len()).map(has).collect()
    }

    /// Shortens account numbers.
    pub(super) fn mask(&mut self, mask: &Mask) {
        self.sentence = mask.text(&self.sentence);
        for cell in self.rows.iter_mut().flatten() {
            if let Cell::Text(text) = cell {
                *text = mask.text(text);
            }
        }
    }
}

impl Cell {
    /// As a page shows it.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Money(amount, currency) => money(*amount, currency),
            Self::Number(number) => {
                let number = number.to_f64();
                let places = usize::from(number.fract() != 0.0) * 2;
                format!("{number:.places$}")
            }
            Self::Count(count) => grouped(u128::from(*count)),
            Self::Share(share) => format!("{:.0}%", share * 100.0),
            Self::Day(day) => day.to_string(),
            Self::Month(month) => Period::of(*month).to_string(),
            Self::Time(at_ms) => Date::from_unix_ms(*at_ms).to_string(),
            Self::Nothing => String::new(),
        }
    }

    /// As a program reads it.
    fn exact(&self) -> String {
        match self {
            Self::Text(text) => csv::text(text),
            Self::Money(amount, _) | Self::Number(amount) => amount.to_string(),
            Self::Count(count) => count.to_string(),
            Self::Share(share) => format!("{share:.6}"),
            other => other.shown(),
        }
    }

    fn is_figure(&self) -> bool {
        matches!(
            self,
            Self::Money(..) | Self::Number(_) | Self::Count(_) | Self::Share(_)
        )
    }

    fn amount(amount: Amount, currency: &str) -> Self {
        Self::Money(amount, currency.to_owned())
    }

    fn number(number: Option<Amount>) -> Self {
        number.map_or(Self::Nothing, Self::Number)
    }
}

fn table(
    title: &str,
    sentence: &str,
    head: &[&str],
    rows: impl Iterator<Item = Vec<Cell>>,
) -> DocumentTable {
    DocumentTable {
        title: title.to_owned(),
        sentence: sentence.to_owned(),
        head: head.iter().map(|word| (*word).to_owned()).collect(),
        rows: rows.collect(),
        totals: Vec::new(),
    }
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

/// `Quantity before` as `quantityBefore`.
fn camel(words: &str) -> String {
    let mut out = String::new();
    for (at, word) in words.split(' ').enumerate() {
        let mut letters = word.chars();
        match (at, letters.next()) {
            (0, Some(first)) => out.extend(first.to_lowercase()),
            (_, Some(first)) => out.extend(first.to_uppercase()),
            (_, None) => {}
        }
        out.extend(letters);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::testing::exact;
    use super::*;

    #[test]
    fn csv_is_exact_and_never_a_formula() {
        let rows = [vec![
            text("=cmd, \"x\""),
            Cell::amount(exact("0.000000000000000001"), "USD"),
            Cell::Share(0.5),
            Cell::Month(Date::new(2026, 9, 1)),
            Cell::Nothing,
        ]];
        let head = ["What", "Charged a month", "Share", "Month", "Line items"];
        let table = table("T", "", &head, rows.into_iter());
        assert_eq!(
            table.csv(),
            "what,chargedAMonth,share,month,lineItems\n\
             \"'=cmd, \"\"x\"\"\",0.000000000000000001,0.500000,2026-09,\n"
        );
    }
}
