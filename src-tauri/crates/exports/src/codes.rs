//! Codes for the texts of Parquet's key columns: a dictionary is looked at once, its rows are numbers.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::Int32Type;
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::DataType;

use crate::arrays;
use crate::columns::Columns;
use crate::line::{ByFingerprint, fingerprint};

/// A key column of a batch.
pub(crate) enum Coded {
    /// A code a row.
    Codes(Vec<u32>),
    /// A map: where each row's entries begin and end, and the codes of their keys and values.
    Pairs(Vec<i32>, Vec<(u32, u32)>),
}

/// Codes of the texts of a file's key columns, the same in all of its row groups.
pub(crate) struct Codes {
    columns: Vec<Known>,
    /// Of the keys of a map, by column as well.
    names: Known,
}

/// Texts of one column.
#[derive(Default)]
struct Known {
    codes: ByFingerprint<u32>,
    /// The dictionary that was met last, and the codes of its values.
    dictionary: Option<(ArrayRef, Vec<u32>)>,
}

/// No text at all.
const NONE: u32 = 0;

impl Codes {
    pub fn new(columns: usize) -> Self {
        Self {
            columns: (0..columns).map(|_| Known::default()).collect(),
            names: Known::default(),
        }
    }

    pub fn len(&self) -> usize {
        self.columns.iter().map(|known| known.codes.len()).sum()
    }

    pub fn clear(&mut self) {
        *self = Self::new(self.columns.len());
    }

    /// The key columns of a batch, in codes.
    pub fn batch(
        &mut self,
        columns: &Columns,
        batch: &RecordBatch,
        places: &[Option<usize>],
    ) -> Vec<Coded> {
        let mut coded = Vec::with_capacity(columns.keys.len());
        for (known, column) in self.columns.iter_mut().zip(&columns.keys) {
            let Some(place) = places[*column] else {
                continue;
            };
            let array = batch.column(place);
            coded.push(match array.as_map_opt() {
                Some(map) => {
                    let names = self.names.codes(map.keys());
                    let values = known.codes(map.values());
                    let mut offsets = map.value_offsets().to_vec();
                    // A null map has no entries, whatever its offsets say.
                    let mut entries = Vec::with_capacity(names.len());
                    let mut begin = 0;
                    for row in 0..map.len() {
                        let end = offsets[row + 1];
                        if map.is_valid(row) {
                            let span = begin as usize..end as usize;
                            entries.extend(span.map(|at| (names[at], values[at])));
                        }
                        begin = end;
                        offsets[row + 1] = entries.len() as i32;
                    }
                    offsets[0] = 0;
                    Coded::Pairs(offsets, entries)
                }
                None => Coded::Codes(known.codes(array)),
            });
        }
        coded
    }
}

impl Known {
    fn code(&mut self, text: &[u8]) -> u32 {
        if text.is_empty() {
            return NONE;
        }
        let next = self.codes.len() as u32 + 1;
        *self.codes.entry(fingerprint(text)).or_insert(next)
    }

    fn codes(&mut self, array: &ArrayRef) -> Vec<u32> {
        if let Some(dictionary) = array.as_dictionary_opt::<Int32Type>() {
            let values = dictionary.values();
            let same = self
                .dictionary
                .as_ref()
                .is_some_and(|(last, _)| Arc::ptr_eq(last, values));
            if !same {
                let codes = (0..values.len())
                    .map(|at| self.code(arrays::dictionary_text(values, at)))
                    .collect();
                self.dictionary = Some((values.clone(), codes));
            }
            let codes = self.dictionary.as_ref().map_or(&[][..], |(_, codes)| codes);
            let keys = dictionary.keys();
            let code = |key: &i32| codes.get(*key as usize).copied().unwrap_or(NONE);
            return match keys.nulls() {
                None => keys.values().iter().map(code).collect(),
                Some(nulls) => keys
                    .values()
                    .iter()
                    .zip(nulls.iter())
                    .map(|(key, valid)| if valid { code(key) } else { NONE })
                    .collect(),
            };
        }
        if matches!(array.data_type(), DataType::Null) {
            return vec![NONE; array.len()];
        }
        let mut last: Option<(i64, u32)> = None;
        (0..array.len())
            .map(|row| match (arrays::typed_ms(array, row), last) {
                (Some(ms), Some((known, code))) if ms == known => code,
                (Some(ms), _) => {
                    let code = self.code(&ms.to_le_bytes());
                    last = Some((ms, code));
                    code
                }
                (None, _) => self.code(arrays::text(array, row).as_bytes()),
            })
            .collect()
    }
}
