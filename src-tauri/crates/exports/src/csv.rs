//! Reads CSV: finds fields, parses times and amounts, and tells combinations of texts apart by their
//! bytes, so that what they mean is worked out once a combination.

use std::borrow::Cow;
use std::cell::Cell;
use std::io::{self, Read};
use std::path::Path;
use std::rc::Rc;

use domain::costs::{Amount, FileReport, Measure};
use engine::AppResult;
use simd_csv::{ZeroCopyByteRecord, ZeroCopyReader, ZeroCopyReaderBuilder};

use crate::columns::Columns;
use crate::line::{
    Batch, Broken, Line, Sink, Tally, Texts, amount_within, damaged, fingerprint, refused,
};
use crate::source::FORMATS;
use crate::{meaning, moment, tags};

/// A line item longer than this is no line item: a quote was never closed.
const LINE_AT_MOST: usize = 4 << 20;
/// Line items that are added up at once.
const BATCH: usize = 256;
/// Line items between two looks at whether to go on.
const BETWEEN: u64 = 4096;

/// Reads a CSV whole into `sink`; nothing when `go_on`, which hears of the line items so far, ends it.
pub(crate) fn read(
    path: &Path,
    label: String,
    reader: impl Read,
    sink: &mut dyn Sink,
    go_on: &mut dyn FnMut(u64) -> bool,
) -> AppResult<Option<FileReport>> {
    let (mut csv, since) = reader_of(reader);
    let columns = columns(path, &mut csv)?;
    sink.begin(&columns);
    let mut tally = Tally::new(path, label, &columns);
    let mut fields = Fields::default();
    let mut batch = Batch::default();
    while !sink.full() {
        since.set(0);
        let Some(record) = csv
            .read_byte_record()
            .map_err(|error| broken_off(path, error))?
        else {
            break;
        };
        if record.as_slice().is_empty() {
            continue;
        }
        tally.seen += 1;
        if let Err(broken) = fields.line(&columns, &record, tally.seen, sink, &mut batch) {
            tally.reject(tally.seen, broken)?;
        }
        if batch.len() == BATCH {
            tally.add(sink, &mut batch)?;
        }
        if tally.seen.is_multiple_of(BETWEEN) && !go_on(tally.seen) {
            return Ok(None);
        }
    }
    tally.add(sink, &mut batch)?;
    Ok(Some(tally.report()))
}

/// What the header says that a CSV is.
pub(crate) fn format(path: &Path, reader: impl Read) -> AppResult<Columns> {
    columns(path, &mut reader_of(reader).0)
}

fn reader_of<R: Read>(reader: R) -> (ZeroCopyReader<Bounded<R>>, Rc<Cell<usize>>) {
    let since = Rc::new(Cell::new(0));
    let bounded = Bounded {
        inner: reader,
        since: since.clone(),
    };
    let csv = ZeroCopyReaderBuilder::with_capacity(1 << 17)
        .flexible(true)
        .from_reader(bounded);
    (csv, since)
}

fn columns<R: Read>(path: &Path, csv: &mut ZeroCopyReader<R>) -> AppResult<Columns> {
    let headers = csv
        .byte_headers()
        .map_err(|error| broken_off(path, error))?;
    let names: Vec<String> = headers
        .iter()
        .map(|name| String::from_utf8_lossy(name).trim().to_owned())
        .collect();
    Columns::detect(&names).map_err(|why| {
        refused(path, "unknown-format", &format!("is no cost export: {why}")).hint(FORMATS)
    })
}

fn broken_off(path: &Path, error: simd_csv::Error) -> engine::AppError {
    match error.into_kind() {
        simd_csv::ErrorKind::Io(error) => damaged(path, error),
        other => refused(path, "damaged-file", &format!("is damaged: {other:?}")),
    }
}

/// Refuses to read on when a line item has no end.
struct Bounded<R> {
    inner: R,
    /// Bytes read since the last line item.
    since: Rc<Cell<usize>>,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.since.set(self.since.get() + read);
        if self.since.get() > LINE_AT_MOST {
            return Err(io::Error::other(
                "a line item has no end within 4 MB; a quotation mark is not closed",
            ));
        }
        Ok(read)
    }
}

/// What is kept between line items, so that nothing is allocated for each.
#[derive(Default)]
struct Fields {
    key: Vec<u8>,
    amounts: Vec<(Measure, Amount)>,
    last_start: Vec<u8>,
    last_ms: i64,
    last_month: [u8; 4],
}

impl Fields {
    fn line(
        &mut self,
        columns: &Columns,
        record: &ZeroCopyByteRecord<'_>,
        row: u64,
        sink: &mut dyn Sink,
        batch: &mut Batch,
    ) -> Result<(), Broken> {
        if record.len() != columns.names.len() {
            return Err(Broken {
                column: None,
                reason: format!(
                    "it has {} fields where the header has {}",
                    record.len(),
                    columns.names.len()
                ),
            });
        }
        self.start(columns, record)?;
        self.key.clear();
        self.key.extend(self.last_month);
        for column in &columns.keys {
            let field = record.get(*column).unwrap_or_default();
            self.key.extend((field.len() as u32).to_le_bytes());
            self.key.extend(field);
        }
        self.amounts.clear();
        for (measure, column) in &columns.measures {
            if let Some(amount) = amount(*column, unquoted(record, *column))? {
                self.amounts.push((*measure, amount));
            }
        }
        let key = fingerprint(&self.key);
        let line = Line {
            row,
            key,
            texts: record,
            start_ms: self.last_ms,
        };
        let slot = match sink.find(key) {
            Some(slot) => slot,
            None => sink.meet(&line)?,
        };
        sink.look(slot, &line);
        batch.rows.push(row);
        batch.slots.push(slot);
        batch.starts.push(self.last_ms);
        batch.measures.grow(1);
        for (measure, amount) in &self.amounts {
            batch.measures.set(batch.rows.len() - 1, *measure, *amount);
        }
        Ok(())
    }

    fn start(&mut self, columns: &Columns, record: &ZeroCopyByteRecord<'_>) -> Result<(), Broken> {
        let text = unquoted(record, columns.start);
        if text == self.last_start && !text.is_empty() {
            return Ok(());
        }
        self.last_ms = moment::parse(text.trim_ascii())
            .ok_or_else(|| Broken::value(columns.start, text, "is no date or time"))?;
        self.last_month = meaning::month_code(self.last_ms);
        self.last_start.clear();
        self.last_start.extend(text);
        Ok(())
    }
}

fn unquoted<'a>(record: &'a ZeroCopyByteRecord<'_>, column: usize) -> &'a [u8] {
    record.unquote(column).unwrap_or_default()
}

/// A field's amount; nothing where it is empty or says so.
fn amount(column: usize, text: &[u8]) -> Result<Option<Amount>, Broken> {
    match Amount::parse(text) {
        Err(_) if meaning::is_null(text) => Ok(None),
        amount => amount_within(column, amount, || text.to_vec()).map(Some),
    }
}

impl Texts for ZeroCopyByteRecord<'_> {
    fn text(&self, column: usize) -> Cow<'_, str> {
        let field = self.unescape(column).unwrap_or_default();
        match field {
            Cow::Borrowed(bytes) => String::from_utf8_lossy(bytes),
            Cow::Owned(bytes) => Cow::Owned(String::from_utf8_lossy(&bytes).into_owned()),
        }
    }

    fn pairs(&self, column: usize) -> Vec<(String, String)> {
        tags::pairs(&self.text(column))
    }
}
