//! Columns of costs that were read lately, so that the next report need not decrypt them again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::costs::{AmountColumn, Column, ColumnName, Grain};

/// Bytes that are kept at most; a month of a large account is about a megabyte a column.
const MOST: usize = 128 * 1024 * 1024;

/// Columns by month and name.
pub(crate) type Known = HashMap<(i64, ColumnName), Arc<Column>>;

/// A month's number is never given twice, so what is kept never goes stale.
#[derive(Default)]
pub(crate) struct Columns(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    columns: HashMap<(Grain, i64, ColumnName), Entry>,
    bytes: usize,
    /// Counts the askings.
    now: u64,
}

struct Entry {
    column: Arc<Column>,
    /// The asking that it last served.
    used: u64,
}

impl Columns {
    /// Those that are kept.
    pub(crate) fn get(&self, ids: &[i64], grain: Grain, names: &[ColumnName]) -> Known {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.now += 1;
        let now = kept.now;
        let mut known = Known::new();
        for id in ids {
            for name in names {
                if let Some(entry) = kept.columns.get_mut(&(grain, *id, *name)) {
                    entry.used = now;
                    known.insert((*id, *name), entry.column.clone());
                }
            }
        }
        known
    }

    /// Keeps columns; where it would be too much, those are let go that were not used for longest.
    pub(crate) fn put(&self, grain: Grain, columns: &Known) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let used = kept.now;
        for ((id, name), column) in columns {
            let column = column.clone();
            kept.bytes += size(&column);
            let entry = Entry { column, used };
            if let Some(before) = kept.columns.insert((grain, *id, *name), entry) {
                kept.bytes -= size(&before.column);
            }
        }
        if kept.bytes > MOST {
            kept.let_go();
        }
    }
}

impl Kept {
    fn let_go(&mut self) {
        let mut stalest: Vec<_> = self
            .columns
            .iter()
            .map(|(key, entry)| (entry.used, *key))
            .collect();
        stalest.sort_unstable();
        for (_, key) in stalest {
            if self.bytes <= MOST / 2 {
                break;
            }
            if let Some(entry) = self.columns.remove(&key) {
                self.bytes -= size(&entry.column);
            }
        }
    }
}

fn size(column: &Column) -> usize {
    let rows = column.len();
    match column {
        Column::Days(_) => rows * 2,
        Column::Counts(_) => rows * 4,
        Column::Amounts(AmountColumn::Narrow { .. }) => rows * 8,
        Column::Amounts(AmountColumn::Wide(_)) => rows * 16,
        Column::Dimension(column) => {
            rows * 4
                + column
                    .values
                    .iter()
                    .map(|value| value.len() + 24)
                    .sum::<usize>()
        }
    }
}
