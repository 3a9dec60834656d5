//! Reads a delivery: its files one after another into one roll-up.

use std::fs::File;
use std::path::Path;

use domain::costs::{ExportFormat, FileReport, TagKeys};
use engine::AppResult;
use engine::costs::ports::{Delivery, Reading, Watch};

use crate::line::{Sink, damaged, refused};
use crate::repeats::Repeats;
use crate::rollup::Rollup;
use crate::source::{
    Container, FORMATS, Member, Taken, archive, inflated, members, open, unreadable,
};
use crate::{csv, ledger, parquet};

/// Reads a delivery whole, or not at all. Refuses files that repeat each other, unless a manifest says that
/// they are parts.
pub(crate) fn read(delivery: &Delivery, keys: &TagKeys, watch: &dyn Watch) -> AppResult<Reading> {
    let mut rollup = Rollup::new(keys);
    let mut reports = Vec::new();
    let mut before = 0;
    let alone = match delivery.files.as_slice() {
        [path] => Container::of(path)? != Container::Zip,
        _ => delivery.manifest,
    };
    let mut repeats = Repeats::new(&mut rollup);
    for path in &delivery.files {
        let mut go_on = |bytes: u64, rows: u64| watch.progress(path, bytes, before + rows);
        repeats.file(path);
        let read = if alone {
            file(path, repeats.rollup(), &mut go_on)?
        } else {
            file(path, &mut repeats, &mut go_on)?
        };
        let Some(read) = read else {
            return Ok(Reading::Cancelled);
        };
        repeats.checked()?;
        before += read
            .iter()
            .map(|report| report.rows + report.rejected_count)
            .sum::<u64>();
        reports.extend(read);
    }
    Ok(Reading::Whole {
        files: reports,
        months: ledger::months(rollup)?,
    })
}

/// Reads a file into a sink; nothing when it was ended. `go_on` hears of bytes taken from disk and line
/// items so far.
pub(crate) fn file(
    path: &Path,
    sink: &mut dyn Sink,
    go_on: &mut dyn FnMut(u64, u64) -> bool,
) -> AppResult<Option<Vec<FileReport>>> {
    let told = |taken: &Taken| {
        let taken = taken.clone();
        move |rows: u64| (taken.get(), rows)
    };
    match Container::of(path)? {
        Container::Csv => {
            let (file, taken) = open(path)?;
            let told = told(&taken);
            let mut heard = |rows| {
                let (bytes, rows) = told(rows);
                go_on(bytes, rows)
            };
            Ok(csv::read(path, String::new(), file, sink, &mut heard)?.map(|report| vec![report]))
        }
        Container::Gzip => {
            let (file, taken) = open(path)?;
            let told = told(&taken);
            let mut heard = |rows| {
                let (bytes, rows) = told(rows);
                go_on(bytes, rows)
            };
            let report = csv::read(path, String::new(), inflated(file), sink, &mut heard)?;
            Ok(report.map(|report| vec![report]))
        }
        Container::Zip => zip(path, sink, go_on),
        Container::Parquet => {
            let file = File::open(path).map_err(|error| unreadable(path, error))?;
            let report = parquet::read(path, String::new(), file, sink, go_on)?;
            Ok(report.map(|report| vec![report]))
        }
    }
}

/// What a file is, told from its beginning. Refuses what is no export.
pub(crate) fn identify(path: &Path) -> AppResult<ExportFormat> {
    let columns = match Container::of(path)? {
        Container::Csv => csv::format(path, open(path)?.0)?,
        Container::Gzip => csv::format(path, inflated(open(path)?.0))?,
        Container::Parquet => {
            let file = File::open(path).map_err(|error| unreadable(path, error))?;
            parquet::format(path, &file)?
        }
        Container::Zip => {
            let mut format = None;
            for (at, _) in members(path)? {
                let mut archive = archive(path, open(path)?.0)?;
                let member = archive.by_index(at).map_err(|error| damaged(path, error))?;
                format = Some(match Member::of(path, member)? {
                    Member::Csv(text) => csv::format(path, text)?,
                    Member::Gzip(text) => csv::format(path, inflated(text))?,
                    Member::Parquet(file) => parquet::format(path, &file)?,
                });
            }
            format.ok_or_else(|| {
                refused(path, "empty-file", "is a zip without a CSV in it").hint(FORMATS)
            })?
        }
    };
    Ok(columns.format)
}

fn zip(
    path: &Path,
    sink: &mut dyn Sink,
    go_on: &mut dyn FnMut(u64, u64) -> bool,
) -> AppResult<Option<Vec<FileReport>>> {
    let mut reports = Vec::new();
    let mut before = 0;
    for (at, label) in members(path)? {
        let (file, taken) = open(path)?;
        let mut archive = archive(path, file)?;
        let member = archive.by_index(at).map_err(|error| damaged(path, error))?;
        sink.member(&label);
        let mut heard = |rows| go_on(taken.get(), before + rows);
        let report = match Member::of(path, member)? {
            Member::Csv(text) => csv::read(path, label, text, sink, &mut heard)?,
            Member::Gzip(text) => csv::read(path, label, inflated(text), sink, &mut heard)?,
            Member::Parquet(file) => {
                let mut heard = |_: u64, rows: u64| heard(rows);
                parquet::read(path, label, file, sink, &mut heard)?
            }
        };
        let Some(report) = report else {
            return Ok(None);
        };
        before += report.rows + report.rejected_count;
        reports.push(report);
    }
    Ok(Some(reports))
}
