//! Rolls line items up while they are read. What a combination of texts means is worked out when it is
//! first seen; for every further line item of it a look-up and a few additions are all there is.

use std::collections::HashMap;

use domain::costs::{Amount, Costs, Dimension, Measure, MeasureSet, Measures, MonthKey, TagKeys};

use crate::columns::Columns;
use crate::line::{BROKEN, Batch, Broken, ByFingerprint, Fingerprint, Line, Sink};
use crate::meaning::{Meaning, Rule};
use crate::month::Month;

pub(crate) const DAY_MS: i64 = 86_400_000;
/// Combinations that are remembered at once: memory does not grow with a file.
const REMEMBERED: usize = 100_000;
/// Days that a class has a place for: those of the longest month.
const DAYS: usize = 31;
/// A charge this many days away from its billing month is a slip of the pen.
const DAYS_AWAY: i64 = 3_660;

/// Costs that a line item must state where the export has a column for them.
const STATED: [Measure; 5] = [
    Measure::Billed,
    Measure::Effective,
    Measure::List,
    Measure::Contracted,
    Measure::Unblended,
];

type Map<K, V> = HashMap<K, V, foldhash::quality::RandomState>;

/// What line items add up to.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Sums {
    pub costs: Costs,
    pub quantity: Amount,
    pub lines: u32,
    /// Line items of which a cost is not stated.
    pub unstated: u32,
}

impl Sums {
    pub fn add(&mut self, other: &Self) {
        self.costs += other.costs;
        self.quantity += other.quantity;
        self.lines += other.lines;
        self.unstated += other.unstated;
    }

    /// What resources are ranked by.
    pub fn weight(&self) -> u128 {
        self.costs.effective.0.unsigned_abs() + self.costs.billed.0.unsigned_abs()
    }
}

/// Line items with equal texts: what is touched for each of them.
struct Combination {
    sums: Sums,
    first_ms: i64,
    last_ms: i64,
    /// Days since 1970 of its month's first.
    first_day: i32,
    /// Where the groups of its class stand in [`Rollup::days`].
    days: u32,
    rule: Rule,
    split: bool,
}

/// What is touched when it is met and when it is forgotten.
struct Known {
    /// Places of its month and its class.
    month: u32,
    class: u32,
    meaning: Meaning,
}

/// Line items with equal dimensions in one month.
pub(crate) struct Class {
    pub month: u32,
    /// Codes of the dimensions' values.
    pub codes: [u32; Dimension::ALL.len()],
    /// Where its groups stand in [`Rollup::days`], one for each of [`DAYS`].
    days: u32,
    /// Groups of days outside of the month.
    outside: Vec<(i16, u32)>,
}

/// A row of the ledger.
#[derive(Clone, Copy)]
pub(crate) struct Group {
    pub sums: Sums,
    pub class: u32,
    pub day: i16,
}

/// Values of a dimension and their codes.
#[derive(Default)]
pub(crate) struct Values {
    pub values: Vec<String>,
    codes: Map<String, u32>,
}

impl Values {
    fn code(&mut self, value: &str) -> u32 {
        if let Some(code) = self.codes.get(value) {
            return *code;
        }
        let code = self.values.len() as u32;
        self.values.push(value.to_owned());
        self.codes.insert(value.to_owned(), code);
        code
    }
}

/// All that was read of a delivery so far.
pub(crate) struct Rollup<'a> {
    keys: &'a TagKeys,
    /// Of the file that is being read.
    columns: Option<Columns>,
    source: String,
    /// The costs that the file states.
    costs: MeasureSet,
    memory: ByFingerprint<u32>,
    combinations: Vec<Combination>,
    /// Beside `combinations`.
    known: Vec<Known>,
    /// Groups by class and day of the month.
    days: Vec<u32>,
    class_of: Map<(u32, [u32; Dimension::ALL.len()]), u32>,
    pub classes: Vec<Class>,
    pub groups: Vec<Group>,
    pub values: [Values; Dimension::ALL.len()],
    month_of: Map<MonthKey, u32>,
    pub months: Vec<Month>,
}

impl<'a> Rollup<'a> {
    pub fn new(keys: &'a TagKeys) -> Self {
        Self {
            keys,
            columns: None,
            source: String::new(),
            costs: MeasureSet::default(),
            memory: ByFingerprint::default(),
            combinations: Vec::new(),
            known: Vec::new(),
            days: Vec::new(),
            class_of: Map::default(),
            classes: Vec::new(),
            groups: Vec::new(),
            values: Default::default(),
            month_of: Map::default(),
            months: Vec::new(),
        }
    }

    /// The file that is read next, as months name it.
    pub fn source(&mut self, name: String) {
        self.source = name;
    }

    /// What a combination means, until it is forgotten.
    pub fn meaning(&self, slot: u32) -> Option<&Meaning> {
        self.known.get(slot as usize).map(|known| &known.meaning)
    }

    fn month(&mut self, key: &MonthKey, columns: &Columns) -> u32 {
        let month = match self.month_of.get(key) {
            Some(month) => *month,
            None => {
                let month = self.months.len() as u32;
                self.month_of.insert(key.clone(), month);
                self.months.push(Month::new(key.clone(), columns.format));
                month
            }
        };
        self.months[month as usize].came_from(&self.source, columns);
        month
    }

    fn class(&mut self, month: u32, meaning: &Meaning) -> u32 {
        let mut codes = [0; Dimension::ALL.len()];
        for (at, value) in meaning.dimensions.iter().enumerate() {
            codes[at] = self.values[at].code(value);
        }
        let next = self.classes.len() as u32;
        let class = *self.class_of.entry((month, codes)).or_insert(next);
        if class == next {
            self.classes.push(Class {
                month,
                codes,
                days: self.days.len() as u32,
                outside: Vec::new(),
            });
            self.days.resize(self.days.len() + DAYS, u32::MAX);
        }
        class
    }

    /// The group of a class's day.
    fn group(&mut self, class: u32, day: i16) -> u32 {
        let place = &mut self.classes[class as usize];
        let slot = match usize::try_from(day) {
            Ok(at) if at < DAYS => &mut self.days[place.days as usize + at],
            _ => {
                let known = place.outside.iter().position(|(other, _)| *other == day);
                let at = known.unwrap_or_else(|| {
                    place.outside.push((day, u32::MAX));
                    place.outside.len() - 1
                });
                &mut place.outside[at].1
            }
        };
        if *slot == u32::MAX {
            *slot = self.groups.len() as u32;
            self.groups.push(Group {
                sums: Sums::default(),
                class,
                day,
            });
        }
        *slot
    }

    /// Adds one line item up.
    fn add_one(&mut self, slot: u32, start_ms: i64, measures: Measures<'_>) -> Result<(), Broken> {
        let combination = &mut self.combinations[slot as usize];
        let day = start_ms.div_euclid(DAY_MS) - i64::from(combination.first_day);
        if day.abs() > DAYS_AWAY {
            return Err(Broken {
                column: self.columns.as_ref().map(|columns| columns.start),
                reason: format!("it lies {} days away from its billing month", day.abs()),
            });
        }
        let sums = if combination.split {
            // A share of a node is part of the node's cost: what is kept of it is the share alone.
            Sums {
                costs: Costs {
                    effective: measures.net(Measure::NetSplit, Measure::Split),
                    billed: measures.net(Measure::NetUnused, Measure::Unused),
                    ..Costs::default()
                },
                lines: 1,
                ..Sums::default()
            }
        } else {
            Sums {
                costs: combination.rule.costs(measures),
                quantity: measures.or_zero(Measure::Quantity),
                lines: 1,
                unstated: u32::from(!measures.has_all(self.costs)),
            }
        };
        combination.sums.add(&sums);
        combination.first_ms = combination.first_ms.min(start_ms);
        combination.last_ms = combination.last_ms.max(start_ms);
        if combination.split {
            return Ok(());
        }
        let known = usize::try_from(day)
            .ok()
            .filter(|day| *day < DAYS)
            .map(|day| self.days[combination.days as usize + day]);
        let group = match known {
            Some(group) if group != u32::MAX => group,
            _ => self.group(self.known[slot as usize].class, day as i16),
        };
        self.groups[group as usize].sums.add(&sums);
        Ok(())
    }

    /// Hands what combinations add up to on to their months, and forgets them.
    pub fn forget(&mut self) {
        for (combination, known) in self.combinations.drain(..).zip(self.known.drain(..)) {
            if combination.sums.lines > 0 {
                self.months[known.month as usize].take(
                    &known.meaning,
                    &combination.sums,
                    combination.first_ms.div_euclid(DAY_MS),
                    combination.last_ms,
                );
            }
        }
        self.memory.clear();
    }
}

impl Sink for Rollup<'_> {
    fn begin(&mut self, columns: &Columns) {
        self.forget();
        self.costs = columns
            .measures
            .iter()
            .map(|(measure, _)| *measure)
            .filter(|measure| STATED.contains(measure))
            .collect();
        self.columns = Some(columns.clone());
    }

    fn find(&self, key: Fingerprint) -> Option<u32> {
        self.memory.get(&key).copied()
    }

    fn meet(&mut self, line: &Line<'_>) -> Result<u32, Broken> {
        let columns = self.columns.take().ok_or_else(|| Broken {
            column: None,
            reason: "it came before its columns".to_owned(),
        })?;
        let meaning = Meaning::of(&columns, line, self.keys);
        let met = meaning.map(|meaning| {
            let month = self.month(&meaning.month, &columns);
            let class = self.class(month, &meaning);
            let slot = self.combinations.len() as u32;
            self.combinations.push(Combination {
                sums: Sums::default(),
                first_ms: i64::MAX,
                last_ms: i64::MIN,
                first_day: meaning.month.period.first_day().days() as i32,
                days: self.classes[class as usize].days,
                rule: meaning.rule,
                split: !meaning.split_parent.is_empty(),
            });
            self.known.push(Known {
                month,
                class,
                meaning,
            });
            self.memory.insert(line.key, slot);
            slot
        });
        self.columns = Some(columns);
        met
    }

    fn add(&mut self, batch: &Batch) -> Vec<(u64, Broken)> {
        let mut broken = Vec::new();
        for at in 0..batch.len() {
            let (slot, start) = (batch.slots[at], batch.starts[at]);
            if slot == BROKEN {
                continue;
            }
            if let Err(why) = self.add_one(slot, start, batch.measures.of(at)) {
                broken.push((batch.rows[at], why));
            }
        }
        if self.combinations.len() >= REMEMBERED {
            self.forget();
        }
        broken
    }
}
