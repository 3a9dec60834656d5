//! Costs by day: what is usual, what stands out, and what is to come.

use serde::{Deserialize, Serialize};

use super::{Amount, Cost, FieldValues, Period, Provenance};

/// Costs by day, in each currency.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Trend {
    /// What was asked, with filters, in words and without a full stop.
    pub words: String,
    pub cost: Cost,
    pub series: Vec<Series>,
    pub provenance: Provenance,
}

/// Costs by day in one currency.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Series {
    pub currency: String,
    /// Every day from the first to the last.
    pub days: Vec<TrendDay>,
    pub anomalies: Vec<Anomaly>,
    pub forecast: Option<Forecast>,
    /// Why there is no forecast.
    pub no_forecast: Option<String>,
}

/// One day's cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct TrendDay {
    /// `2026-09-12`
    pub day: String,
    /// Everything charged for that day.
    pub amount: Amount,
    /// Of it, usage: without taxes, credits, purchases and corrections.
    pub usage: Amount,
}

/// Days on which usage cost more or less than is usual there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Anomaly {
    /// `NAT data in staging +$38.00 a day, since 12 Sept`
    pub sentence: String,
    /// By field; filters for the drill-down.
    #[cfg_attr(feature = "specta", specta(type = std::collections::BTreeMap<String, String>))]
    pub values: FieldValues,
    /// First and last day: `2026-09-12`.
    pub from: String,
    pub to: String,
    /// It lasts to the last day that is known.
    pub ongoing: bool,
    /// What it cost beyond the usual, over all of its days; negative where it cost less.
    pub amount: Amount,
    /// The same for one day, on average.
    pub amount_a_day: Amount,
    /// What is usual there for one day.
    pub usual_a_day: Amount,
    /// How far beyond the usual scatter, in robust standard deviations.
    pub score: f64,
}

/// What a month will cost.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Forecast {
    pub month: Period,
    /// Charged already.
    pub so_far: Amount,
    /// The whole month, expected.
    pub expected: Amount,
    /// Eight months of ten end between these.
    pub low: Amount,
    pub high: Amount,
    /// Expected beside the trend: taxes, fees and purchases of which the last month had more.
    pub other_charges: Amount,
    /// Days that are not known yet.
    pub days: Vec<ForecastDay>,
    pub method: Method,
    pub backtest: Backtest,
    /// `October will end near $4,212.00, between $4,020.00 and $4,400.00 (8 of 10). …`
    pub sentence: String,
}

/// One day to come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ForecastDay {
    pub day: String,
    pub expected: Amount,
    pub low: Amount,
    pub high: Amount,
}

/// How days to come are told from days that were.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum Method {
    /// The mean of the last four weeks.
    Mean,
    /// The same weekday of the week before.
    SeasonalNaive,
    /// The line through the first and the last day.
    Drift,
    /// Holt-Winters' additive method with weeks as seasons.
    HoltWinters,
}

/// How the method did on days that are known: it was given the days before and compared with what came.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Backtest {
    /// How often it was tried.
    pub origins: u32,
    /// Days that were predicted each time.
    pub horizon: u32,
    /// Mean absolute error of a day, in those of the same weekday a week before (MASE): below 1 is better
    /// than that.
    pub mase: f64,
    /// Mean absolute error of the sum over all days of the horizon, in percent (MAPE).
    pub mape: f64,
    /// The MASE of every method that was tried.
    pub tried: Vec<(Method, f64)>,
}
