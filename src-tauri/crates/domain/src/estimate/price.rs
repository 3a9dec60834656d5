//! The price book: dated list prices, exact to the nano-dollar.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::catalogue::Date;
use crate::money::MicroUsd;

/// How far a price can be trusted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "lowercase")]
pub enum PriceConfidence {
    /// Derived, hand-typed or from memory: verify.
    #[default]
    Low,
    /// One dated source, or one whose own date is unknown.
    Medium,
    /// A published dump of the list prices.
    High,
}

/// One list price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Price {
    /// Billionths of a US dollar for one unit.
    pub nano_usd: u64,
    /// The decimal as the source writes it: `0.045`.
    pub usd: String,
    /// `hour`, `GB`, `GB-month`, `minute`.
    pub unit: String,
    /// Where it was read, in words.
    pub source: String,
    /// ISO date of the source, or of the reading where the source has none.
    pub as_of: String,
    pub confidence: PriceConfidence,
    /// What to know about it; empty when nothing.
    pub note: String,
}

impl Price {
    /// The price of a number of units, rounded half up to a micro-dollar.
    ///
    /// `None` when the sum is more than an `i64` of micro-dollars can hold.
    pub fn times(&self, quantity: u64) -> Option<MicroUsd> {
        let nano = u128::from(self.nano_usd) * u128::from(quantity);
        i64::try_from((nano + 500) / 1_000).ok().map(MicroUsd)
    }
}

/// A price book that cannot be used, with the place of the fault.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PriceError {
    #[error("The price book is not valid JSON: {0}. Nothing was taken from it.")]
    Json(String),
    #[error("Row {row} of the price book ({name}): {what}. Nothing was taken from it.")]
    Row {
        /// From 1.
        row: usize,
        /// Service, item and region.
        name: String,
        what: String,
    },
}

/// List prices by service, item and region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceBook {
    prices: BTreeMap<(String, String, String), Price>,
}

/// Region of a price that is the same everywhere.
const EVERYWHERE: &str = "all";

const UNITS: &[&str] = &[
    "hour",
    "month",
    "GB",
    "GB-month",
    "IOPS-month",
    "MBps-month",
    "LCU-hour",
    "minute",
    "pipeline-month",
    "request",
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "compiled")]
    _compiled: String,
    sources: BTreeMap<String, String>,
    rows: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Row {
    service: String,
    item: String,
    region: String,
    unit: String,
    usd: String,
    source: String,
    as_of: String,
    confidence: PriceConfidence,
    note: String,
}

/// Parsed once: the built-in book is a constant of the program, and its test proves that it parses.
static BUILTIN: LazyLock<PriceBook> = LazyLock::new(|| {
    match PriceBook::parse(include_str!("../../data/prices.json")) {
        Ok(book) => book,
        // An empty book leaves every item unpriced, which is true, where a panic would end the app.
        Err(_) => PriceBook {
            prices: BTreeMap::new(),
        },
    }
});

impl PriceBook {
    /// The book that comes with the program.
    pub fn builtin() -> &'static Self {
        &BUILTIN
    }

    /// Reads a book; one bad row refuses the whole, since half a book would understate every sum.
    pub fn parse(json: &str) -> Result<Self, PriceError> {
        let file: File =
            serde_json::from_str(json).map_err(|error| PriceError::Json(error.to_string()))?;
        let mut prices = BTreeMap::new();
        for (index, row) in file.rows.into_iter().enumerate() {
            let name = format!("{}, {}, {}", row.service, row.item, row.region);
            let fail = |what: String| PriceError::Row {
                row: index + 1,
                name: name.clone(),
                what,
            };
            let nano_usd = nano(&row.usd).ok_or_else(|| {
                fail(format!(
                    "`{}` is no price: a decimal above 0 with at most 9 places",
                    row.usd
                ))
            })?;
            if !UNITS.contains(&row.unit.as_str()) {
                return Err(fail(format!(
                    "the unit `{}` is none of {}",
                    row.unit,
                    UNITS.join(", ")
                )));
            }
            if row.as_of.parse::<Date>().is_err() {
                return Err(fail(format!("`{}` is no date like 2026-11-24", row.as_of)));
            }
            let Some(source) = file.sources.get(&row.source) else {
                return Err(fail(format!(
                    "the source `{}` is not described",
                    row.source
                )));
            };
            let price = Price {
                nano_usd,
                usd: row.usd,
                unit: row.unit,
                source: source.clone(),
                as_of: row.as_of,
                confidence: row.confidence,
                note: row.note,
            };
            if prices
                .insert((row.service, row.item, row.region), price)
                .is_some()
            {
                return Err(fail("it is there twice".to_owned()));
            }
        }
        Ok(Self { prices })
    }

    /// The price in a region, or one that holds everywhere; never another region's.
    pub fn price(&self, service: &str, item: &str, region: &str) -> Option<&Price> {
        let at = |place: &str| {
            self.prices
                .get(&(service.to_owned(), item.to_owned(), place.to_owned()))
        };
        at(region).or_else(|| at(EVERYWHERE))
    }

    /// ISO date of the newest price.
    pub fn as_of(&self) -> &str {
        self.prices
            .values()
            .map(|price| price.as_of.as_str())
            .max()
            .unwrap_or_default()
    }

    /// Service, item and region of every price.
    pub fn keys(&self) -> impl Iterator<Item = &(String, String, String)> {
        self.prices.keys()
    }

    /// The book without one price.
    #[must_use]
    pub fn without(&self, key: &(String, String, String)) -> Self {
        let mut prices = self.prices.clone();
        prices.remove(key);
        Self { prices }
    }
}

/// Billionths from a plain decimal; `None` for anything else, and for 0, which is not a price.
fn nano(text: &str) -> Option<u64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) || fraction.len() > 9 {
        return None;
    }
    let whole: u64 = whole.parse().ok()?;
    let fraction: u64 = format!("{fraction:0<9}").parse().ok()?;
    whole
        .checked_mul(1_000_000_000)?
        .checked_add(fraction)
        .filter(|nano| *nano > 0)
}
