//! What a month will cost: what is charged already, usage to come by its trend, and the other charges
//! that the month before had.

use std::collections::BTreeMap;

use super::daily::amount;
use super::series::outlook;
use super::words::{counted, money};
use super::{Amount, Forecast, ForecastDay, Method, Period};
use crate::catalogue::Date;

/// What is known of one currency.
pub(super) struct Known {
    /// Day of the first entry, as days since 1970.
    pub first: i64,
    /// Last day of which everything is known.
    pub last: i64,
    /// All charges, and usage among them.
    pub days: Vec<[Amount; 2]>,
    /// Charges that are no usage, by month and category.
    pub other: BTreeMap<(Period, String), Amount>,
}

impl Known {
    /// Without the days before one, in days since 1970.
    pub fn since(&self, first: Option<i64>) -> Self {
        let first = first.map_or(self.first, |first| first.max(self.first));
        let gone = (first - self.first).clamp(0, self.days.len() as i64) as usize;
        Self {
            first,
            last: self.last,
            days: self.days[gone..].to_vec(),
            other: self.other.clone(),
        }
    }

    /// Usage of every day of which everything is known.
    pub fn usage(&self) -> Vec<f64> {
        let length = (self.last - self.first + 1).max(0) as usize;
        self.days
            .iter()
            .take(length)
            .map(|[_, usage]| usage.to_f64())
            .collect()
    }

    /// Everything charged for days of a month.
    fn charged(&self, month: Period) -> Amount {
        let (from, to) = (month.first_day().days(), month.next().first_day().days());
        let at = |day: i64| (day - self.first).clamp(0, self.days.len() as i64) as usize;
        self.days[at(from)..at(to)]
            .iter()
            .map(|[amount, _]| *amount)
            .sum()
    }

    /// Everything charged for days that are known whole.
    fn charged_until_last(&self, month: Period) -> Amount {
        let (from, to) = (month.first_day().days(), self.last + 1);
        let at = |day: i64| (day - self.first).clamp(0, self.days.len() as i64) as usize;
        let until: Amount = self.days[at(from)..at(to).max(at(from))]
            .iter()
            .map(|[amount, _]| *amount)
            .sum();
        // Taxes and fees of later days are charged already; usage of a day that goes on is told anew.
        let later: Amount = self.days[at(to)..at(month.next().first_day().days())]
            .iter()
            .map(|[all, usage]| *all - *usage)
            .sum();
        until + later
    }

    /// Taxes and purchases of which the month before had more: they are still to come.
    fn other_to_come(&self, month: Period) -> Amount {
        let of = |period: Period, category: &str| {
            let charged = self.other.get(&(period, category.to_owned()));
            charged.copied().unwrap_or_default()
        };
        ["Tax", "Purchase"]
            .into_iter()
            .map(|category| of(month.previous(), category) - of(month, category))
            .filter(|rest| rest.0 > 0)
            .sum()
    }
}

/// The month that goes on, or the next one where the last is whole. Says why where it cannot be told.
pub(super) fn forecast(known: &Known, currency: &str) -> Result<Forecast, String> {
    let next_day = Date::from_days(known.last + 1);
    let month = Period::of(next_day);
    let horizon = (month.next().first_day().days() - next_day.days()) as usize;
    let usage = known.usage();
    let told = outlook(&usage, horizon).map_err(|short| {
        format!(
            "No forecast: {} of usage {} known, and it takes {} to tell a trend and try it.",
            counted(short.known as u64, "day"),
            if short.known == 1 { "is" } else { "are" },
            short.needed
        )
    })?;
    let so_far = known.charged_until_last(month);
    let other_charges = known.other_to_come(month);
    let to_come: Amount = told.days.iter().map(|day| amount(*day)).sum();
    let half = amount(told.of_sum);
    let expected = so_far + to_come + other_charges;
    let days = told
        .days
        .iter()
        .enumerate()
        .map(|(at, day)| ForecastDay {
            day: Date::from_days(next_day.days() + at as i64).to_string(),
            expected: amount(*day),
            low: amount((day - told.of_day).max(day.min(0.0))),
            high: amount(day + told.of_day),
        })
        .collect();
    let mut forecast = Forecast {
        month,
        so_far,
        expected,
        low: (expected - half).max(so_far.min(expected)),
        high: expected + half,
        other_charges,
        days,
        method: told.method,
        backtest: told.backtest,
        sentence: String::new(),
    };
    forecast.sentence = sentence(&forecast, currency, known.charged(month.previous()));
    Ok(forecast)
}

fn sentence(forecast: &Forecast, currency: &str, before: Amount) -> String {
    let shown = |amount: Amount| money(amount, currency);
    let tested = &forecast.backtest;
    let mut sentence = format!(
        "{} will end near {}, between {} and {} in 8 cases of 10 ({}; tried {} over {}, its sum was off by \
         {:.1}% on average, MASE {:.2}).",
        forecast.month.words(),
        shown(forecast.expected),
        shown(forecast.low),
        shown(forecast.high),
        method(forecast.method),
        counted(u64::from(tested.origins), "time"),
        counted(u64::from(tested.horizon), "day"),
        tested.mape,
        tested.mase,
    );
    if forecast.other_charges > Amount::ZERO {
        sentence.push_str(&format!(
            " {} of it are taxes and purchases that {} had and this month has not yet.",
            shown(forecast.other_charges),
            forecast.month.previous().month_name()
        ));
    }
    if before > Amount::ZERO {
        let change = forecast.expected - before;
        let word = if change.0 < 0 { "less" } else { "more" };
        let change = shown(Amount(change.0.abs()));
        let before = forecast.month.previous().month_name();
        sentence.push_str(&format!(" That is {change} {word} than {before}."));
    }
    sentence
}

fn method(method: Method) -> &'static str {
    match method {
        Method::Mean => "the mean of the last four weeks",
        Method::SeasonalNaive => "as the week before",
        Method::Drift => "the line from the first day to the last",
        Method::HoltWinters => "Holt-Winters with weekly seasons",
    }
}
