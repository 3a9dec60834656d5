//! The line items behind a figure, read back from the files that they came from.

use std::path::PathBuf;

use domain::costs::TagKeys;
use engine::AppResult;
use engine::costs::ports::{LineFilter, LineItem, Lines, Watch};

use crate::columns::Columns;
use crate::line::{Batch, Broken, ByFingerprint, Fingerprint, Line, Sink, name};
use crate::meaning::Meaning;
use crate::read;
use crate::rollup::DAY_MS;

/// The first line items of the files that a filter means, at most `limit`, and how many there are.
pub(crate) fn lines(
    files: &[PathBuf],
    filter: &LineFilter,
    limit: usize,
    keys: &TagKeys,
    watch: &dyn Watch,
) -> AppResult<Lines> {
    let mut found = Found {
        filter,
        limit,
        keys,
        columns: None,
        wanted: Vec::new(),
        file: String::new(),
        known: ByFingerprint::default(),
        means: Vec::new(),
        lines: Lines {
            items: Vec::new(),
            count: 0,
            whole: true,
        },
    };
    let mut before = 0;
    for path in files {
        found.file = name(path);
        let mut go_on = |bytes: u64, rows: u64| watch.progress(path, bytes, before + rows);
        let Some(reports) = read::file(path, &mut found, &mut go_on)? else {
            found.lines.whole = false;
            break;
        };
        before += reports
            .iter()
            .map(|report| report.rows + report.rejected_count)
            .sum::<u64>();
    }
    Ok(found.lines)
}

struct Found<'a> {
    filter: &'a LineFilter,
    limit: usize,
    keys: &'a TagKeys,
    columns: Option<Columns>,
    /// Columns that are shown.
    wanted: Vec<usize>,
    file: String,
    known: ByFingerprint<u32>,
    /// Whether combinations are meant.
    means: Vec<bool>,
    lines: Lines,
}

/// Combinations that are remembered at once.
const REMEMBERED: usize = 200_000;

/// Columns that say nothing to a reader: repeated in every line, or for machines.
const SILENT: [&str; 6] = [
    "skupricedetails",
    "identity_line_item_id",
    "identity/lineitemid",
    "identity_time_interval",
    "identity/timeinterval",
    "x_discounts",
];

impl Sink for Found<'_> {
    fn begin(&mut self, columns: &Columns) {
        self.wanted = self.wants(columns);
        self.columns = Some(columns.clone());
        self.known.clear();
        self.means.clear();
    }

    fn wants(&self, columns: &Columns) -> Vec<usize> {
        (0..columns.names.len())
            .filter(|at| {
                let name = columns.names[*at].to_ascii_lowercase();
                !SILENT.contains(&name.as_str()) && !name.starts_with("product/")
            })
            .collect()
    }

    fn find(&self, key: Fingerprint) -> Option<u32> {
        self.known.get(&key).copied()
    }

    fn meet(&mut self, line: &Line<'_>) -> Result<u32, Broken> {
        let Some(columns) = &self.columns else {
            return Ok(0);
        };
        let meaning = Meaning::of(columns, line, self.keys)?;
        let means = meaning.month == self.filter.month
            && meaning.split_parent.is_empty()
            && self.filter.values.iter().all(|(dimension, values)| {
                values
                    .iter()
                    .any(|value| value == meaning.dimension(*dimension))
            })
            && self
                .filter
                .resource
                .as_ref()
                .is_none_or(|id| *id == meaning.resource);
        let slot = self.means.len() as u32;
        self.means.push(means);
        self.known.insert(line.key, slot);
        Ok(slot)
    }

    fn look(&mut self, slot: u32, line: &Line<'_>) {
        if !self.means.get(slot as usize).copied().unwrap_or(false) {
            return;
        }
        let first = self.filter.month.period.first_day().days();
        let day = line.start_ms.div_euclid(DAY_MS) - first;
        if self
            .filter
            .day
            .is_some_and(|wanted| i64::from(wanted) != day)
        {
            return;
        }
        self.lines.count += 1;
        if self.lines.items.len() >= self.limit {
            return;
        }
        let Some(columns) = &self.columns else {
            return;
        };
        let values = self
            .wanted
            .iter()
            .map(|at| {
                (
                    columns.names[*at].clone(),
                    line.texts.text(*at).into_owned(),
                )
            })
            .filter(|(_, value)| !crate::meaning::is_null(value.as_bytes()))
            .collect();
        self.lines.items.push(LineItem {
            file: self.file.clone(),
            row: line.row,
            values,
        });
    }

    fn add(&mut self, _batch: &Batch) -> Vec<(u64, Broken)> {
        if self.known.len() > REMEMBERED {
            self.known.clear();
            self.means.clear();
        }
        Vec::new()
    }
}
