//! Choosing a method by how it would have done, and how far off it was.

use super::super::{Backtest, Method};
use super::methods::predict;
use super::{WEEK, mean};

/// Days that a method must have seen before it is tried.
const SEEN: usize = 28;
/// Tries at most, evenly over what is known.
const TRIES: usize = 12;
/// Days that are looked back on; what lies further back says little of what comes.
const LOOKED_AT: usize = 180;
const METHODS: [Method; 4] = [
    Method::Mean,
    Method::SeasonalNaive,
    Method::Drift,
    Method::HoltWinters,
];

/// Days to come with the interval that held eight of ten.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlook {
    pub days: Vec<f64>,
    /// Half the width of the interval of one day.
    pub of_day: f64,
    /// Half the width of the interval of all days together.
    pub of_sum: f64,
    pub method: Method,
    pub backtest: Backtest,
}

/// Days that are known are too few; so many would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooShort {
    pub known: usize,
    pub needed: usize,
}

struct Tried {
    method: Method,
    mase: f64,
    /// Errors of single days and of the sums of each try.
    of_days: Vec<f64>,
    of_sums: Vec<f64>,
    mape: f64,
}

/// Tells so many days to come, by the method with the least mean absolute scaled error (Hyndman and
/// Koehler, 2006) over tries from rolling origins.
pub fn outlook(days: &[f64], horizon: usize) -> Result<Outlook, TooShort> {
    // Leading nothing is not history.
    let begun = days
        .iter()
        .position(|day| *day != 0.0)
        .unwrap_or(days.len());
    let days = &days[begun.max(days.len().saturating_sub(LOOKED_AT))..];
    let needed = SEEN + WEEK;
    if days.len() < needed {
        return Err(TooShort {
            known: days.len(),
            needed,
        });
    }
    let tried_ahead = horizon.clamp(1, SEEN).min(days.len() - SEEN);
    let origins = origins(days.len(), tried_ahead);
    let weeks: Vec<f64> = days
        .windows(WEEK + 1)
        .map(|window| (window[WEEK] - window[0]).abs())
        .collect();
    // Where every week is the same, a thousandth of the level is still an error to speak of.
    let scale = mean(&weeks).max(mean(days).abs() / 1_000.0).max(1e-9);
    let mut all: Vec<Tried> = METHODS
        .iter()
        .map(|method| try_out(*method, days, tried_ahead, &origins, scale))
        .collect();
    let tried: Vec<(Method, f64)> = all.iter().map(|one| (one.method, one.mase)).collect();
    // The first of equals is the simplest.
    all.sort_by(|one, other| one.mase.total_cmp(&other.mase));
    let best = all.swap_remove(0);
    let stretch = (horizon as f64 / tried_ahead as f64).max(1.0);
    Ok(Outlook {
        days: predict(best.method, days, horizon),
        of_day: eight_of_ten(best.of_days),
        // Beyond the tried horizon errors of a level add up in proportion.
        of_sum: eight_of_ten(best.of_sums) * stretch,
        method: best.method,
        backtest: Backtest {
            origins: origins.len() as u32,
            horizon: tried_ahead as u32,
            mase: best.mase,
            mape: best.mape,
            tried,
        },
    })
}

/// Days from which is told what comes, evenly from the earliest to the latest that can be checked.
fn origins(days: usize, ahead: usize) -> Vec<usize> {
    let (first, last) = (SEEN, days - ahead);
    let count = (last - first + 1).min(TRIES);
    (0..count)
        .map(|at| match count {
            1 => last,
            _ => first + at * (last - first) / (count - 1),
        })
        .collect()
}

fn try_out(method: Method, days: &[f64], ahead: usize, origins: &[usize], scale: f64) -> Tried {
    let mut tried = Tried {
        method,
        mase: 0.0,
        of_days: Vec::new(),
        of_sums: Vec::new(),
        mape: 0.0,
    };
    let mut percents = Vec::new();
    for origin in origins {
        let told = predict(method, &days[..*origin], ahead);
        let came = &days[*origin..origin + ahead];
        tried.of_days.extend(
            told.iter()
                .zip(came)
                .map(|(told, came)| (told - came).abs()),
        );
        let (told, came) = (told.iter().sum::<f64>(), came.iter().sum::<f64>());
        tried.of_sums.push((told - came).abs());
        if came.abs() > 1e-9 {
            percents.push((told - came).abs() / came.abs() * 100.0);
        }
    }
    tried.mase = mean(&tried.of_days) / scale;
    tried.mape = mean(&percents);
    tried
}

/// The error that eight of ten stayed below, one more counted for those that are to come.
fn eight_of_ten(mut errors: Vec<f64>) -> f64 {
    errors.sort_unstable_by(f64::total_cmp);
    let place = ((errors.len() + 1) as f64 * 0.8).ceil() as usize;
    errors
        .get(place.min(errors.len()).saturating_sub(1))
        .copied()
        .unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Scatter without a generator: the fractions of multiples of the golden ratio, -1 to 1.
    fn scatter(at: usize) -> f64 {
        (at as f64 * 0.618_033_988_749_895).fract() * 2.0 - 1.0
    }

    #[test]
    fn the_method_that_fits_the_series_is_chosen() {
        let weekly: Vec<f64> = (0..90)
            .map(|at| [10.0, 12.0, 12.0, 12.0, 12.0, 4.0, 4.0][at % 7])
            .collect();
        let told = outlook(&weekly, 20).unwrap();
        assert!(told.backtest.mase < 0.01, "{:?}", told.backtest);
        assert!((told.days.iter().sum::<f64>() - weekly[6..26].iter().sum::<f64>()).abs() < 0.1);

        let flat: Vec<f64> = (0..90).map(|at| 50.0 + 5.0 * scatter(at)).collect();
        let told = outlook(&flat, 20).unwrap();
        assert_eq!(told.method, Method::Mean, "{:?}", told.backtest);
        assert!(told.backtest.mape < 3.0, "{:?}", told.backtest);

        let growing: Vec<f64> = (0..120)
            .map(|at| 20.0 + at as f64 * 0.8 + scatter(at))
            .collect();
        let told = outlook(&growing, 20).unwrap();
        assert!(
            matches!(told.method, Method::HoltWinters | Method::Drift),
            "{:?}",
            told.backtest
        );
        let came: f64 = (120..140).map(|at| 20.0 + at as f64 * 0.8).sum();
        let sum: f64 = told.days.iter().sum();
        assert!((sum - came).abs() / came < 0.03, "{sum} {came}");
    }

    #[test]
    fn the_interval_holds_what_comes_about_eight_times_of_ten() {
        let series: Vec<f64> = (0..400)
            .map(|at| {
                100.0
                    + [0.0, 8.0, 8.0, 8.0, 8.0, -15.0, -17.0][at % 7]
                    + 12.0 * scatter(at * 7 + at / 3)
            })
            .collect();
        let mut held = 0;
        let mut all = 0;
        for end in (120..380).step_by(7) {
            let told = outlook(&series[..end], 14).unwrap();
            let came: f64 = series[end..end + 14].iter().sum();
            let expected: f64 = told.days.iter().sum();
            held += i32::from((came - expected).abs() <= told.of_sum);
            all += 1;
        }
        let share = f64::from(held) / f64::from(all);
        assert!((0.7..=1.0).contains(&share), "{held} of {all}");
    }

    #[test]
    fn too_little_history_is_said() {
        let days = [vec![0.0; 100], vec![3.0; 20]].concat();
        assert_eq!(
            outlook(&days, 10),
            Err(TooShort {
                known: 20,
                needed: 35
            })
        );
    }
}
