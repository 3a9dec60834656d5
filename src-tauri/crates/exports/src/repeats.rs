//! Whether files that are read together hold the same line items: then they are no parts of one export, and
//! adding them up would count money twice.
//!
//! Of each file and month the smallest fingerprints of line items are kept, so that of the same line items
//! the same ones are kept, whatever order and container they come in (bottom-k sampling: Broder 1997, "On
//! the resemblance and containment of documents"). Up to [`KEPT`] line items that is all of them.

use std::collections::BTreeSet;
use std::hash::BuildHasher;
use std::path::Path;

use domain::costs::{Cost, Measure, MonthKey};
use engine::{AppError, AppResult};
use foldhash::quality::FixedState;

use crate::columns::Columns;
use crate::line::{Batch, Broken, Fingerprint, Line, Sink, name, problem};
use crate::meaning::Meaning;
use crate::rollup::Rollup;

/// Fingerprints that are kept of a month in a file.
const KEPT: usize = 1_024;

/// A file, or a zip's member, and what is kept of its months.
struct Part {
    name: String,
    months: Vec<(MonthKey, BTreeSet<u64>)>,
}

/// Rolls line items up and finds parts that repeat each other.
pub(crate) struct Repeats<'a, 'k> {
    rollup: &'a mut Rollup<'k>,
    path: &'a Path,
    parts: Vec<Part>,
    /// By combination: the place of its month in the part, and the fingerprint of its texts.
    combinations: Vec<(usize, u64)>,
    hash: FixedState,
}

impl<'a, 'k> Repeats<'a, 'k> {
    pub fn new(rollup: &'a mut Rollup<'k>) -> Self {
        Self {
            rollup,
            path: Path::new(""),
            parts: Vec::new(),
            combinations: Vec::new(),
            hash: FixedState::default(),
        }
    }

    /// The file that is read next.
    pub fn file(&mut self, path: &'a Path) {
        self.rollup.source(path.display().to_string());
        self.path = path;
        self.part(name(path));
    }

    /// The roll-up, for files that are known to be parts.
    pub fn rollup(&mut self) -> &mut Rollup<'k> {
        self.rollup
    }

    fn part(&mut self, name: String) {
        self.combinations.clear();
        self.parts.push(Part {
            name,
            months: Vec::new(),
        });
    }

    /// Refuses a part of which most line items are in another one, too.
    pub fn checked(&self) -> AppResult<()> {
        for (at, part) in self.parts.iter().enumerate() {
            for other in &self.parts[..at] {
                for (month, kept) in &part.months {
                    let same = other.months.iter().find(|(key, _)| key == month);
                    if same.is_some_and(|(_, known)| mostly_same(kept, known)) {
                        return Err(repeated(month, &other.name, &part.name, self.path));
                    }
                }
            }
        }
        Ok(())
    }

    /// A combination's month and fingerprint.
    fn combination(&mut self, meaning: &Meaning) -> Option<(usize, u64)> {
        let texts = (
            &meaning.dimensions,
            &meaning.resource,
            &meaning.split_parent,
        );
        let months = &mut self.parts.last_mut()?.months;
        let known = months.iter().position(|(key, _)| *key == meaning.month);
        let at = known.unwrap_or_else(|| {
            months.push((meaning.month.clone(), BTreeSet::new()));
            months.len() - 1
        });
        Some((at, self.hash.hash_one(texts)))
    }
}

/// More than half of the smaller one, of those that would be kept of both.
fn mostly_same(one: &BTreeSet<u64>, other: &BTreeSet<u64>) -> bool {
    let end = |kept: &BTreeSet<u64>| match kept.last() {
        Some(last) if kept.len() == KEPT => *last,
        _ => u64::MAX,
    };
    let end = end(one).min(end(other));
    let count = |kept: &BTreeSet<u64>| kept.range(..=end).count();
    let both = one.range(..=end).filter(|print| other.contains(print));
    both.count() * 2 > count(one).min(count(other))
}

fn repeated(month: &MonthKey, first: &str, second: &str, path: &Path) -> AppError {
    let message = format!(
        "{first} and {second} hold the same line items of {}, which would count twice.",
        month.period.words()
    );
    AppError::invalid(
        format!("{message} Nothing was changed."),
        vec![problem(path, "repeated-month", message.clone())],
    )
    .hint("Import the newer one alone. Files of one import must be parts of one export; a month that is imported later replaces the one that is there.")
}

impl Sink for Repeats<'_, '_> {
    fn member(&mut self, label: &str) {
        self.part(format!("{}: {label}", name(self.path)));
    }

    fn begin(&mut self, columns: &Columns) {
        self.combinations.clear();
        self.rollup.begin(columns);
    }

    fn find(&self, key: Fingerprint) -> Option<u32> {
        self.rollup.find(key)
    }

    fn meet(&mut self, line: &Line<'_>) -> Result<u32, Broken> {
        let slot = self.rollup.meet(line)?;
        let meaning = self.rollup.meaning(slot).cloned();
        // Places are given anew once the roll-up has forgotten what it knew.
        self.combinations.truncate(slot as usize);
        let combination = meaning.and_then(|meaning| self.combination(&meaning));
        self.combinations.extend(combination);
        Ok(slot)
    }

    fn add(&mut self, batch: &Batch) -> Vec<(u64, Broken)> {
        if let Some(part) = self.parts.last_mut() {
            for (at, slot) in batch.slots.iter().enumerate() {
                let Some((month, texts)) = self.combinations.get(*slot as usize) else {
                    continue;
                };
                let measures = batch.measures.of(at);
                let Some(meaning) = self.rollup.meaning(*slot) else {
                    continue;
                };
                let costs = meaning.rule.costs(measures);
                let amounts = (
                    Cost::ALL.map(|cost| costs.get(cost)),
                    measures.or_zero(Measure::Quantity),
                    measures.or_zero(Measure::Split),
                );
                let print = self.hash.hash_one((texts, batch.starts[at], amounts));
                let kept = &mut part.months[*month].1;
                if kept.len() < KEPT || kept.last().is_some_and(|last| print < *last) {
                    kept.insert(print);
                    if kept.len() > KEPT {
                        kept.pop_last();
                    }
                }
            }
        }
        self.rollup.add(batch)
    }
}
