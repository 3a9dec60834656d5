//! Costs by day from the ledger: the trend, what stands out of it, and the month to come.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::forecast::{Known, forecast};
use super::group::{Groups, grouped};
use super::series::{Stretch, unusual};
use super::usage::usage_words;
use super::waterfall::in_environment;
use super::words::{day_words, money};
use super::{
    Amount, Anomaly, Dimension, EnvironmentRules, Field, Month, Period, Provenance, Question,
    Series, Trend, TrendDay,
};
use crate::catalogue::Date;

/// What days are told apart by for a trend.
const CHARGES: [Field; 4] = [
    Field::Day,
    Field::Ledger(Dimension::ChargeCategory),
    Field::Ledger(Dimension::ChargeClass),
    Field::Ledger(Dimension::Currency),
];
/// What anomalies are looked for by.
const PLACES: [Field; 7] = [
    Field::Day,
    Field::Ledger(Dimension::Service),
    Field::Ledger(Dimension::UsageType),
    Field::Ledger(Dimension::Environment),
    Field::Ledger(Dimension::ChargeCategory),
    Field::Ledger(Dimension::ChargeClass),
    Field::Ledger(Dimension::Currency),
];
/// Anomalies that are told.
const TOLD: usize = 20;
/// An anomaly costs at least this part of an average day, a day.
const MATERIAL: f64 = 0.005;

/// Months before the last one that a forecast is made from.
pub const LEADING_MONTHS: i32 = 5;

/// The question that a trend's months are read for.
pub fn trend_question(asked: &Question) -> Question {
    Question {
        by: PLACES[..6].to_vec(),
        ..asked.clone()
    }
}

/// Costs by day, in each currency, from the question's first month on. Months are read for
/// [`trend_question`]; those before the first lead up to it. However many there are, the forecast is made from
/// the last six, so that every report tells the same.
pub fn trend(question: &Question, months: &[Month<'_>], rules: &EnvironmentRules) -> Trend {
    let cost = question.cost;
    let charges = grouped(months, &CHARGES, &question.filter, &[cost], rules);
    let places = grouped(months, &PLACES, &question.filter, &[cost], rules);
    let last = months.iter().map(|month| month.head.last_known_day()).max();
    let provenance = Provenance::of(months);
    let mut currencies: Vec<String> = charges.values.last().cloned().unwrap_or_default();
    currencies.sort_unstable();
    let first = question.from.map(|from| from.first_day().to_string());
    let newest = months.iter().map(|month| month.head.key.period).max();
    let early = newest.map(|newest| newest.plus(-LEADING_MONTHS).first_day().days());
    let is_told = |day: &str| first.as_deref().is_none_or(|first| first <= day);
    let series = currencies
        .iter()
        .map(|currency| {
            let known = known(&charges, currency, last.unwrap_or(0), question);
            let (forecast, no_forecast) = match forecast(&known.since(early), currency) {
                Ok(forecast) => (Some(forecast), None),
                Err(why) => (None, Some(why)),
            };
            let mut anomalies = anomalies(&places, currency, &known, question);
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

/// Everything charged, by day, in one currency.
fn known(groups: &Groups, currency: &str, last_day: i64, question: &Question) -> Known {
    let mut days: BTreeMap<i64, [Amount; 2]> = BTreeMap::new();
    let mut other: BTreeMap<(Period, String), Amount> = BTreeMap::new();
    for group in &groups.groups {
        if groups.value(group, 3) != currency {
            continue;
        }
        let Some(date) = date(groups.value(group, 0)) else {
            continue;
        };
        let amount = group.costs[question.cost.index()];
        let category = groups.value(group, 1);
        let usage = category == "Usage" && groups.value(group, 2) != "Correction";
        let day = days.entry(date.days()).or_default();
        day[0] += amount;
        if usage {
            day[1] += amount;
        } else {
            *other
                .entry((Period::of(date), category.to_owned()))
                .or_default() += amount;
        }
    }
    // Charges may lie outside of their month; a day without charges costs nothing.
    let first = days.keys().min().copied().unwrap_or(last_day);
    let end = days.keys().max().copied().unwrap_or(last_day).max(last_day);
    Known {
        first,
        last: last_day.max(first),
        days: (first..=end)
            .map(|day| days.get(&day).copied().unwrap_or_default())
            .collect(),
        other,
    }
}

/// A day as it is written.
pub(super) fn date(text: &str) -> Option<Date> {
    let mut parts = text.splitn(3, '-').map(str::parse::<i32>);
    let (year, month, day) = (
        parts.next()?.ok()?,
        parts.next()?.ok()?,
        parts.next()?.ok()?,
    );
    Some(Date::new(
        year,
        u8::try_from(month).ok()?,
        u8::try_from(day).ok()?,
    ))
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
fn anomalies(groups: &Groups, currency: &str, known: &Known, question: &Question) -> Vec<Anomaly> {
    let length = (known.last - known.first + 1).max(0) as usize;
    let at: Vec<Option<usize>> = groups.values[0]
        .iter()
        .map(|day| usize::try_from(date(day)?.days() - known.first).ok())
        .map(|at| at.filter(|at| *at < length))
        .collect();
    let mut places: IndexMap<[usize; 3], Vec<f64>> = IndexMap::new();
    for group in &groups.groups {
        let usage = groups.value(group, 4) == "Usage" && groups.value(group, 5) != "Correction";
        if !usage || groups.value(group, 6) != currency {
            continue;
        }
        let Some(at) = at[groups.code(group, 0)] else {
            continue;
        };
        let key = [1, 2, 3].map(|field| groups.code(group, field));
        let days = places.entry(key).or_insert_with(|| vec![0.0; length]);
        days[at] += group.costs[question.cost.index()].to_f64();
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
        let value = |at: usize| groups.values[at + 1][key[at]].clone();
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
