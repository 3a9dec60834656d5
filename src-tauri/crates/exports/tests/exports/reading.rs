//! Reads exports the way an import does.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use domain::costs::{Costs, Dimension, FileReport, ImportedMonth, TagKeys};
use engine::AppResult;
use engine::costs::ports::{CostFiles, Reading, Watch};
use exports::ExportFiles;

/// Never ends a reading.
pub struct Patient;

impl Watch for Patient {
    fn progress(&self, _file: &Path, _bytes: u64, _rows: u64) -> bool {
        true
    }
}

/// All that came of the paths that were named.
#[derive(Debug)]
pub struct Read {
    pub files: Vec<FileReport>,
    pub months: Vec<ImportedMonth>,
}

/// Reads everything below the paths.
pub fn read(paths: &[PathBuf]) -> AppResult<Read> {
    let survey = ExportFiles.survey(paths)?;
    let mut all = Read {
        files: Vec::new(),
        months: Vec::new(),
    };
    for delivery in survey.deliveries {
        match ExportFiles.read(&delivery, &TagKeys::default(), &Patient)? {
            Reading::Whole { files, months } => {
                all.files.extend(files);
                all.months.extend(months);
            }
            Reading::Cancelled => unreachable!("nobody cancelled"),
        }
    }
    Ok(all)
}

impl Read {
    /// Totals over all months by currency.
    pub fn totals(&self) -> BTreeMap<String, Costs> {
        let mut totals: BTreeMap<String, Costs> = BTreeMap::new();
        for month in &self.months {
            for (currency, costs) in &month.head.totals {
                *totals.entry(currency.clone()).or_default() += *costs;
            }
        }
        totals
    }

    pub fn rows(&self) -> u64 {
        self.files.iter().map(|file| file.rows).sum()
    }

    pub fn rejected(&self) -> u64 {
        self.files.iter().map(|file| file.rejected_count).sum()
    }
}

/// What a month's row says of a dimension.
pub fn value(month: &ImportedMonth, dimension: Dimension, row: usize) -> &str {
    let column = month
        .rows
        .dimension(dimension)
        .expect("all columns are there");
    &column.values[column.codes[row] as usize]
}

/// A file of the reference data beside the repository; says so and gives nothing where it is absent.
pub fn reference(path: &str) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(3)?;
    let found = root.join("../shared/data").join(path);
    if found.exists() {
        return Some(found);
    }
    eprintln!("skipped: there is no ../shared/data/{path} beside the repository");
    None
}
