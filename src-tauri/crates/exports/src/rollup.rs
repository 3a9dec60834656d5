//! Rolls line items up while they are read. What a combination of texts means is worked out when it is
//! first seen; for every further line item of it a look-up and a few additions are all there is.

use std::collections::HashMap;

use domain::costs::{Amount, Costs, Dimension, Measure, MeasureSet, MonthKey, TagKeys};

use crate::columns::Columns;
use crate::line::{Broken, Line, Sink};
use crate::meaning::{Meaning, Rule};
use crate::month::Month;

pub(crate) const DAY_MS: i64 = 86_400_000;
/// Combinations that are remembered at once, and bytes of their keys: memory does not grow with a file.
const REMEMBERED: usize = 100_000;
const REMEMBERED_BYTES: usize = 24 << 20;
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

type Map<K, V> = HashMap<K, V, foldhash::fast::RandomState>;

/// What line items add up to.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Sums {
    pub costs: Costs,
    pub quantity: Amount,
    pub lines: u64,
    /// Line items of which a cost is not stated.
    pub unstated: u64,
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

/// Line items with equal texts.
struct Combination {
    /// Place of its month.
    month: u32,
    /// Place of its class.
    class: u32,
    rule: Rule,
    split: bool,
    sums: Sums,
    first_ms: i64,
    last_ms: i64,
    meaning: Box<Meaning>,
}

/// Line items with equal dimensions in one month.
pub(crate) struct Class {
    pub month: u32,
    /// Codes of the dimensions' values.
    pub codes: [u32; Dimension::ALL.len()],
    /// Days since 1970 of the month's first.
    first_day: i64,
    /// Groups by day of the month, and those of days outside of it.
    days: Vec<u32>,
    outside: Vec<(i16, u32)>,
}

/// A row of the ledger.
pub(crate) struct Group {
    pub class: u32,
    pub day: i16,
    pub sums: Sums,
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
    memory: Map<Box<[u8]>, u32>,
    memory_bytes: usize,
    combinations: Vec<Combination>,
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
            memory: Map::default(),
            memory_bytes: 0,
            combinations: Vec::new(),
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

    fn first_sight(&mut self, line: &Line<'_>) -> Result<u32, Broken> {
        if self.combinations.len() >= REMEMBERED || self.memory_bytes >= REMEMBERED_BYTES {
            self.forget();
        }
        let columns = self.columns.as_ref().ok_or_else(|| Broken {
            column: None,
            reason: "it came before its columns".to_owned(),
        })?;
        let meaning = Meaning::of(columns, line, self.keys)?;
        let month = match self.month_of.get(&meaning.month) {
            Some(month) => *month,
            None => {
                let month = self.months.len() as u32;
                self.month_of.insert(meaning.month.clone(), month);
                self.months
                    .push(Month::new(meaning.month.clone(), columns.format));
                month
            }
        };
        self.months[month as usize].came_from(&self.source, columns);
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
                first_day: meaning.month.period.first_day().days(),
                days: vec![u32::MAX; meaning.month.period.days() as usize],
                outside: Vec::new(),
            });
        }
        let at = self.combinations.len() as u32;
        self.combinations.push(Combination {
            month,
            class,
            rule: meaning.rule,
            split: !meaning.split_parent.is_empty(),
            sums: Sums::default(),
            first_ms: i64::MAX,
            last_ms: i64::MIN,
            meaning: Box::new(meaning),
        });
        self.memory_bytes += line.key.len();
        self.memory.insert(line.key.into(), at);
        Ok(at)
    }

    /// Hands what combinations add up to on to their months, and forgets them.
    pub fn forget(&mut self) {
        for combination in self.combinations.drain(..) {
            if combination.sums.lines > 0 {
                self.months[combination.month as usize].take(
                    &combination.meaning,
                    &combination.sums,
                    combination.first_ms.div_euclid(DAY_MS),
                    combination.last_ms,
                );
            }
        }
        self.memory.clear();
        self.memory_bytes = 0;
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

    fn line(&mut self, line: &Line<'_>) -> Result<(), Broken> {
        let at = match self.memory.get(line.key) {
            Some(at) => *at,
            None => self.first_sight(line)?,
        };
        let combination = &mut self.combinations[at as usize];
        let sums = if combination.split {
            // A share of a node is part of the node's cost: what is kept of it is the share alone.
            Sums {
                costs: Costs {
                    effective: line.measures.net(Measure::NetSplit, Measure::Split),
                    billed: line.measures.net(Measure::NetUnused, Measure::Unused),
                    ..Costs::default()
                },
                quantity: Amount::ZERO,
                lines: 1,
                unstated: 0,
            }
        } else {
            Sums {
                costs: combination.rule.costs(line.measures),
                quantity: line.measures.or_zero(Measure::Quantity),
                lines: 1,
                unstated: u64::from(!line.measures.has_all(self.costs)),
            }
        };
        let split = combination.split;
        let place = combination.class as usize;
        let class = &mut self.classes[place];
        let day = line.start_ms.div_euclid(DAY_MS) - class.first_day;
        if day.abs() > DAYS_AWAY {
            return Err(Broken {
                column: self.columns.as_ref().map(|columns| columns.start),
                reason: format!("it lies {} days away from its billing month", day.abs()),
            });
        }
        combination.sums.add(&sums);
        combination.first_ms = combination.first_ms.min(line.start_ms);
        combination.last_ms = combination.last_ms.max(line.start_ms);
        if split {
            return Ok(());
        }
        let next = self.groups.len() as u32;
        let group = class.group(day as i16, next);
        if group == next {
            self.groups.push(Group {
                class: place as u32,
                day: day as i16,
                sums: Sums::default(),
            });
        }
        self.groups[group as usize].sums.add(&sums);
        Ok(())
    }
}

impl Class {
    /// The group of a day; `next` where it has none yet.
    fn group(&mut self, day: i16, next: u32) -> u32 {
        let slot = match usize::try_from(day) {
            Ok(at) if at < self.days.len() => &mut self.days[at],
            _ => {
                let known = self.outside.iter().position(|(other, _)| *other == day);
                let at = known.unwrap_or_else(|| {
                    self.outside.push((day, u32::MAX));
                    self.outside.len() - 1
                });
                &mut self.outside[at].1
            }
        };
        if *slot == u32::MAX {
            *slot = next;
        }
        *slot
    }
}
