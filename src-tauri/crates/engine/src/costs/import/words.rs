//! Sentences of an import, each true at its time.

use std::path::Path;

use domain::costs::{counted, grouped};

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
        grouped(u128::from(import.rows))
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
        ImportState::Done => format!(
            "{came}; {} could not be read.",
            grouped(u128::from(rejected))
        ),
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
