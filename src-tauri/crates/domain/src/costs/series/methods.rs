//! Ways to tell days to come from days that were (Hyndman and Athanasopoulos, Forecasting: Principles
//! and Practice, chapters 5 and 8).

use super::super::Method;
use super::{WEEK, mean};

/// So many days to come, told from the days that were. Never below zero where no day was.
pub(super) fn predict(method: Method, days: &[f64], horizon: usize) -> Vec<f64> {
    let mut told: Vec<f64> = match method {
        Method::Mean => vec![mean(&days[days.len().saturating_sub(4 * WEEK)..]); horizon],
        Method::SeasonalNaive => {
            let week = &days[days.len().saturating_sub(WEEK)..];
            (0..horizon).map(|at| week[at % week.len()]).collect()
        }
        Method::Drift => {
            let (first, last) = (days[0], days[days.len() - 1]);
            let slope = (last - first) / (days.len() as f64 - 1.0).max(1.0);
            (1..=horizon)
                .map(|ahead| last + slope * ahead as f64)
                .collect()
        }
        Method::HoltWinters => fitted(days, WEEK).forecast(horizon),
    };
    if days.iter().all(|day| *day >= 0.0) {
        for day in &mut told {
            *day = day.max(0.0);
        }
    }
    told
}

/// How fast level, trend and season follow what comes, 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Smoothing {
    pub level: f64,
    pub trend: f64,
    pub season: f64,
}

/// Holt-Winters' additive method after all days were seen.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct HoltWinters {
    pub level: f64,
    pub trend: f64,
    /// By place in the season, that of the next day first.
    pub seasons: Vec<f64>,
    /// Sum of squared errors, each day told from those before.
    pub errors: f64,
}

impl HoltWinters {
    /// Starts from the first season and the step to the second, then follows every day.
    pub fn follow(days: &[f64], season: usize, smoothing: Smoothing) -> Self {
        let first = mean(&days[..season]);
        let second = mean(&days[season..(2 * season).min(days.len())]);
        let mut level = first;
        let mut trend = (second - first) / season as f64;
        let mut seasons: Vec<f64> = days[..season].iter().map(|day| day - first).collect();
        let mut errors = 0.0;
        for (at, day) in days.iter().enumerate() {
            let place = at % season;
            let expected = level + trend;
            errors += (day - expected - seasons[place]).powi(2);
            let next =
                smoothing.level * (day - seasons[place]) + (1.0 - smoothing.level) * expected;
            trend = smoothing.trend * (next - level) + (1.0 - smoothing.trend) * trend;
            seasons[place] =
                smoothing.season * (day - expected) + (1.0 - smoothing.season) * seasons[place];
            level = next;
        }
        seasons.rotate_left(days.len() % season);
        Self {
            level,
            trend,
            seasons,
            errors,
        }
    }

    pub fn forecast(&self, horizon: usize) -> Vec<f64> {
        (0..horizon)
            .map(|at| {
                let season = self.seasons[at % self.seasons.len()];
                self.level + self.trend * (at + 1) as f64 + season
            })
            .collect()
    }
}

/// With the smoothing, of a grid, that had told the days best.
fn fitted(days: &[f64], season: usize) -> HoltWinters {
    let mut best: Option<HoltWinters> = None;
    for level in [0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 0.9] {
        for trend in [0.0, 0.01, 0.05, 0.15] {
            for of_season in [0.02, 0.1, 0.3, 0.5] {
                let smoothing = Smoothing {
                    level,
                    trend,
                    season: of_season,
                };
                let one = HoltWinters::follow(days, season, smoothing);
                if best.as_ref().is_none_or(|best| one.errors < best.errors) {
                    best = Some(one);
                }
            }
        }
    }
    best.unwrap_or(HoltWinters {
        level: mean(days),
        trend: 0.0,
        seasons: vec![0.0],
        errors: 0.0,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// International visitor nights in Australia by quarter, millions, 1999 to 2004 (series `austourists`
    /// of the R package fpp2).
    const TOURISTS: [f64; 24] = [
        30.052513, 19.148496, 25.317692, 27.591437, 32.076456, 23.487961, 28.47594, 35.123753,
        36.838485, 25.007017, 30.72223, 28.693759, 36.640986, 23.824609, 29.311683, 31.770309,
        35.177877, 19.775244, 29.60175, 34.538842, 41.273599, 26.655862, 28.279859, 35.191153,
    ];

    #[test]
    fn holt_winters_is_what_r_makes_of_a_published_series() {
        // R: hw(austourists, seasonal = "additive", initial = "simple", alpha = 0.441, beta = 0.030,
        // gamma = 0.002), states after 24 quarters and the forecast of the 25th.
        let smoothing = Smoothing {
            level: 0.441,
            trend: 0.030,
            season: 0.002,
        };
        let after = HoltWinters::follow(&TOURISTS, 4, smoothing);
        let near = |one: f64, other: f64| assert!((one - other).abs() < 1e-9, "{one} {other}");
        near(after.level, 32.8941723834354);
        near(after.trend, 0.655449810206631);
        near(after.seasons[0], 4.53086304774235);
        near(after.seasons[3], 2.05170556544892);
        near(after.forecast(1)[0], 38.0804852413844);
        let earlier = HoltWinters::follow(&TOURISTS[..9], 4, smoothing);
        near(earlier.level, 32.4887858746973);
        near(earlier.forecast(1)[0], 27.1114986603673);
    }

    #[test]
    fn a_line_with_weeks_goes_on_as_it_was() {
        let day = |at: usize| 100.0 + at as f64 + [0.0, 5.0, 5.0, 5.0, 5.0, -10.0, -10.0][at % 7];
        let days: Vec<f64> = (0..70).map(day).collect();
        for (at, told) in predict(Method::HoltWinters, &days, 14)
            .into_iter()
            .enumerate()
        {
            assert!((told - day(70 + at)).abs() < 0.5, "{told} {}", day(70 + at));
        }
        assert_eq!(
            predict(Method::SeasonalNaive, &days, 8)[7].to_bits(),
            days[63].to_bits()
        );
        let drift = predict(Method::Drift, &[1.0, 5.0, 3.0], 2);
        assert!((drift[1] - 5.0).abs() < 1e-12, "{drift:?}");
    }

    #[test]
    fn usage_is_never_told_below_zero() {
        let falling: Vec<f64> = (0..40).map(|at| 80.0 - 2.0 * f64::from(at)).collect();
        assert!(
            predict(Method::Drift, &falling, 30)
                .iter()
                .all(|day| *day >= 0.0)
        );
    }
}
