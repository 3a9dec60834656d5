//! Columns of costs that were read lately, so that the next report need not decrypt them again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::costs::{AmountColumn, Column, ColumnName, Grain};

/// Bytes that are kept at most; a month of a large account is about a megabyte a column.
const MOST: usize = 128 * 1024 * 1024;

type Key = (i64, Grain, ColumnName);

/// A month's number is never given twice, so what is kept never goes stale.
#[derive(Default)]
pub(crate) struct Columns(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    columns: HashMap<Key, Arc<Column>>,
    bytes: usize,
}

impl Columns {
    pub(crate) fn get(&self, id: i64, grain: Grain, name: ColumnName) -> Option<Arc<Column>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.columns.get(&(id, grain, name)).cloned()
    }

    /// Keeps a column; all others are let go where it would be too much.
    pub(crate) fn put(&self, id: i64, grain: Grain, name: ColumnName, column: Arc<Column>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes = size(&column);
        if kept.bytes + bytes > MOST {
            *kept = Kept::default();
        }
        kept.bytes += bytes;
        kept.columns.insert((id, grain, name), column);
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
