//! Sentences of an import, each true at its time.

use std::path::Path;

use super::{Import, ImportSource, ImportState};

pub(super) fn beginning(source: &ImportSource) -> String {
    match source {
        ImportSource::Files { .. } => "Looking at the files.".to_owned(),
        ImportSource::DataExport { export, .. } => {
            format!("Looking at what {} has delivered.", export.name)
        }
        ImportSource::CostExplorer { .. } => "Asking Cost Explorer.".to_owned(),
        ImportSource::Athena { .. } => "Asking Athena.".to_owned(),
    }
}

pub(in crate::costs) fn reading(import: &Import) -> String {
    let percent = (import.bytes_done * 100)
        .checked_div(import.bytes_total)
        .unwrap_or(0);
    let file = import.file.as_deref().unwrap_or("the files");
    let name = Path::new(file)
        .file_name()
        .map_or(file.into(), |name| name.to_string_lossy());
    format!(
        "Reading {name}: {percent}% of all files, {} line items.",
        grouped(import.rows)
    )
}

pub(super) fn end(import: &Import) -> String {
    let rejected: u64 = import.files.iter().map(|file| file.rejected_count).sum();
    let came = format!(
        "{} came in from {}: {}",
        counted(import.months.len() as u64, "month"),
        counted(import.files.len() as u64, "file"),
        counted(import.rows_stored(), "line item"),
    );
    match import.state {
        ImportState::Running => reading(import),
        ImportState::Done if rejected == 0 => format!("{came}."),
        ImportState::Done => format!("{came}; {} could not be read.", grouped(rejected)),
        ImportState::Failed if import.months.is_empty() => {
            "Nothing came in, and what was there before is still there.".to_owned()
        }
        ImportState::Failed => format!("{came}; the rest failed."),
        ImportState::Cancelled if import.months.is_empty() => {
            "Cancelled. Nothing came in, and what was there before is still there.".to_owned()
        }
        ImportState::Cancelled => format!("Cancelled. Before, {came}."),
    }
}

pub(in crate::costs) fn counted(count: u64, word: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {word}{plural}", grouped(count))
}

/// `1,234,567`
pub(in crate::costs) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
