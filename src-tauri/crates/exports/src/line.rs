//! A line item between the reader of a file and whoever takes it in.

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::path::Path;

use domain::costs::{Amount, AmountError, ExportFormat, FileReport, MeasureColumns, Rejected};
use domain::environment::{Problem, Severity};
use engine::{AppError, AppResult, ErrorCode};
use twox_hash::XxHash3_128;

use crate::columns::Columns;

/// Rejected line items of a file that are named one by one.
const NAMED: usize = 100;
/// So many line items may be broken, or one in a hundred; more, and the file is not to be trusted.
const BROKEN_AT_MOST: u64 = 100;
/// No amount of a line item is larger; sums of them then fit.
const LARGEST: Amount = Amount::units(10_000_000_000_000);
/// Bytes of a broken value that are quoted.
const QUOTED: usize = 60;

/// Equal for line items of a file of which all texts in [`Columns::keys`] and the month of `start_ms` are
/// equal. For others it differs: of a million combinations two share one with a probability of 10⁻²⁷.
pub(crate) type Fingerprint = u128;

/// The fingerprint of texts that are written one after another, each so that its end is told.
pub(crate) fn fingerprint(texts: &[u8]) -> Fingerprint {
    XxHash3_128::oneshot(texts)
}

/// What is known by fingerprint, which needs no further hashing.
pub(crate) type ByFingerprint<V> = HashMap<Fingerprint, V, BuildHasherDefault<LowHalf>>;

/// The low half of a fingerprint as its hash.
#[derive(Default)]
pub(crate) struct LowHalf(u64);

impl Hasher for LowHalf {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u128(&mut self, fingerprint: u128) {
        self.0 = fingerprint as u64;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// The texts of the line item that a reader stands at.
pub(crate) trait Texts {
    /// A column's text; empty where it has none.
    fn text(&self, column: usize) -> Cow<'_, str>;
    /// A column that is a map: keys as they are written, and values.
    fn pairs(&self, column: usize) -> Vec<(String, String)>;
}

/// A line item as a reader meets it.
pub(crate) struct Line<'a> {
    /// Row of the file's data, from 1.
    pub row: u64,
    pub key: Fingerprint,
    pub texts: &'a dyn Texts,
    /// When what is charged began, in milliseconds since 1970.
    pub start_ms: i64,
}

/// In place of a combination: the line item does not count.
pub(crate) const BROKEN: u32 = u32::MAX;

/// Line items that are added up at once: their texts are looked up already. By columns, so that what is
/// waited for in memory is waited for together.
#[derive(Default)]
pub(crate) struct Batch {
    pub rows: Vec<u64>,
    /// Combinations, as [`Sink::find`] and [`Sink::meet`] gave them; [`BROKEN`] for a row to leave out.
    pub slots: Vec<u32>,
    pub starts: Vec<i64>,
    pub measures: MeasureColumns,
}

impl Batch {
    pub fn clear(&mut self) {
        self.rows.clear();
        self.slots.clear();
        self.starts.clear();
        self.measures.clear();
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }
}

/// Takes line items in.
pub(crate) trait Sink {
    /// A file begins, or its keys have another meaning from now on.
    fn begin(&mut self, columns: &Columns);
    /// The member of a zip that comes next.
    fn member(&mut self, _label: &str) {}
    /// The combination with this key, if it was met already.
    fn find(&self, key: Fingerprint) -> Option<u32>;
    /// Meets a line item of a combination that is not known yet. Says why it is broken.
    fn meet(&mut self, line: &Line<'_>) -> Result<u32, Broken>;
    /// Looks at a line item while its texts are at hand.
    fn look(&mut self, _slot: u32, _line: &Line<'_>) {}
    /// Adds line items up, and forgets combinations when they are too many; gives those that are broken.
    fn add(&mut self, batch: &Batch) -> Vec<(u64, Broken)>;
    /// Columns whose texts are asked for, besides those that have a meaning.
    fn wants(&self, _columns: &Columns) -> Vec<usize> {
        Vec::new()
    }
    /// True when nothing more is wanted.
    fn full(&self) -> bool {
        false
    }
}

/// What is wrong with a line item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Broken {
    /// Place of the column in the file; none for the whole line.
    pub column: Option<usize>,
    pub reason: String,
}

impl Broken {
    /// A value that cannot be used.
    pub fn value(column: usize, text: &[u8], why: &str) -> Self {
        Self {
            column: Some(column),
            reason: format!("{} {why}", quoted(text)),
        }
    }
}

/// An amount that is no larger than any line item's can be.
pub(crate) fn amount_within(
    column: usize,
    amount: Result<Amount, AmountError>,
    text: impl FnOnce() -> Vec<u8>,
) -> Result<Amount, Broken> {
    let amount = amount.and_then(|amount| {
        if amount.magnitude() > LARGEST {
            Err(AmountError::TooLarge)
        } else {
            Ok(amount)
        }
    });
    amount.map_err(|error| Broken::value(column, &text(), &error.to_string()))
}

/// A value in backquotes, cut to a length that can be read.
pub(crate) fn quoted(text: &[u8]) -> String {
    let text = String::from_utf8_lossy(&text[..text.len().min(QUOTED * 4)]);
    let mut cut: String = text.chars().take(QUOTED).collect();
    if cut.len() < text.len() {
        cut.push('…');
    }
    format!("`{cut}`")
}

/// How the reading of one file goes.
pub(crate) struct Tally<'a> {
    pub path: &'a Path,
    /// Where in the file: a zip's member, or nothing.
    pub label: String,
    pub format: ExportFormat,
    names: Vec<String>,
    /// Line items that were read, broken ones too.
    pub seen: u64,
    rejected: Vec<Rejected>,
    rejected_count: u64,
}

impl<'a> Tally<'a> {
    pub fn new(path: &'a Path, label: String, columns: &Columns) -> Self {
        Self {
            path,
            label,
            format: columns.format,
            names: columns.names.clone(),
            seen: 0,
            rejected: Vec::new(),
            rejected_count: 0,
        }
    }

    /// Counts a line item that is broken; refuses the file once they are too many.
    pub fn reject(&mut self, row: u64, broken: Broken) -> AppResult<()> {
        self.rejected_count += 1;
        if self.rejected.len() < NAMED {
            let column = broken.column.and_then(|at| self.names.get(at).cloned());
            self.rejected.push(Rejected {
                row,
                column: column.unwrap_or_default(),
                reason: broken.reason,
            });
        }
        if self.rejected_count > BROKEN_AT_MOST.max(self.seen / 100) {
            return Err(self.too_many());
        }
        Ok(())
    }

    /// Adds a batch up and counts what is broken of it.
    pub fn add(&mut self, sink: &mut dyn Sink, batch: &mut Batch) -> AppResult<()> {
        for (row, broken) in sink.add(batch) {
            self.reject(row, broken)?;
        }
        batch.clear();
        Ok(())
    }

    fn too_many(&self) -> AppError {
        let problems = self
            .rejected
            .iter()
            .take(20)
            .map(|rejected| {
                let column = if rejected.column.is_empty() {
                    String::new()
                } else {
                    format!(", {}", rejected.column)
                };
                problem(
                    self.path,
                    "broken-line-items",
                    format!("Row {}{column}: {}.", rejected.row, rejected.reason),
                )
            })
            .collect();
        AppError::invalid(
            format!(
                "{} of the first {} line items of {} cannot be read, so none of it is trusted. Nothing was changed.",
                self.rejected_count,
                self.seen,
                name(self.path),
            ),
            problems,
        )
        .hint("Export the file again, or correct the rows that are named.")
    }

    pub fn report(self) -> FileReport {
        let path = self.path.display().to_string();
        FileReport {
            path: if self.label.is_empty() {
                path
            } else {
                format!("{path}: {}", self.label)
            },
            format: self.format,
            rows: self.seen - self.rejected_count,
            rejected: self.rejected,
            rejected_count: self.rejected_count,
        }
    }
}

/// A file's name without its folders.
pub(crate) fn name(path: &Path) -> String {
    path.file_name().map_or_else(
        || path.display().to_string(),
        |name| name.to_string_lossy().into_owned(),
    )
}

/// A problem with a file.
pub(crate) fn problem(path: &Path, code: &str, message: String) -> Problem {
    Problem {
        code: code.to_owned(),
        severity: Severity::Error,
        field: path.display().to_string(),
        line: None,
        column: None,
        message,
        hint: None,
    }
}

/// A file that cannot be read: what is wrong with it, and that nothing came of it.
pub(crate) fn refused(path: &Path, code: &str, what: &str) -> AppError {
    let message = format!("{} {what}.", name(path));
    AppError {
        fields: vec![problem(path, code, message.clone())],
        ..AppError::new(
            ErrorCode::InvalidInput,
            format!("{message} Nothing was changed."),
        )
    }
}

/// A file that breaks off or does not hold what its format asks for.
pub(crate) fn damaged(
    path: &Path,
    cause: impl std::error::Error + Send + Sync + 'static,
) -> AppError {
    refused(path, "damaged-file", &format!("is damaged: {cause}"))
        .hint("Copy or download the file again; the copy is probably incomplete.")
        .because(cause)
}
