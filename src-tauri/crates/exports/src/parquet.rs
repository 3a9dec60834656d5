//! Reads Parquet: a batch at a time, of the columns that mean something, with texts as codes of their
//! dictionaries, so that a combination is told by a few numbers.

use std::collections::BTreeMap;
use std::fs::File;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

use ::parquet::arrow::ProjectionMask;
use ::parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder,
};
use ::parquet::basic::Compression;
use arrow_array::RecordBatch;
use arrow_schema::Schema;
use domain::costs::FileReport;
use engine::AppResult;

use crate::arrays::{self, Row};
use crate::codes::{Coded, Codes};
use crate::columns::Columns;
use crate::line::{
    BROKEN, Batch, Broken, Fingerprint, Line, Sink, Tally, damaged, fingerprint, refused,
};
use crate::meaning;
use crate::source::{FORMATS, unreadable};

/// Rows that are decoded at once.
const BATCH: usize = 4_096;
/// Rows that are added up at once.
const CHUNK: usize = 512;
/// Codes that are remembered at once, over all columns.
const CODES: usize = 500_000;

/// Reads a Parquet file whole into `sink`; nothing when `go_on`, which hears of bytes and line items so
/// far, ends it. `label` is its place in the file at `path`, where it is a zip's member.
pub(crate) fn read(
    path: &Path,
    label: String,
    file: File,
    sink: &mut dyn Sink,
    go_on: &mut dyn FnMut(u64, u64) -> bool,
) -> AppResult<Option<FileReport>> {
    let (plain, columns) = opened(path, &file)?;
    let used = columns.used(sink);
    let schema = schema(path, plain.schema(), &used)?;
    let typed = ArrowReaderMetadata::try_new(
        plain.metadata().clone(),
        as_it_is().with_schema(Arc::new(schema)),
    )
    .map_err(|error| damaged(path, error))?;
    let mask = ProjectionMask::roots(typed.parquet_schema(), used.iter().copied());
    let mut places = vec![None; columns.names.len()];
    for (place, column) in used.iter().enumerate() {
        places[*column] = Some(place);
    }
    sink.begin(&columns);
    let mut tally = Tally::new(path, label, &columns);
    let mut codes = Codes::new(columns.keys.len());
    let mut chunk = Chunk::default();
    let mut bytes = 0;
    for (group, meta) in typed.metadata().row_groups().iter().enumerate() {
        let reader = ParquetRecordBatchReaderBuilder::new_with_metadata(
            file.try_clone().map_err(|error| unreadable(path, error))?,
            typed.clone(),
        )
        .with_projection(mask.clone())
        .with_batch_size(BATCH)
        .with_row_groups(vec![group]);
        let mut reader = guarded(path, || reader.build())?;
        let begun = tally.seen;
        while let Some(batch) = guarded(path, || reader.next().transpose())? {
            if sink.full() {
                return Ok(Some(tally.report()));
            }
            let part = u128::try_from(meta.compressed_size()).unwrap_or(0)
                * u128::from(tally.seen - begun)
                / u128::try_from(meta.num_rows().max(1)).unwrap_or(1);
            if !go_on(bytes + part as u64, tally.seen) {
                return Ok(None);
            }
            if codes.len() > CODES {
                codes.clear();
                sink.begin(&columns);
            }
            let coded = codes.batch(&columns, &batch, &places);
            let decoded = Decoded {
                columns: &columns,
                batch: &batch,
                places: &places,
                coded: &coded,
            };
            for from in (0..batch.num_rows()).step_by(CHUNK) {
                let rows = from..batch.num_rows().min(from + CHUNK);
                let before = tally.seen;
                tally.seen += rows.len() as u64;
                for (row, broken) in chunk.read(&decoded, rows, before, sink) {
                    tally.reject(row, broken)?;
                }
                tally.add(sink, &mut chunk.batch)?;
            }
        }
        bytes += u64::try_from(meta.compressed_size()).unwrap_or(0);
    }
    let promised = typed.metadata().file_metadata().num_rows();
    if i64::try_from(tally.seen) != Ok(promised) {
        return Err(refused(
            path,
            "damaged-file",
            &format!(
                "is damaged: it promises {promised} rows and has {}",
                tally.seen
            ),
        ));
    }
    Ok(Some(tally.report()))
}

/// Decodes: the decoder panics on some corrupt pages where it should refuse them.
fn guarded<T, E: std::error::Error + Send + Sync + 'static>(
    path: &Path,
    decode: impl FnOnce() -> Result<T, E>,
) -> AppResult<T> {
    match catch_unwind(AssertUnwindSafe(decode)) {
        Ok(decoded) => decoded.map_err(|error| damaged(path, error)),
        Err(_) => Err(damaged(
            path,
            std::io::Error::other("a page of it cannot be decoded"),
        )),
    }
}

/// What a Parquet file's columns say that it is.
pub(crate) fn format(path: &Path, file: &File) -> AppResult<Columns> {
    Ok(opened(path, file)?.1)
}

/// Types as Parquet has them, whatever the program that wrote the file made of them.
fn as_it_is() -> ArrowReaderOptions {
    ArrowReaderOptions::new().with_skip_arrow_metadata(true)
}

fn opened(path: &Path, file: &File) -> AppResult<(ArrowReaderMetadata, Columns)> {
    let plain = guarded(path, || ArrowReaderMetadata::load(file, as_it_is()))?;
    let groups = plain.metadata().row_groups().iter();
    let mut codecs = groups.flat_map(|group| group.columns().iter().map(|one| one.compression()));
    if let Some(codec) = codecs.find(|codec| !is_read(*codec)) {
        let codec = codec.to_string();
        let codec = codec.split('(').next().unwrap_or_default();
        let what = format!("is compressed with {codec}, which is not read");
        return Err(refused(path, "unknown-codec", &what).hint(
            "Export it again with Snappy, GZIP, ZSTD or LZ4 (LZ4_RAW), or without compression.",
        ));
    }
    let names: Vec<String> = plain
        .schema()
        .fields()
        .iter()
        .map(|field| field.name().clone())
        .collect();
    let columns = Columns::detect(&names).map_err(|why| {
        refused(path, "unknown-format", &format!("is no cost export: {why}")).hint(FORMATS)
    })?;
    Ok((plain, columns))
}

/// Whether pages that are compressed like this can be read.
fn is_read(codec: Compression) -> bool {
    matches!(
        codec,
        Compression::UNCOMPRESSED
            | Compression::SNAPPY
            | Compression::GZIP(_)
            | Compression::ZSTD(_)
            | Compression::LZ4
            | Compression::LZ4_RAW
    )
}

/// The schema to read by: all columns as they are, those that are used in the types that this crate
/// reads.
fn schema(path: &Path, plain: &Schema, used: &[usize]) -> AppResult<Schema> {
    let mut fields = plain.fields().to_vec();
    for at in used {
        let field = &plain.fields()[*at];
        let kind = arrays::wanted(field.data_type()).ok_or_else(|| {
            refused(
                path,
                "unknown-format",
                &format!(
                    "has the type {} in column {}, which no export has",
                    field.data_type(),
                    field.name()
                ),
            )
        })?;
        fields[*at] = arrays::retyped(field, kind);
    }
    Ok(Schema::new(fields))
}

/// A batch with its key columns in codes.
struct Decoded<'a> {
    columns: &'a Columns,
    batch: &'a RecordBatch,
    /// Places in the batch of the file's columns.
    places: &'a [Option<usize>],
    coded: &'a [Coded],
}

/// A part of a batch on its way into a sink, column by column.
#[derive(Default)]
struct Chunk {
    batch: Batch,
    /// Texts of one row, in codes.
    texts: Vec<u8>,
    keys: Vec<Fingerprint>,
    found: Vec<Option<u32>>,
}

impl Chunk {
    /// Fills the batch with the rows that are whole; gives those that are broken. `before` is how many
    /// rows of the file came before the batch's row at the range's start.
    fn read(
        &mut self,
        decoded: &Decoded<'_>,
        rows: Range<usize>,
        before: u64,
        sink: &mut dyn Sink,
    ) -> BTreeMap<u64, Broken> {
        let Self {
            batch,
            texts,
            keys,
            found,
        } = self;
        let columns = decoded.columns;
        let number = |at: usize| before + at as u64 + 1;
        let mut broken = BTreeMap::new();
        let at = |column: usize| decoded.places[column].map(|place| decoded.batch.column(place));
        if let Some(array) = at(columns.start) {
            arrays::times(
                columns.start,
                array,
                rows.clone(),
                &mut batch.starts,
                &mut |at, why| {
                    broken.insert(number(at), why);
                },
            );
        }
        batch.measures.grow(rows.len());
        for (measure, column) in &columns.measures {
            if let Some(array) = at(*column) {
                let measures = &mut batch.measures;
                let set = &mut |at: usize, amount| measures.set(at, *measure, amount);
                arrays::amounts(*column, array, rows.clone(), set, &mut |at, why| {
                    broken.insert(number(at), why);
                });
            }
        }
        keys.clear();
        for (start, row) in batch.starts.iter().zip(rows.clone()) {
            texts.clear();
            decoded.texts(row, *start, texts);
            keys.push(fingerprint(texts));
        }
        found.clear();
        found.extend(keys.iter().map(|key| sink.find(*key)));
        for (at, row) in rows.clone().enumerate() {
            let key = keys[at];
            batch.rows.push(number(at));
            batch.slots.push(BROKEN);
            if !broken.is_empty() && broken.contains_key(&number(at)) {
                continue;
            }
            let row = Row {
                batch: decoded.batch,
                places: decoded.places,
                row,
            };
            let line = Line {
                row: number(at),
                key,
                texts: &row,
                start_ms: batch.starts[at],
            };
            // A row of the same chunk may have met it in between.
            let slot = match found[at]
                .or_else(|| sink.find(key))
                .map_or_else(|| sink.meet(&line), Ok)
            {
                Ok(slot) => slot,
                Err(why) => {
                    broken.insert(number(at), why);
                    continue;
                }
            };
            sink.look(slot, &line);
            batch.slots[at] = slot;
        }
        broken
    }
}

impl Decoded<'_> {
    /// Appends what tells a row's combination: its month, the codes of its texts, and those of its tags.
    fn texts(&self, row: usize, start_ms: i64, keys: &mut Vec<u8>) {
        keys.extend(meaning::month_code(start_ms));
        let mut pairs = None;
        for column in self.coded {
            match column {
                Coded::Codes(codes) => keys.extend(codes[row].to_le_bytes()),
                Coded::Pairs(offsets, entries) => {
                    pairs = Some(&entries[offsets[row] as usize..offsets[row + 1] as usize]);
                }
            }
        }
        for (name, value) in pairs.unwrap_or_default() {
            keys.extend(name.to_le_bytes());
            keys.extend(value.to_le_bytes());
        }
    }
}
