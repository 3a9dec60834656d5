//! Which group each line of a month is of.

use indexmap::IndexMap;

use super::super::table::Codes;
use super::super::{Condition, EnvironmentRules, Field, Month};
use crate::catalogue::Date;

/// Combinations of values up to which places are looked up in a plain table.
const DENSE: u64 = 1 << 22;
/// The group of lines that a filter leaves out.
pub(super) const OUT: u32 = u32::MAX;

/// How the lines of a month find their value of a field among all months' values.
pub(super) enum Place<'a> {
    Same(u32),
    ByCode(&'a [u32], Vec<u32>),
    ByDay(&'a [i16], i64),
}

/// A field's values over all months, and how each month's lines find theirs.
pub(super) fn place_all<'a>(
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
pub(super) enum Passing<'a> {
    ByCode(&'a [u32], Vec<bool>),
    ByDay(&'a [i16], Vec<bool>, i16),
    None,
}

pub(super) fn passing<'a>(
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
pub(super) struct Seen {
    pub keys: Vec<u64>,
    /// By key, the place of the group and one.
    dense: Vec<u32>,
    sparse: IndexMap<u64, u32>,
}

impl Seen {
    pub fn new(all: u64) -> Self {
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
    pub fn find(
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
