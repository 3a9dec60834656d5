//! Days that stand out from what is usual: robust and by weekday, so that one bad day neither hides the
//! next nor makes weekends look odd.

use std::collections::VecDeque;

use super::{WEEK, median, scatter};

/// Usual days that are compared with.
const WINDOW: usize = 28;
/// Usual days without which nothing can be said.
const FEWEST: usize = 14;
/// Robust standard deviations beyond which a day stands out.
const SCORE: f64 = 4.0;
/// A level that has lasted so long is the usual one.
const SETTLED: usize = 14;

/// Days in a row that cost more, or less, than is usual.
#[derive(Debug, Clone, PartialEq)]
pub struct Stretch {
    /// Places of the first and the last day.
    pub from: usize,
    pub to: usize,
    /// Beyond the usual, over all of its days.
    pub excess: f64,
    /// Usual, a day.
    pub usual: f64,
    /// The largest of its days.
    pub score: f64,
}

/// Stretches of days that stand out by at least `material` and a tenth of what is usual. A day that was
/// the same on the same day of the month before is a monthly charge and stands out from nothing;
/// `month_before` gives that day's place.
pub fn unusual(
    days: &[f64],
    material: f64,
    month_before: impl Fn(usize) -> Option<usize>,
) -> Vec<Stretch> {
    let seasons = seasons(days);
    let plain: Vec<f64> = days
        .iter()
        .enumerate()
        .map(|(at, day)| day - seasons[at % WEEK])
        .collect();
    let mut usual = Usual::default();
    let mut stretches: Vec<Stretch> = Vec::new();
    let mut run: Vec<f64> = Vec::new();
    for (at, day) in plain.iter().enumerate() {
        let middle = usual.middle();
        let least = (middle.abs() * 0.02).max(material / 10.0);
        let beyond = day - middle;
        let far = beyond.abs() >= (SCORE * least).max(material).max(middle.abs() * 0.1);
        // What is usual scatters no less than `least`: of most days the scatter need not be known.
        if usual.sorted.len() < FEWEST || !far {
            usual.push(*day);
            run.clear();
            continue;
        }
        let scale = scatter(&usual.sorted, middle).max(least);
        if beyond.abs() < SCORE * scale || monthly(days, at, month_before(at)) {
            usual.push(*day);
            run.clear();
            continue;
        }
        let goes_on = stretches
            .last()
            .is_some_and(|last| last.to + 1 == at && (last.excess > 0.0) == (beyond > 0.0));
        if !goes_on {
            run.clear();
            stretches.push(Stretch {
                from: at,
                to: at,
                excess: 0.0,
                usual: middle,
                score: 0.0,
            });
        }
        run.push(*day);
        if let Some(stretch) = stretches.last_mut() {
            stretch.to = at;
            stretch.excess += beyond;
            stretch.score = stretch.score.max(beyond.abs() / scale);
        }
        if run.len() == SETTLED {
            usual = Usual::default();
            run.drain(..).for_each(|day| usual.push(day));
        }
    }
    stretches
}

/// The usual days that are compared with.
#[derive(Default)]
struct Usual {
    by_time: VecDeque<f64>,
    sorted: Vec<f64>,
}

impl Usual {
    fn push(&mut self, day: f64) {
        if self.by_time.len() == WINDOW
            && let Some(oldest) = self.by_time.pop_front()
        {
            self.sorted.remove(self.place(oldest));
        }
        self.by_time.push_back(day);
        self.sorted.insert(self.place(day), day);
    }

    fn place(&self, day: f64) -> usize {
        self.sorted
            .partition_point(|known| known.total_cmp(&day).is_lt())
    }

    /// The median; zero of none.
    fn middle(&self) -> f64 {
        match self.sorted.len() {
            0 => 0.0,
            count if count % 2 == 1 => self.sorted[count / 2],
            count => f64::midpoint(self.sorted[count / 2 - 1], self.sorted[count / 2]),
        }
    }
}

/// How far each place in the week is from the middle of its week.
fn seasons(days: &[f64]) -> [f64; WEEK] {
    let mut seasons = [0.0; WEEK];
    if days.len() < 4 * WEEK {
        return seasons;
    }
    let middles: Vec<f64> = days.chunks_exact(WEEK).map(median).collect();
    for (place, season) in seasons.iter_mut().enumerate() {
        let beyond: Vec<f64> = middles
            .iter()
            .enumerate()
            .map(|(week, middle)| days[week * WEEK + place] - middle)
            .collect();
        *season = median(&beyond);
    }
    seasons
}

fn monthly(days: &[f64], at: usize, before: Option<usize>) -> bool {
    before.is_some_and(|before| (days[at] - days[before]).abs() <= days[at].abs() * 0.3)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steady(at: usize) -> f64 {
        let scatter = (at as f64 * 0.618_033_988_749_895).fract() - 0.5;
        100.0 + [0.0, 6.0, 6.0, 6.0, 6.0, -20.0, -20.0][at % 7] + 4.0 * scatter
    }

    fn found(days: &[f64]) -> Vec<(usize, usize, i64)> {
        unusual(days, 5.0, |_| None)
            .into_iter()
            .map(|stretch| {
                let a_day = stretch.excess / (stretch.to - stretch.from + 1) as f64;
                (stretch.from, stretch.to, a_day.round() as i64)
            })
            .collect()
    }

    #[test]
    fn weekends_and_scatter_stand_out_from_nothing() {
        let days: Vec<f64> = (0..120).map(steady).collect();
        assert_eq!(found(&days), []);
    }

    #[test]
    fn a_planted_shift_is_found_from_its_first_day_with_its_size() {
        let days: Vec<f64> = (0..80)
            .map(|at| steady(at) + if at >= 70 { 38.0 } else { 0.0 })
            .collect();
        let found = found(&days);
        assert_eq!(found.len(), 1, "{found:?}");
        let (from, to, size) = found[0];
        assert_eq!((from, to), (70, 79));
        assert!((37..=39).contains(&size), "{size}");
    }

    #[test]
    fn a_spike_is_one_day_and_a_level_that_lasts_becomes_usual() {
        let spike: Vec<f64> = (0..80)
            .map(|at| steady(at) + if at == 50 { 60.0 } else { 0.0 })
            .collect();
        let told = found(&spike);
        assert_eq!(told.len(), 1, "{told:?}");
        assert_eq!((told[0].0, told[0].1), (50, 50));

        let shift: Vec<f64> = (0..120)
            .map(|at| steady(at) + if at >= 60 { 50.0 } else { 0.0 })
            .collect();
        let told = found(&shift);
        assert_eq!((told[0].0, told[0].1), (60, 73), "two weeks: {told:?}");
        assert_eq!(told.len(), 1, "then it is usual: {told:?}");
    }

    #[test]
    fn what_comes_out_of_nothing_is_found_and_monthly_charges_are_not() {
        let mut days = vec![0.0; 60];
        days[45..].fill(38.0);
        assert_eq!(found(&days), [(45, 58, 38)], "two weeks, then it is usual");
        let mut days = vec![0.0; 90];
        for at in [0, 30, 60] {
            days[at] = 25.0;
        }
        let told = unusual(&days, 5.0, |at| at.checked_sub(30));
        assert_eq!(told, [], "{told:?}");
    }
}
