//! Cost exports on disk: FOCUS and CUR, as CSV, CSV.gz, zip and Parquet, rolled up into ledgers while
//! they are read.
//!
//! A reader finds fields and gives line items on ([`line`]); what a file's columns mean is told from
//! their names ([`columns`]), what a line item means is worked out once for each combination of its
//! texts ([`meaning`]), and amounts are added up exactly ([`rollup`], [`month`], [`ledger`]). Memory does
//! not grow with a file.

mod arrays;
mod codes;
mod columns;
mod csv;
mod ledger;
mod line;
mod lines;
mod manifest;
mod meaning;
mod moment;
mod month;
mod parquet;
mod read;
mod repeats;
mod rollup;
mod source;
mod survey;
mod tags;

use std::path::{Path, PathBuf};

use domain::costs::TagKeys;
use engine::AppResult;
use engine::costs::ports::{CostFiles, Delivery, LineFilter, Lines, Reading, Survey, Watch};

/// The engine's cost files, on this computer's disks.
#[derive(Debug, Clone, Copy, Default)]
pub struct ExportFiles;

impl CostFiles for ExportFiles {
    fn survey(&self, paths: &[PathBuf]) -> AppResult<Survey> {
        survey::survey(paths)
    }

    fn read(&self, delivery: &Delivery, keys: &TagKeys, watch: &dyn Watch) -> AppResult<Reading> {
        read::read(delivery, keys, watch)
    }

    fn named(&self, manifest: &Path) -> Option<Vec<String>> {
        Some(manifest::Manifest::read(manifest)?.files)
    }

    fn lines(
        &self,
        files: &[PathBuf],
        filter: &LineFilter,
        limit: usize,
        keys: &TagKeys,
        watch: &dyn Watch,
    ) -> AppResult<Lines> {
        lines::lines(files, filter, limit, keys, watch)
    }
}
