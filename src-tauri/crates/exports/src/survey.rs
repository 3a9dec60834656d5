//! What there is to read below the paths that were named: loose files, or an export's whole tree with its
//! partitions, manifests and metadata.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use domain::costs::Period;
use engine::costs::ports::{Delivery, Survey};
use engine::{AppError, AppResult, ErrorCode};

use crate::line::{name, problem, refused};
use crate::manifest::{Manifest, compact};
use crate::read::identify;
use crate::source::{FORMATS, unreadable};

/// Endings that say that a file is meant to be data.
const DATA_ENDINGS: &[&str] = &["csv", "gz", "zip", "parquet"];

/// A tree's month: the folder that the export lies in, and the month.
type Partition = (PathBuf, Period);

/// What was found, before it is put together.
#[derive(Default)]
struct Found {
    loose: Vec<PathBuf>,
    partitions: BTreeMap<Partition, Vec<PathBuf>>,
    manifests: BTreeMap<Partition, Vec<Manifest>>,
    ignored: Vec<String>,
    refusals: Vec<AppError>,
}

/// What there is to read, files and folders alike.
pub(crate) fn survey(paths: &[PathBuf]) -> AppResult<Survey> {
    let mut found = Found::default();
    for path in paths {
        let meta = fs::metadata(path).map_err(|error| unreadable(path, error))?;
        if meta.is_dir() {
            let mut files = Vec::new();
            walk(path, &mut files)?;
            files.sort();
            if files.is_empty() {
                found
                    .refusals
                    .push(refused(path, "empty-folder", "has no file in it").hint(FORMATS));
            }
            for file in files {
                found.below(path, file);
            }
        } else {
            match identify(path) {
                Ok(_) => found.loose.push(path.clone()),
                Err(refusal) => found.refusals.push(refusal),
            }
        }
    }
    let (mut deliveries, mut ignored) = found.deliveries()?;
    if deliveries.is_empty() {
        let folder = paths.first().map_or(Path::new(""), PathBuf::as_path);
        return Err(refused(folder, "no-export", "has no cost export in it").hint(FORMATS));
    }
    deliveries.sort_by(|a, b| (a.period, &a.files).cmp(&(b.period, &b.files)));
    ignored.sort();
    Ok(Survey {
        bytes: deliveries.iter().map(|delivery| delivery.bytes).sum(),
        deliveries,
        ignored,
    })
}

impl Found {
    /// Takes a file below a folder in.
    fn below(&mut self, root: &Path, file: PathBuf) {
        let short = file
            .strip_prefix(root)
            .unwrap_or(&file)
            .display()
            .to_string();
        let last = name(&file);
        let lower = last.to_ascii_lowercase();
        if last.starts_with(['.', '_']) {
            self.ignored
                .push(format!("{short}: made by another program"));
            return;
        }
        let place = partition(&file);
        if lower.ends_with(".json") {
            let Some(manifest) = Manifest::read(&file) else {
                self.ignored
                    .push(format!("{short}: describes something else"));
                return;
            };
            let place = place.or_else(|| Some((tree(&file), manifest.period?)));
            if let Some(place) = place {
                self.manifests.entry(place).or_default().push(manifest);
            }
            self.ignored.push(format!("{short}: describes the export"));
            return;
        }
        let described = file
            .components()
            .any(|part| part.as_os_str().eq_ignore_ascii_case("metadata"));
        let ending = lower.rsplit('.').next().unwrap_or_default();
        if described && !DATA_ENDINGS.contains(&ending) {
            self.ignored.push(format!("{short}: describes the export"));
            return;
        }
        match identify(&file) {
            Ok(_) => match place {
                Some(place) => self.partitions.entry(place).or_default().push(file),
                None => self.loose.push(file),
            },
            Err(refusal) if DATA_ENDINGS.contains(&ending) => self.refusals.push(refusal),
            Err(refusal) => {
                let why = refusal
                    .fields
                    .first()
                    .map_or(refusal.message, |field| field.message.clone());
                self.ignored.push(format!("{short}: {why}"));
            }
        }
    }

    fn deliveries(mut self) -> AppResult<(Vec<Delivery>, Vec<String>)> {
        let mut deliveries = Vec::new();
        for ((tree, period), files) in std::mem::take(&mut self.partitions) {
            let manifests = self.manifests.remove(&(tree, period)).unwrap_or_default();
            let named = !manifests.is_empty();
            match self.whole(period, files, manifests) {
                Ok(files) if named => deliveries.push(delivery(Some(period), files, named)?),
                Ok(files) => {
                    let files = self.once(files)?;
                    deliveries.push(delivery(Some(period), files, named)?);
                }
                Err(refusal) => self.refusals.push(refusal),
            }
        }
        for ((_, period), manifests) in std::mem::take(&mut self.manifests) {
            if let Some(manifest) = Manifest::newest(manifests) {
                let named = self.loose.iter().any(|file| {
                    manifest
                        .files
                        .iter()
                        .any(|wanted| wanted.ends_with(&name(file)))
                });
                if named {
                    let loose = std::mem::take(&mut self.loose);
                    match self.whole(period, loose, vec![manifest]) {
                        Ok(files) => deliveries.push(delivery(Some(period), files, true)?),
                        Err(refusal) => self.refusals.push(refusal),
                    }
                } else {
                    self.ignored
                        .push(format!("{period}: only its manifest is here"));
                }
            }
        }
        self.loose.sort();
        self.loose.dedup();
        if !self.loose.is_empty() {
            let loose = std::mem::take(&mut self.loose);
            let loose = self.once(loose)?;
            deliveries.push(delivery(None, loose, false)?);
        }
        match refused_all(self.refusals) {
            Some(refusal) => Err(refusal),
            None => Ok((deliveries, self.ignored)),
        }
    }

    /// Files that differ; of those with the same content only the first is taken.
    fn once(&mut self, files: Vec<PathBuf>) -> AppResult<Vec<PathBuf>> {
        let mut kept: Vec<(u64, PathBuf)> = Vec::with_capacity(files.len());
        for file in files {
            let length = fs::metadata(&file)
                .map_err(|error| unreadable(&file, error))?
                .len();
            let mut same = None;
            for (other, path) in &kept {
                let equal = *other == length
                    && same_content(&file, path).map_err(|error| unreadable(&file, error))?;
                if equal {
                    same = Some(path);
                    break;
                }
            }
            match same {
                Some(path) => self.ignored.push(format!(
                    "{}: has the same content as {}, which is taken once",
                    file.display(),
                    path.display()
                )),
                None => kept.push((length, file)),
            }
        }
        Ok(kept.into_iter().map(|(_, file)| file).collect())
    }

    /// A month's files, as its newest manifest names them. Refuses a month of which some are not there.
    fn whole(
        &mut self,
        period: Period,
        files: Vec<PathBuf>,
        manifests: Vec<Manifest>,
    ) -> AppResult<Vec<PathBuf>> {
        let Some(manifest) = Manifest::newest(manifests) else {
            let names: BTreeSet<String> = files.iter().map(|file| name(file)).collect();
            let folders: BTreeSet<&Path> = files.iter().filter_map(|file| file.parent()).collect();
            if names.len() < files.len() && folders.len() > 1 {
                let first = files.first().map_or(Path::new(""), PathBuf::as_path);
                return Err(refused(
                    first,
                    "several-deliveries",
                    &format!("is one of {} deliveries of {period}, and no manifest says which is the newest", folders.len()),
                )
                .hint("Name the folder of the newest delivery alone, or copy the export's metadata folder as well."));
            }
            return Ok(files);
        };
        let mut kept = BTreeSet::new();
        let mut missing = Vec::new();
        for wanted in &manifest.files {
            match manifest.local(wanted, &files) {
                Some(file) => {
                    kept.insert(file.clone());
                }
                None => missing.push(wanted.clone()),
            }
        }
        if !missing.is_empty() {
            let fields = missing
                .iter()
                .map(|wanted| {
                    problem(
                        &manifest.path,
                        "missing-file",
                        format!("{wanted} is named and not there."),
                    )
                })
                .collect();
            return Err(AppError::invalid(
                format!(
                    "{period} is delivered in part: {} of {} files that {} names are not there. Nothing was changed.",
                    missing.len(),
                    manifest.files.len(),
                    name(&manifest.path)
                ),
                fields,
            )
            .hint("Copy the whole month again, or wait until AWS has delivered it."));
        }
        for file in files.iter().filter(|file| !kept.contains(*file)) {
            self.ignored.push(format!(
                "{}: of an older delivery of {period}",
                file.display()
            ));
        }
        Ok(kept.into_iter().collect())
    }
}

/// Whether two files of one length are equal.
fn same_content(one: &Path, other: &Path) -> io::Result<bool> {
    let open = |path| Ok::<_, io::Error>(BufReader::with_capacity(1 << 16, fs::File::open(path)?));
    let (mut one, mut other) = (open(one)?, open(other)?);
    loop {
        let (a, b) = (one.fill_buf()?, other.fill_buf()?);
        let length = a.len().min(b.len());
        if length == 0 {
            return Ok(a.is_empty() && b.is_empty());
        }
        if a[..length] != b[..length] {
            return Ok(false);
        }
        one.consume(length);
        other.consume(length);
    }
}

fn delivery(period: Option<Period>, files: Vec<PathBuf>, manifest: bool) -> AppResult<Delivery> {
    let mut bytes = 0;
    for file in &files {
        bytes += fs::metadata(file)
            .map_err(|error| unreadable(file, error))?
            .len();
    }
    Ok(Delivery {
        period,
        files,
        bytes,
        manifest,
    })
}

/// All that is in the way, at once.
fn refused_all(mut refusals: Vec<AppError>) -> Option<AppError> {
    if refusals.len() < 2 {
        return refusals.pop();
    }
    let fields = refusals
        .iter()
        .flat_map(|refusal| refusal.fields.clone())
        .collect();
    Some(AppError {
        fields,
        ..AppError::new(
            ErrorCode::InvalidInput,
            format!(
                "{} files or months cannot be read. Nothing was changed.",
                refusals.len()
            ),
        )
        .hint("Leave them out, or export them again.")
    })
}

/// The tree and month of a file in `BILLING_PERIOD=2026-11`, `year=2026/month=8` or `20260801-20260901`.
fn partition(file: &Path) -> Option<Partition> {
    let mut year: Option<i32> = None;
    for (depth, part) in file.components().enumerate() {
        let part = part.as_os_str().to_str()?.to_ascii_lowercase();
        let period = if let Some((key, value)) = part.split_once('=') {
            match key {
                "billing_period" => value.get(..7).unwrap_or(value).parse().ok(),
                "year" => {
                    year = value.parse().ok();
                    None
                }
                "month" => {
                    let month: Option<u8> = value.parse().ok();
                    month
                        .zip(year)
                        .and_then(|(month, year)| format!("{year:04}-{month:02}").parse().ok())
                }
                _ => None,
            }
        } else {
            part.split_once('-')
                .and_then(|(from, to)| compact(from).filter(|_| compact(to).is_some()))
        };
        if let Some(period) = period {
            let above: PathBuf = file.components().take(depth).collect();
            return Some((tree(&above.join("_")), period));
        }
    }
    None
}

/// The folder of an export: the one above `data`, `metadata` and `year=…`.
fn tree(file: &Path) -> PathBuf {
    let mut folder = file.parent().map(Path::to_owned).unwrap_or_default();
    while folder.file_name().is_some_and(|last| {
        let last = last.to_string_lossy().to_ascii_lowercase();
        last == "data" || last == "metadata" || last.starts_with("year=")
    }) {
        folder.pop();
    }
    folder
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) -> AppResult<()> {
    let entries = fs::read_dir(folder).map_err(|error| unreadable(folder, error))?;
    for entry in entries {
        let entry = entry.map_err(|error| unreadable(folder, error))?;
        let kind = entry
            .file_type()
            .map_err(|error| unreadable(folder, error))?;
        // A link may lead anywhere, and back again.
        if kind.is_dir() {
            walk(&entry.path(), found)?;
        } else if kind.is_file() {
            found.push(entry.path());
        }
    }
    Ok(())
}
