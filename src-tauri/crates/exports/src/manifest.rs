//! Manifests that AWS puts beside an export's files, read leniently: only which files there are, of which
//! month and which delivery matters.
//!
//! Data Exports name `dataFiles` (S3 URIs) and `executionId`, legacy CUR `reportKeys` (keys in the bucket)
//! and `assemblyId` (AWS user guide, "Data Exports manifest file reference" and "Cost and Usage Reports
//! files organization"; read 2026-11).

use std::fs;
use std::path::{Path, PathBuf};

use domain::costs::Period;
use serde_json::Value;

use crate::meaning;
use crate::moment;

/// What a manifest says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Manifest {
    pub path: PathBuf,
    pub period: Option<Period>,
    /// Paths of the files in the bucket.
    pub files: Vec<String>,
    /// What tells this delivery of a month from others; empty where there is only one.
    delivery: String,
    /// When it was written, as the manifest says or else as the disk does.
    written: String,
}

impl Manifest {
    /// Nothing of what is no manifest of an export.
    pub fn read(path: &Path) -> Option<Self> {
        let value: Value = serde_json::from_slice(&fs::read(path).ok()?).ok()?;
        let files = ["dataFiles", "reportKeys"]
            .iter()
            .find_map(|key| value.get(key)?.as_array())?;
        let text = |keys: &[&str]| {
            let found = keys.iter().find_map(|key| value.get(key)?.as_str());
            found.unwrap_or_default().to_owned()
        };
        let modified = fs::metadata(path).and_then(|meta| meta.modified()).ok()?;
        let modified = modified
            .duration_since(std::time::UNIX_EPOCH)
            .map_or(0, |since| since.as_millis());
        let stated = text(&["lastUpdated", "createdAt"]);
        Some(Self {
            path: path.to_owned(),
            period: value.get("billingPeriod").and_then(period),
            files: files
                .iter()
                .filter_map(|file| file.as_str().map(str::to_owned))
                .collect(),
            delivery: text(&["executionId", "assemblyId"]),
            written: format!("{stated}/{modified:020}"),
        })
    }

    /// The newest of several manifests of one month. Legacy CUR's above the folders of its deliveries is
    /// written last.
    pub fn newest(manifests: Vec<Self>) -> Option<Self> {
        manifests.into_iter().max_by(|a, b| {
            let depth = |manifest: &Self| std::cmp::Reverse(manifest.path.components().count());
            (
                &a.written[..a.written.find('/').unwrap_or(0)],
                depth(a),
                &a.written,
            )
                .cmp(&(
                    &b.written[..b.written.find('/').unwrap_or(0)],
                    depth(b),
                    &b.written,
                ))
        })
    }

    /// The local copy of one of its files among candidates: the one whose path ends like the file's.
    pub fn local<'a>(&self, file: &str, candidates: &'a [PathBuf]) -> Option<&'a PathBuf> {
        let wanted: Vec<&str> = file.rsplit('/').collect();
        let of_delivery = !self.delivery.is_empty()
            && wanted
                .get(1)
                .is_some_and(|folder| folder.contains(&self.delivery));
        let needed = if of_delivery { 2 } else { 1 };
        candidates
            .iter()
            .map(|candidate| {
                let parts = candidate
                    .components()
                    .rev()
                    .map(|part| part.as_os_str().to_string_lossy());
                let equal = parts.zip(&wanted).take_while(|(a, b)| a == *b).count();
                (equal, candidate)
            })
            .filter(|(equal, _)| *equal >= needed)
            .max_by_key(|(equal, _)| *equal)
            .map(|(_, candidate)| candidate)
    }
}

/// `"2026-11"`, or `{"start": "20260801T000000.000Z"}`.
fn period(value: &Value) -> Option<Period> {
    if let Some(text) = value.as_str() {
        return text.get(..7)?.parse().ok();
    }
    let start = value.get("start")?.as_str()?;
    match compact(start.get(..8)?) {
        Some(period) => Some(period),
        None => moment::parse(start.as_bytes()).map(meaning::month_of),
    }
}

/// The month of `20260801`.
pub(crate) fn compact(text: &str) -> Option<Period> {
    if text.len() != 8 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    format!("{}-{}", &text[..4], &text[4..6]).parse().ok()
}
