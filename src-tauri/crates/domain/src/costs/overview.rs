//! The one sentence, and what stands behind it.

use serde::{Deserialize, Serialize};

use super::words::money;
use super::{
    Amount, Anomaly, BudgetState, Cost, Drivers, Forecast, Period, Provenance, Report, Series,
    Span, Trend, Waterfall,
};

/// What was paid, why it changed, what it will be: one entry for each currency.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Overview {
    /// The newest month, or the one that was asked for.
    pub month: Period,
    pub cost: Cost,
    /// Filters in words.
    pub words: String,
    pub currencies: Vec<CurrencyOverview>,
    /// By environment, this month.
    pub environments: Report,
    /// Every month that there is, for switching between them.
    pub months: Vec<Period>,
    pub provenance: Provenance,
}

/// A month in one currency.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct CurrencyOverview {
    pub currency: String,
    /// `October 2026: $4,212.18, $310.00 more than September 2026: NAT data in staging explains $198.00.`
    pub sentence: String,
    /// All that is charged so far.
    pub amount: Amount,
    /// Whether that is all of the month.
    pub whole: bool,
    /// What it is compared with: the month before, or as many of its first days.
    pub before: Option<Span>,
    pub waterfall: Option<Waterfall>,
    pub forecast: Option<Forecast>,
    /// Why there is no forecast.
    pub no_forecast: Option<String>,
    pub budgets: Vec<BudgetState>,
    pub anomalies: Vec<Anomaly>,
}

/// Puts a month together. `environments` is the month by environment, `drivers` compares it with the
/// month before where there is one, `trend` leads up to it.
pub fn overview(
    month: Period,
    environments: Report,
    drivers: Option<&Drivers>,
    trend: Trend,
    budgets: &[BudgetState],
    months: Vec<Period>,
) -> Overview {
    let whole = environments.provenance.complete;
    let cost = environments.question.cost;
    let currencies = environments
        .totals
        .iter()
        .map(|(currency, costs)| {
            let series = trend.series.iter().find(|one| one.currency == *currency);
            let waterfall = drivers.and_then(|drivers| {
                let of_currency = |one: &&Waterfall| one.currency == *currency;
                drivers.waterfalls.iter().find(of_currency)
            });
            let amount = costs.get(cost);
            CurrencyOverview {
                currency: currency.clone(),
                sentence: sentence(month, whole, (amount, currency), drivers, waterfall),
                amount,
                whole,
                before: drivers.map(|drivers| drivers.before),
                waterfall: waterfall.cloned(),
                forecast: series.and_then(|series| series.forecast.clone()),
                no_forecast: series.and_then(|series| series.no_forecast.clone()),
                budgets: budgets
                    .iter()
                    .filter(|state| state.budget.currency == *currency)
                    .cloned()
                    .collect(),
                anomalies: series.map_or_else(Vec::new, |series| within(series, month)),
            }
        })
        .collect();
    Overview {
        month,
        cost,
        words: environments.words.clone(),
        currencies,
        provenance: environments.provenance.clone(),
        environments,
        months,
    }
}

/// `October 2026: $4,212.18, $310.00 more than September 2026: NAT data in staging explains $198.00.`
fn sentence(
    month: Period,
    whole: bool,
    (amount, currency): (Amount, &str),
    drivers: Option<&Drivers>,
    waterfall: Option<&Waterfall>,
) -> String {
    let so_far = if whole { "" } else { " so far" };
    let mut sentence = format!("{}{so_far}: {}", month.words(), money(amount, currency));
    let (Some(drivers), Some(waterfall)) = (drivers, waterfall) else {
        sentence.push('.');
        return sentence;
    };
    let before = drivers.before.words();
    let why = waterfall.sentence.split_once(": ").map(|(_, why)| why);
    let days = match drivers.after.days {
        Some(_) => format!(
            " ({} of them in {})",
            money(waterfall.after, currency),
            drivers.after.words()
        ),
        None => String::new(),
    };
    let difference = money(Amount(waterfall.difference.0.abs()), currency);
    sentence.push_str(&match waterfall.difference.0.signum() {
        0 => format!("{days}, the same as {before}"),
        1 => format!("{days}, {difference} more than {before}"),
        _ => format!("{days}, {difference} less than {before}"),
    });
    match why {
        Some(why) => sentence.push_str(&format!(": {why}")),
        None => sentence.push('.'),
    }
    sentence
}

/// Anomalies that reach into a month.
fn within(series: &Series, month: Period) -> Vec<Anomaly> {
    let first = month.first_day().to_string();
    let end = month.next().first_day().to_string();
    series
        .anomalies
        .iter()
        .filter(|anomaly| anomaly.to >= first && anomaly.from < end)
        .cloned()
        .collect()
}
