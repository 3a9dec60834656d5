//! A month of costs as it comes in and as the store keeps it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Amount, Cost, ExportFormat, Rows};
use crate::catalogue::Date;

/// A billing month: `2026-09`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    pub year: i32,
    /// 1 to 12.
    pub month: u8,
}

impl Period {
    /// The month of a day.
    pub fn of(date: Date) -> Self {
        Self {
            year: date.year,
            month: date.month,
        }
    }

    pub fn first_day(self) -> Date {
        Date::new(self.year, self.month, 1)
    }

    pub fn next(self) -> Self {
        self.plus(1)
    }

    pub fn previous(self) -> Self {
        self.plus(-1)
    }

    /// So many months later, or earlier.
    pub fn plus(self, months: i32) -> Self {
        let count = self.year * 12 + i32::from(self.month) - 1 + months;
        Self {
            year: count.div_euclid(12),
            month: (count.rem_euclid(12) + 1) as u8,
        }
    }

    /// 28 to 31.
    pub fn days(self) -> u32 {
        (self.next().first_day().days() - self.first_day().days()) as u32
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl FromStr for Period {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no month; write it like 2026-09");
        let (year, month) = text.split_once('-').ok_or_else(wrong)?;
        let digits = |text: &str, length| {
            text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit())
        };
        if !digits(year, 4) || !digits(month, 2) {
            return Err(wrong());
        }
        let period = Self {
            year: year.parse().map_err(|_| wrong())?,
            month: month.parse().map_err(|_| wrong())?,
        };
        if (1..=12).contains(&period.month) {
            Ok(period)
        } else {
            Err(wrong())
        }
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(feature = "specta")]
impl specta::Type for Period {
    fn definition(types: &mut specta::Types) -> specta::datatype::DataType {
        String::definition(types)
    }
}

/// What a month is of. Importing the same again replaces it, whatever format it came in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct MonthKey {
    /// `ProviderName`: `AWS`.
    pub provider: String,
    /// `BillingAccountId`, the payer; empty where the export has none.
    pub billing_account: String,
    pub period: Period,
}

/// The four costs of something, in one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Costs {
    pub billed: Amount,
    pub effective: Amount,
    pub list: Amount,
    pub contracted: Amount,
}

impl Costs {
    pub fn get(&self, cost: Cost) -> Amount {
        match cost {
            Cost::Billed => self.billed,
            Cost::Effective => self.effective,
            Cost::List => self.list,
            Cost::Contracted => self.contracted,
        }
    }

    /// From amounts in the order of [`Cost::ALL`].
    pub fn from_array([billed, effective, list, contracted]: [Amount; 4]) -> Self {
        Self {
            billed,
            effective,
            list,
            contracted,
        }
    }
}

impl std::ops::AddAssign for Costs {
    fn add_assign(&mut self, other: Self) {
        self.billed += other.billed;
        self.effective += other.effective;
        self.list += other.list;
        self.contracted += other.contracted;
    }
}

impl std::ops::Sub for Costs {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self {
            billed: self.billed - other.billed,
            effective: self.effective - other.effective,
            list: self.list - other.list,
            contracted: self.contracted - other.contracted,
        }
    }
}

/// An account's name as the export writes it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct AccountName {
    pub id: String,
    pub name: String,
}

/// What is known of a month besides its rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct MonthHead {
    pub key: MonthKey,
    pub format: ExportFormat,
    /// Where it came from: paths of files, `s3://bucket/key (entity tag)`, or the query.
    pub source: Vec<String>,
    /// Line items.
    pub lines: u64,
    /// Exact totals by currency, over all of its line items.
    pub totals: std::collections::BTreeMap<String, Costs>,
    /// First and last day that any line item is of, as days since 1970.
    pub first_day: i64,
    pub last_day: i64,
    /// The latest hour that usage is of, in milliseconds since 1970: as of when the export is.
    pub as_of_ms: Option<i64>,
    pub accounts: Vec<AccountName>,
    /// Which tag keys environment, component and team were read from, as this export writes them.
    pub tag_keys: Vec<String>,
    pub findings: Vec<Finding>,
}

/// One of the resources that cost the most in a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ResourceRow {
    /// ARN or ID as the export writes it.
    pub id: String,
    pub name: String,
    pub account: String,
    pub region: String,
    pub service: String,
    pub usage_type: String,
    pub environment: String,
    pub component: String,
    pub team: String,
    pub currency: String,
    pub costs: Costs,
    /// `PricingQuantity`, added up.
    pub quantity: Amount,
    /// Days since 1970.
    pub first_day: i64,
    pub last_day: i64,
    pub lines: u64,
}

/// What lines with one value of one tag cost in a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct TagRow {
    /// Normalised.
    pub key: String,
    /// As the export writes it.
    pub raw_key: String,
    pub value: String,
    pub currency: String,
    pub costs: Costs,
}

/// A pod's share of a node, from split cost allocation. It is part of the node's cost, never added to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct SplitRow {
    /// The pod's ARN.
    pub id: String,
    /// The node's instance ID.
    pub parent: String,
    pub account: String,
    pub environment: String,
    pub component: String,
    pub team: String,
    pub currency: String,
    /// What it used.
    pub split: Amount,
    /// Its share of what nobody used.
    pub unused: Amount,
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase", rename = "CostSeverity")]
pub enum Severity {
    /// Good to know.
    Note,
    /// A figure may be off.
    Warning,
    /// A figure is wrong.
    Error,
}

impl Severity {
    /// `note`, `warning`, `error`
    pub fn words(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// What the checks of a month found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase", rename = "CostFinding")]
pub struct Finding {
    /// Stable: `missing-column`, `commitment-balance`.
    pub code: String,
    pub severity: Severity,
    /// What was found and what it means for the figures.
    pub message: String,
    /// Line items it concerns; 0 where it is about the file.
    pub lines: u64,
}

/// A line item that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Rejected {
    /// Row of the file's data, from 1; the header is not counted.
    pub row: u64,
    /// As the file writes it.
    pub column: String,
    /// What is there and why it cannot be used.
    pub reason: String,
}

/// What was read from a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct FileReport {
    /// As it was found below what was named.
    pub path: String,
    pub format: ExportFormat,
    /// Line items that came in.
    pub rows: u64,
    /// Line items that did not: the first hundred.
    pub rejected: Vec<Rejected>,
    /// All that did not.
    pub rejected_count: u64,
}

/// A month as it was read, whole, to replace what the store has of it.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportedMonth {
    pub head: MonthHead,
    /// The ledger by day, with all columns.
    pub rows: Rows,
    /// The biggest spenders, the biggest first.
    pub resources: Vec<ResourceRow>,
    pub tags: Vec<TagRow>,
    pub splits: Vec<SplitRow>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_written_and_counted() {
        let period: Period = "2026-12".parse().unwrap();
        assert_eq!(period.next().to_string(), "2027-01");
        assert_eq!(period.plus(-13).to_string(), "2025-11");
        assert_eq!("2028-02".parse::<Period>().unwrap().days(), 29);
        for wrong in ["2026", "2026-13", "26-01", "2026-1", "2026-00", "+026-01"] {
            assert!(wrong.parse::<Period>().is_err(), "{wrong}");
        }
    }
}
