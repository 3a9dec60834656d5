//! Adding lines up by fields and days: a series for each group, so that days are never looked up.

use std::iter;

use super::super::{Amount, Condition, Cost, EnvironmentRules, Field, Month};
use super::{Keys, add, each_month};

/// Sums of one cost by fields and days.
pub(in crate::costs) struct GroupDays {
    pub keys: Keys,
    /// The day that series begin with, since 1970.
    pub first: i64,
    pub series: Vec<DaySeries>,
}

/// One group's days.
#[derive(Default)]
pub(in crate::costs) struct DaySeries {
    pub key: u64,
    /// Days since the first, one after the other, from the group's first to its last line.
    pub from: usize,
    pub sums: Vec<Amount>,
}

/// Adds one cost up by the fields and by days, of those lines that pass the filter.
pub(in crate::costs) fn grouped_by_day(
    months: &[Month<'_>],
    by: &[Field],
    filter: &[Condition],
    cost: Cost,
    rules: &EnvironmentRules,
) -> GroupDays {
    let first_day = |month: &Month<'_>| month.head.key.period.first_day().days();
    let first = months
        .iter()
        .filter_map(|month| {
            let least = month.table.days?.iter().min()?;
            Some(first_day(month) + i64::from(*least))
        })
        .min()
        .unwrap_or(0);
    let mut series: Vec<DaySeries> = Vec::new();
    let (keys, met) = each_month(months, by, filter, rules, |month, group_of, met| {
        series.resize_with(met, DaySeries::default);
        let (Some(days), Some(amounts)) = (month.table.days, month.table.cost(cost)) else {
            return;
        };
        let offset = first_day(month) - first;
        add(amounts, group_of, |row, group, amount| {
            let day = i64::from(days[row]) + offset;
            series[group].at(day as usize).0 += amount;
        });
    });
    for (series, key) in series.iter_mut().zip(met) {
        series.key = key;
    }
    GroupDays {
        keys,
        first,
        series,
    }
}

impl DaySeries {
    /// The sum of a day, which is there from now on.
    fn at(&mut self, day: usize) -> &mut Amount {
        if self.sums.is_empty() {
            self.from = day;
        }
        if day < self.from {
            let lacking = self.from - day;
            self.sums
                .splice(0..0, iter::repeat_n(Amount::ZERO, lacking));
            self.from = day;
        }
        let place = day - self.from;
        if place >= self.sums.len() {
            self.sums.resize(place + 1, Amount::ZERO);
        }
        &mut self.sums[place]
    }
}
