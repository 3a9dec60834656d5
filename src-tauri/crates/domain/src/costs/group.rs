//! Adding lines up by fields: dense codes all the way, so that no row is hashed for any question but
//! those by very many values at once.

use indexmap::IndexMap;

use super::table::Codes;
use super::{Amount, AmountColumn, Condition, Cost, EnvironmentRules, Field, Month};
use crate::catalogue::Date;

/// Combinations of values up to which places are looked up in a plain table.
const DENSE: u64 = 1 << 22;
/// The group of lines that a filter leaves out.
const OUT: u32 = u32::MAX;

/// Sums of lines by fields.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Groups {
    /// Of each field, the values there are.
    pub values: Vec<Vec<String>>,
    strides: Vec<u64>,
    pub groups: Vec<Group>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Group {
    /// The places of its values, as digits of one number.
    key: u64,
    /// In the order of [`Cost::ALL`]; of those that were not asked for, zero.
    pub costs: [Amount; 4],
    pub quantity: Amount,
    pub lines: u64,
}

impl Groups {
    /// A group's value of a field.
    pub fn value(&self, group: &Group, field: usize) -> &str {
        &self.values[field][self.code(group, field)]
    }

    /// The place of a group's value among those of a field.
    pub fn code(&self, group: &Group, field: usize) -> usize {
        let base = self.values[field].len().max(1) as u64;
        (group.key / self.strides[field] % base) as usize
    }
}

/// How the lines of a month find their value of a field among all months' values.
enum Place<'a> {
    Same(u32),
    ByCode(&'a [u32], Vec<u32>),
    ByDay(&'a [i16], i64),
}

/// Adds lines up by the fields, of those lines that pass the filter.
pub(super) fn grouped(
    months: &[Month<'_>],
    by: &[Field],
    filter: &[Condition],
    costs: &[Cost],
    rules: &EnvironmentRules,
) -> Groups {
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
    let mut sums: Vec<Sum> = Vec::new();
    let mut group_of: Vec<u32> = Vec::new();
    for (month, places) in months.iter().zip(&places) {
        let table = &month.table;
        group_of.clear();
        group_of.resize(table.len, 0);
        seen.find(
            &mut group_of,
            places,
            &strides,
            &passing(month, filter, rules),
        );
        sums.resize(seen.keys.len(), Sum::default());
        add_all(month, costs, &group_of, &mut sums);
    }
    let groups = sums
        .into_iter()
        .zip(&seen.keys)
        .map(|(sum, key)| Group {
            key: *key,
            costs: sum.costs.map(Amount),
            quantity: Amount(sum.quantity),
            lines: sum.lines,
        })
        .collect();
    Groups {
        values,
        strides,
        groups,
    }
}

/// A field's values over all months, and how each month's lines find theirs.
fn place_all<'a>(
    months: &'a [Month<'_>],
    field: &Field,
    rules: &EnvironmentRules,
    places: &mut [Vec<Place<'a>>],
) -> Vec<String> {
    let mut values: Vec<String> = Vec::new();
    let mut known: IndexMap<String, u32> = IndexMap::new();
    let mut place = |value: String| -> u32 {
        let next = values.len() as u32;
        *known.entry(value).or_insert_with_key(|value| {
            values.push(value.clone());
            next
        })
    };
    let mut days: Option<(i64, i64)> = None;
    let all: Vec<Codes<'a>> = months
        .iter()
        .map(|month| month.table.codes(field, month.head))
        .collect();
    for codes in &all {
        if let Codes::Days(period, column) = codes
            && let (Some(least), Some(most)) = (column.iter().min(), column.iter().max())
        {
            let first = period.first_day().days();
            let (from, to) = (first + i64::from(*least), first + i64::from(*most));
            days = Some(days.map_or((from, to), |(least, most)| (least.min(from), most.max(to))));
        }
    }
    for (codes, places) in all.into_iter().zip(places) {
        places.push(match codes {
            Codes::One(value) => Place::Same(place(value)),
            Codes::Days(period, column) => {
                let least = days.map_or(0, |(least, _)| least);
                Place::ByDay(column, period.first_day().days() - least)
            }
            Codes::Column(column) => {
                let map: Vec<u32> = column
                    .values
                    .iter()
                    .map(|value| place(field.meant(value, rules)))
                    .collect();
                match *map.as_slice() {
                    [one] => Place::Same(one),
                    _ => Place::ByCode(&column.codes, map),
                }
            }
        });
    }
    match days {
        Some((from, to)) => (from..=to)
            .map(|day| Date::from_days(day).to_string())
            .collect(),
        None => values,
    }
}

/// For each condition that some lines of a month fail: which of them pass.
enum Passing<'a> {
    ByCode(&'a [u32], Vec<bool>),
    ByDay(&'a [i16], Vec<bool>, i16),
    None,
}

fn passing<'a>(
    month: &'a Month<'_>,
    filter: &[Condition],
    rules: &EnvironmentRules,
) -> Vec<Passing<'a>> {
    let mut all = Vec::new();
    for condition in filter {
        let field = &condition.field;
        let pass = |value: &str| condition.holds(value);
        match month.table.codes(field, month.head) {
            Codes::One(value) if pass(&value) => {}
            Codes::One(_) => return vec![Passing::None],
            Codes::Column(column) => {
                let pass: Vec<bool> = column
                    .values
                    .iter()
                    .map(|value| pass(&field.meant(value, rules)))
                    .collect();
                if !pass.iter().all(|pass| *pass) {
                    all.push(Passing::ByCode(&column.codes, pass));
                }
            }
            Codes::Days(period, column) => {
                let least = column.iter().min().copied().unwrap_or(0);
                let most = column.iter().max().copied().unwrap_or(0);
                let first = period.first_day().days();
                let pass = (least..=most)
                    .map(|day| pass(&Date::from_days(first + i64::from(day)).to_string()))
                    .collect();
                all.push(Passing::ByDay(column, pass, least));
            }
        }
    }
    all
}

/// Groups that were met, in the order in which they were.
struct Seen {
    keys: Vec<u64>,
    /// By key, the place of the group and one.
    dense: Vec<u32>,
    sparse: IndexMap<u64, u32>,
}

impl Seen {
    fn new(all: u64) -> Self {
        Self {
            keys: Vec::new(),
            dense: vec![0; if all <= DENSE { all as usize } else { 0 }],
            sparse: IndexMap::new(),
        }
    }

    fn group(&mut self, key: u64) -> u32 {
        if self.dense.is_empty() {
            let next = self.keys.len() as u32;
            return *self.sparse.entry(key).or_insert_with(|| {
                self.keys.push(key);
                next
            });
        }
        let place = &mut self.dense[key as usize];
        if *place == 0 {
            self.keys.push(key);
            *place = self.keys.len() as u32;
        }
        *place - 1
    }

    /// Gives every line its group.
    fn find(
        &mut self,
        group_of: &mut [u32],
        places: &[Place<'_>],
        strides: &[u64],
        passing: &[Passing<'_>],
    ) {
        let mut base = 0;
        let mut moving: Vec<(&Place<'_>, u64)> = Vec::new();
        for (place, stride) in places.iter().zip(strides) {
            match place {
                Place::Same(code) => base += u64::from(*code) * stride,
                other => moving.push((other, *stride)),
            }
        }
        for passing in passing {
            leave_out(group_of, passing);
        }
        // One field alone: its values are looked up once, not once a line.
        if let [(Place::ByCode(codes, map), stride)] = moving.as_slice() {
            let mut groups: Vec<u32> = vec![OUT; map.len()];
            for (group, code) in group_of.iter_mut().zip(*codes) {
                if *group == OUT {
                    continue;
                }
                let known = &mut groups[*code as usize];
                if *known == OUT {
                    *known = self.group(base + u64::from(map[*code as usize]) * stride);
                }
                *group = *known;
            }
            return;
        }
        let mut keys = vec![base; group_of.len()];
        for (place, stride) in moving {
            match place {
                Place::Same(_) => {}
                Place::ByCode(codes, map) => {
                    let map: Vec<u64> = map.iter().map(|code| u64::from(*code) * stride).collect();
                    for (key, code) in keys.iter_mut().zip(*codes) {
                        *key += map[*code as usize];
                    }
                }
                Place::ByDay(days, first) => {
                    for (key, day) in keys.iter_mut().zip(*days) {
                        *key += (i64::from(*day) + first) as u64 * stride;
                    }
                }
            }
        }
        for (group, key) in group_of.iter_mut().zip(keys) {
            if *group != OUT {
                *group = self.group(key);
            }
        }
    }
}

fn leave_out(group_of: &mut [u32], passing: &Passing<'_>) {
    match passing {
        Passing::None => group_of.fill(OUT),
        Passing::ByCode(codes, pass) => {
            for (group, code) in group_of.iter_mut().zip(*codes) {
                if !pass[*code as usize] {
                    *group = OUT;
                }
            }
        }
        Passing::ByDay(days, pass, least) => {
            for (group, day) in group_of.iter_mut().zip(*days) {
                if !pass[(day - least) as usize] {
                    *group = OUT;
                }
            }
        }
    }
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
            add(column, group_of, |group, amount| {
                sums[group].costs[at] += amount;
            });
        }
    }
    if let Some(column) = month.table.quantity.as_deref() {
        add(column, group_of, |group, amount| {
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

#[inline]
fn add(column: &AmountColumn, group_of: &[u32], mut add: impl FnMut(usize, i128)) {
    match column {
        AmountColumn::Narrow { values, .. } => {
            // Fits: the unit of the fewest digits is 10¹⁸ at most.
            let unit = column.unit() as i64;
            for (group, value) in group_of.iter().zip(values) {
                if *group != OUT {
                    add(*group as usize, i128::from(*value) * i128::from(unit));
                }
            }
        }
        AmountColumn::Wide(values) => {
            for (group, value) in group_of.iter().zip(values) {
                if *group != OUT {
                    add(*group as usize, *value);
                }
            }
        }
    }
}
