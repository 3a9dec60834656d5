//! Adding lines up by fields: dense codes all the way, so that no row is hashed for any question but
//! those by very many values at once.

mod by_day;
mod lines;

use lines::{OUT, Place, Seen, passing, place_all};

use super::{Amount, AmountColumn, Condition, Cost, EnvironmentRules, Field, Month};

pub(super) use by_day::{DaySeries, GroupDays, grouped_by_day};

/// Sums of lines by fields.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Groups {
    pub keys: Keys,
    pub groups: Vec<Group>,
}

/// What groups are told apart by: places of values as digits of one number.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Keys {
    /// Of each field, the values there are.
    pub values: Vec<Vec<String>>,
    strides: Vec<u64>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Group {
    key: u64,
    /// In the order of [`Cost::ALL`]; of those that were not asked for, zero.
    pub costs: [Amount; 4],
    pub quantity: Amount,
    pub lines: u64,
}

impl Keys {
    /// The place of a key's value among those of a field.
    pub fn code(&self, key: u64, field: usize) -> usize {
        let base = self.values[field].len().max(1) as u64;
        (key / self.strides[field] % base) as usize
    }

    pub fn value(&self, key: u64, field: usize) -> &str {
        &self.values[field][self.code(key, field)]
    }
}

impl Groups {
    /// A group's value of a field.
    pub fn value(&self, group: &Group, field: usize) -> &str {
        self.keys.value(group.key, field)
    }

    /// The place of a group's value among those of a field.
    pub fn code(&self, group: &Group, field: usize) -> usize {
        self.keys.code(group.key, field)
    }
}

/// Adds lines up by the fields, of those lines that pass the filter.
pub(super) fn grouped(
    months: &[Month<'_>],
    by: &[Field],
    filter: &[Condition],
    costs: &[Cost],
    rules: &EnvironmentRules,
) -> Groups {
    let mut sums: Vec<Sum> = Vec::new();
    let (keys, met) = each_month(months, by, filter, rules, |month, group_of, met| {
        sums.resize(met, Sum::default());
        add_all(month, costs, group_of, &mut sums);
    });
    let groups = sums
        .into_iter()
        .zip(met)
        .map(|(sum, key)| Group {
            key,
            costs: sum.costs.map(Amount),
            quantity: Amount(sum.quantity),
            lines: sum.lines,
        })
        .collect();
    Groups { keys, groups }
}

/// Tells for each month of which group every line is (or that it is of none, [`OUT`]), and how many groups
/// were met so far. Ends with the keys of all groups.
fn each_month<'a>(
    months: &'a [Month<'a>],
    by: &[Field],
    filter: &[Condition],
    rules: &EnvironmentRules,
    mut told: impl FnMut(&'a Month<'a>, &[u32], usize),
) -> (Keys, Vec<u64>) {
    let mut values: Vec<Vec<String>> = Vec::new();
    let mut places: Vec<Vec<Place<'_>>> = months.iter().map(|_| Vec::new()).collect();
    for field in by {
        values.push(place_all(months, field, rules, &mut places));
    }
    // Fields are the digits of a number whose bases are the counts of their values.
    let mut strides: Vec<u64> = Vec::with_capacity(by.len());
    let mut all: u64 = 1;
    for values in &values {
        strides.push(all);
        all = all.saturating_mul(values.len().max(1) as u64);
    }
    let mut seen = Seen::new(all);
    let mut group_of: Vec<u32> = Vec::new();
    for (month, places) in months.iter().zip(&places) {
        group_of.clear();
        group_of.resize(month.table.len, 0);
        let passing = passing(month, filter, rules);
        seen.find(&mut group_of, places, &strides, &passing);
        told(month, &group_of, seen.keys.len());
    }
    (Keys { values, strides }, seen.keys)
}

#[derive(Clone, Default)]
struct Sum {
    costs: [i128; 4],
    quantity: i128,
    lines: u64,
}

fn add_all(month: &Month<'_>, costs: &[Cost], group_of: &[u32], sums: &mut [Sum]) {
    for cost in costs {
        if let Some(column) = month.table.cost(*cost) {
            let at = cost.index();
            add(column, group_of, |_, group, amount| {
                sums[group].costs[at] += amount;
            });
        }
    }
    if let Some(column) = month.table.quantity.as_deref() {
        add(column, group_of, |_, group, amount| {
            sums[group].quantity += amount;
        });
    }
    if let Some(lines) = month.table.lines.as_deref() {
        for (group, lines) in group_of.iter().zip(lines) {
            if *group != OUT {
                sums[*group as usize].lines += u64::from(*lines);
            }
        }
    }
}

/// Tells the row, the group and the amount of every line that is of a group.
#[inline]
fn add(column: &AmountColumn, group_of: &[u32], mut add: impl FnMut(usize, usize, i128)) {
    let groups = group_of.iter().enumerate();
    match column {
        AmountColumn::Narrow { values, .. } => {
            // Fits: the unit of the fewest digits is 10¹⁸ at most.
            let unit = column.unit() as i64;
            for ((row, group), value) in groups.zip(values) {
                if *group != OUT {
                    let amount = i128::from(*value) * i128::from(unit);
                    add(row, *group as usize, amount);
                }
            }
        }
        AmountColumn::Wide(values) => {
            for ((row, group), value) in groups.zip(values) {
                if *group != OUT {
                    add(row, *group as usize, *value);
                }
            }
        }
    }
}
