//! Costs by day from the ledger: the trend, what stands out of it, and the month to come.

use std::collections::BTreeMap;
use std::iter;

use indexmap::IndexMap;

use super::forecast::{Known, forecast};
use super::group::{DaySeries, GroupDays, Keys, grouped_by_day};
use super::series::{Stretch, unusual};
use super::usage::usage_words;
use super::waterfall::in_environment;
use super::words::{day_words, money};
use super::{
    Amount, Anomaly, Dimension, EnvironmentRules, Field, Month, Period, Provenance, Question,
    Series, Trend, TrendDay,
};
use crate::catalogue::Date;

/// What days are told apart by: where they were charged, which anomalies are looked for by, and what for.
const PLACES: [Field; 6] = [
    Field::Ledger(Dimension::Service),
    Field::Ledger(Dimension::UsageType),
    Field::Ledger(Dimension::Environment),
    Field::Ledger(Dimension::ChargeCategory),
    Field::Ledger(Dimension::ChargeClass),
    CURRENCY,
];
const CURRENCY: Field = Field::Ledger(Dimension::Currency);
/// Anomalies that are told.
const TOLD: usize = 20;
/// An anomaly costs at least this part of an average day, a day.
const MATERIAL: f64 = 0.005;

/// Months before the last one that a forecast is made from.
pub const LEADING_MONTHS: i32 = 5;

/// The question that a trend's months are read for.
pub fn trend_question(asked: &Question) -> Question {
    let places = PLACES.into_iter().filter(|field| *field != CURRENCY);
    Question {
        by: iter::once(Field::Day).chain(places).collect(),
        ..asked.clone()
    }
}

/// Costs by day, in each currency, from the question's first month on. Months are read for
/// [`trend_question`]; those before the first lead up to it. However many there are, the forecast is made from
/// the last six, so that every report tells the same.
pub fn trend(question: &Question, months: &[Month<'_>], rules: &EnvironmentRules) -> Trend {
    let cost = question.cost;
    let places = grouped_by_day(months, &PLACES, &question.filter, cost, rules);
    let last = months.iter().map(|month| month.head.last_known_day()).max();
    let provenance = Provenance::of(months);
    let mut currencies: Vec<String> = places.keys.values.last().cloned().unwrap_or_default();
    currencies.sort_unstable();
    let first = question.from.map(|from| from.first_day().to_string());
    let newest = months.iter().map(|month| month.head.key.period).max();
    let early = newest.map(|newest| newest.plus(-LEADING_MONTHS).first_day().days());
    let is_told = |day: &str| first.as_deref().is_none_or(|first| first <= day);
    let series = currencies
        .iter()
        .map(|currency| {
            let charged: Vec<Charged<'_>> = charged(&places, currency);
            let known = known(&charged, last.unwrap_or(0));
            let (forecast, no_forecast) = match forecast(&known.since(early), currency) {
                Ok(forecast) => (Some(forecast), None),
                Err(why) => (None, Some(why)),
            };
            let mut anomalies = anomalies(&places.keys, &charged, currency, &known);
            anomalies.retain(|anomaly| is_told(&anomaly.to));
            anomalies.truncate(TOLD);
            let mut days = days(&known);
            days.retain(|day| is_told(&day.day));
            Series {
                currency: currency.clone(),
                days,
                anomalies,
                forecast,
                no_forecast,
            }
        })
        .collect();
    let told = |(first, last): (Period, Period)| (question.from.unwrap_or(first).max(first), last);
    Trend {
        words: Question {
            by: vec![Field::Day],
            ..question.clone()
        }
        .words(provenance.range().map(told)),
        cost,
        series,
        provenance,
    }
}

/// What was charged in one place, day by day.
struct Charged<'a> {
    /// Codes of service, usage type and environment.
    place: [usize; 3],
    category: &'a str,
    /// Without taxes, credits, purchases and corrections.
    is_usage: bool,
    /// The first of its days, since 1970.
    first: i64,
    days: &'a [Amount],
}

/// Of one currency.
fn charged<'a>(places: &'a GroupDays, currency: &str) -> Vec<Charged<'a>> {
    let value = |series: &DaySeries, field: usize| places.keys.value(series.key, field);
    places
        .series
        .iter()
        .filter(|series| !series.sums.is_empty() && value(series, 5) == currency)
        .map(|series| {
            let category = value(series, 3);
            Charged {
                place: [0, 1, 2].map(|field| places.keys.code(series.key, field)),
                category,
                is_usage: category == "Usage" && value(series, 4) != "Correction",
                first: places.first + series.from as i64,
                days: &series.sums,
            }
        })
        .collect()
}

/// Everything charged, by day.
fn known(charged: &[Charged<'_>], last_day: i64) -> Known {
    // Charges may lie outside of their month; a day without charges costs nothing.
    let first = charged.iter().map(|charged| charged.first).min();
    let first = first.unwrap_or(last_day);
    let end = charged
        .iter()
        .map(|charged| charged.first + charged.days.len() as i64 - 1)
        .max()
        .map_or(last_day, |end| end.max(last_day));
    let mut days = vec![[Amount::ZERO; 2]; (end - first + 1).max(0) as usize];
    let mut other: BTreeMap<(Period, String), Amount> = BTreeMap::new();
    for charged in charged {
        let from = (charged.first - first) as usize;
        for (day, amount) in days[from..].iter_mut().zip(charged.days) {
            day[0] += *amount;
            if charged.is_usage {
                day[1] += *amount;
            }
        }
        if charged.is_usage {
            continue;
        }
        for (day, amount) in (charged.first..).zip(charged.days) {
            if *amount != Amount::ZERO {
                let period = Period::of(Date::from_days(day));
                let key = (period, charged.category.to_owned());
                *other.entry(key).or_default() += *amount;
            }
        }
    }
    Known {
        first,
        last: last_day.max(first),
        days,
        other,
    }
}

fn days(known: &Known) -> Vec<TrendDay> {
    known
        .days
        .iter()
        .enumerate()
        .map(|(at, [amount, usage])| TrendDay {
            day: Date::from_days(known.first + at as i64).to_string(),
            amount: *amount,
            usage: *usage,
        })
        .collect()
}

/// What stands out, by usage type and environment: the place is the explanation.
fn anomalies(keys: &Keys, charged: &[Charged<'_>], currency: &str, known: &Known) -> Vec<Anomaly> {
    let length = (known.last - known.first + 1).max(0) as usize;
    let mut places: IndexMap<[usize; 3], Vec<f64>> = IndexMap::new();
    for charged in charged.iter().filter(|charged| charged.is_usage) {
        let days = places
            .entry(charged.place)
            .or_insert_with(|| vec![0.0; length]);
        let from = (charged.first - known.first) as usize;
        for (day, amount) in days.iter_mut().skip(from).zip(charged.days) {
            *day += amount.to_f64();
        }
    }
    let total: f64 = known.usage().iter().sum();
    let material = (total / length.max(1) as f64 * MATERIAL).max(1.0);
    let mut all: Vec<Anomaly> = Vec::new();
    for (key, days) in &places {
        let least = days.iter().copied().fold(f64::INFINITY, f64::min);
        let most = days.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if most - least < material {
            continue;
        }
        let value = |at: usize| keys.values[at][key[at]].clone();
        for stretch in unusual(days, material, |at| month_before(known.first, at)) {
            let values = [value(0), value(1), value(2)];
            all.push(told(&stretch, &values, currency, known));
        }
    }
    all.sort_by(|one, other| {
        let size = |anomaly: &Anomaly| anomaly.amount.0.unsigned_abs();
        size(other)
            .cmp(&size(one))
            .then_with(|| one.sentence.cmp(&other.sentence))
            .then_with(|| one.values.cmp(&other.values))
    });
    all
}

/// The place of the same day of the month before.
fn month_before(first: i64, at: usize) -> Option<usize> {
    let date = Date::from_days(first + at as i64);
    let before = Period::of(date).previous();
    let day = u32::from(date.day).min(before.days());
    let days = before.first_day().days() + i64::from(day) - 1 - first;
    usize::try_from(days).ok()
}

fn told(stretch: &Stretch, values: &[String; 3], currency: &str, known: &Known) -> Anomaly {
    let date = |at: usize| Date::from_days(known.first + at as i64);
    let (from, to) = (date(stretch.from), date(stretch.to));
    let length = (stretch.to - stretch.from + 1) as f64;
    let ongoing = stretch.to as i64 == known.last - known.first;
    let amount = amount(stretch.excess);
    let a_day = self::amount(stretch.excess / length);
    let [service, usage_type, environment] = values;
    let sign = if a_day.0 > 0 { "+" } else { "" };
    let when = match (from == to, ongoing) {
        (true, false) => format!(" on {}", day_words(from)),
        (true, true) => format!(" on {}, the last day known", day_words(from)),
        (false, true) => format!(" a day, since {}", day_words(from)),
        (false, false) => format!(" a day, {} to {}", day_words(from), day_words(to)),
    };
    Anomaly {
        sentence: format!(
            "{} {sign}{}{when}",
            in_environment(&usage_words(service, usage_type), environment),
            money(a_day, currency)
        ),
        values: [Field::SERVICE, Field::USAGE_TYPE, Field::ENVIRONMENT]
            .iter()
            .zip(values)
            .map(|(field, value)| (field.to_string(), value.clone()))
            .collect(),
        from: from.to_string(),
        to: to.to_string(),
        ongoing,
        amount,
        amount_a_day: a_day,
        usual_a_day: self::amount(stretch.usual),
        score: (stretch.score * 10.0).round() / 10.0,
    }
}

/// A statistic as money, in whole micro-units: more digits would feign exactness.
pub(super) fn amount(value: f64) -> Amount {
    let micros = (value * 1e6).round();
    Amount::from_micros(micros as i64)
}

#[cfg(test)]
#[path = "daily_tests.rs"]
mod tests;
