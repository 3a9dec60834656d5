//! Cost exports on disk: FOCUS and CUR, as CSV, CSV.gz, zip and Parquet, rolled up into ledgers while
//! they are read.

use std::path::PathBuf;

use domain::costs::TagKeys;
use engine::costs::ports::{CostFiles, Delivery, Reading, Survey, Watch};
use engine::{AppError, AppResult};

/// Cost exports of this computer.
pub struct ExportFiles;

impl CostFiles for ExportFiles {
    fn survey(&self, _: &[PathBuf]) -> AppResult<Survey> {
        Err(AppError::internal("No reader is there yet."))
    }

    fn read(&self, _: &Delivery, _: &TagKeys, _: &dyn Watch) -> AppResult<Reading> {
        Err(AppError::internal("No reader is there yet."))
    }
}
