//! Statistics over days: what is usual, what is to come. Floats; money becomes exact again where it
//! leaves here.

mod backtest;
mod methods;
mod unusual;

pub use backtest::outlook;
pub use unusual::{Stretch, unusual};

/// Days of a season.
pub const WEEK: usize = 7;

/// The middle of the values; zero of none.
pub fn median(values: &[f64]) -> f64 {
    if values.is_empty() {
        return 0.0;
    }
    let mut values = values.to_vec();
    let half = values.len() / 2;
    let (below, middle, _) = values.select_nth_unstable_by(half, f64::total_cmp);
    let (below, middle) = (below.iter().copied().max_by(f64::total_cmp), *middle);
    match below {
        Some(below) if values.len().is_multiple_of(2) => f64::midpoint(below, middle),
        _ => middle,
    }
}

/// Scatter that single days do not change: the median absolute deviation, scaled to the standard
/// deviation of normal scatter (1.4826; Rousseeuw and Croux, 1993).
pub fn scatter(values: &[f64], middle: f64) -> f64 {
    let deviations: Vec<f64> = values.iter().map(|value| (value - middle).abs()).collect();
    1.4826 * median(&deviations)
}

/// The mean; zero of none.
pub fn mean(values: &[f64]) -> f64 {
    if values.is_empty() {
        return 0.0;
    }
    values.iter().sum::<f64>() / values.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_day_does_not_move_the_middle_or_the_scatter() {
        assert!((median(&[3.0, 1.0, 2.0]) - 2.0).abs() < 1e-12);
        assert!((median(&[4.0, 1.0, 2.0, 3.0]) - 2.5).abs() < 1e-12);
        let values = [1.0, 2.0, 3.0, 4.0, 1_000.0];
        assert!((scatter(&values, median(&values)) - 1.4826).abs() < 1e-12);
    }
}
