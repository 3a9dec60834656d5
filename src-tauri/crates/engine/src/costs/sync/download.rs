//! Downloading an export's objects, part by part: each is metered before it is asked for, so that whoever
//! is interrupted has paid for what is there, and for nothing twice.

use std::path::{Path, PathBuf};

use domain::costs::api_prices::{S3_GET, TRANSFER_GB};

use super::goes_on;
use crate::costs::billing::{Billing, DataExport, PART_BYTES, StoredObject};
use crate::costs::import::{self, Import, ImportSource, ImportState};
use crate::costs::spend;
use crate::ports::{CloudErrorKind, CloudFault};
use crate::{AppError, AppResult, Engine, ErrorCode};

/// How a download ended.
pub(super) enum Fetched {
    Whole,
    /// Somebody stopped the import.
    Ended(ImportState),
    /// The object is another one by now, or gone.
    Anew(AppError),
}

/// Where a month's objects are downloaded from, and to.
pub(super) struct Download<'a> {
    pub engine: &'a Engine,
    pub billing: &'a dyn Billing,
    pub account: &'a str,
    pub export: &'a DataExport,
    pub folder: &'a Path,
}

impl Download<'_> {
    /// Downloads an object from where its file ends.
    pub async fn whole(&self, import: &mut Import, object: &StoredObject) -> AppResult<Fetched> {
        make(self.folder)?;
        let to = self.folder.join(file_name(object));
        let before = import.bytes_done;
        let mut have = std::fs::metadata(&to).map_or(0, |file| file.len());
        let mut meter = Meter::new(self, object, have);
        while have < object.bytes {
            if let Some(end) = goes_on(self.engine, import).await? {
                return Ok(Fetched::Ended(end));
            }
            meter.part(PART_BYTES.min(object.bytes - have)).await?;
            have = match self.billing.fetch(self.export, object, &to).await {
                Ok(have) => have,
                Err(CloudFault::Refused(refusal)) if anew(refusal.kind) => {
                    import.bytes_done = before;
                    return Ok(Fetched::Anew(refusal.into()));
                }
                Err(fault) => return Err(fault.into()),
            };
            import.bytes_done = before + have;
            import.file = Some(object.key.clone());
            import.sentence = format!("Downloading {}.", object.key);
            self.engine.progress.import_changed(import);
        }
        import.bytes_done = before + object.bytes;
        Ok(Fetched::Whole)
    }
}

fn anew(kind: CloudErrorKind) -> bool {
    matches!(kind, CloudErrorKind::Rejected | CloudErrorKind::NotFound)
}

/// One line of the spend meter, for all parts of an object that one process asks for.
struct Meter<'a> {
    download: &'a Download<'a>,
    what: String,
    line: Option<i64>,
    requests: u64,
    bytes: u64,
}

impl<'a> Meter<'a> {
    fn new(download: &'a Download<'a>, object: &StoredObject, have: u64) -> Self {
        let what = match have {
            0 => object.key.clone(),
            _ => format!("{} from byte {have} on", object.key),
        };
        Self {
            download,
            what,
            line: None,
            requests: 0,
            bytes: 0,
        }
    }

    /// Before a part is asked for.
    async fn part(&mut self, bytes: u64) -> AppResult<()> {
        let Download {
            engine, account, ..
        } = *self.download;
        let price = |requests, bytes| S3_GET.units(requests) + TRANSFER_GB.bytes(bytes);
        let before = price(self.requests, self.bytes);
        self.requests += 1;
        self.bytes += bytes;
        let now = price(self.requests, self.bytes);
        match self.line {
            None => {
                let line = spend::paid(engine, account, &S3_GET, now, &self.what).await?;
                self.line = Some(line);
            }
            Some(line) => spend::raised(engine, account, line, (before, now), &self.what).await?,
        }
        Ok(())
    }
}

/// Another one whenever the object's content changes, so that parts of two never meet.
pub(super) fn file_name(object: &StoredObject) -> String {
    let name = object.key.rsplit('/').next().unwrap_or_default();
    let etag: String = object
        .etag
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect();
    format!("{etag}-{name}")
}

/// Where an import downloads to. What an import of the same export has left behind when it failed is
/// taken over, since it is paid for.
pub(super) async fn folder(engine: &Engine, import: &Import) -> AppResult<PathBuf> {
    let folder = engine.scratch.join(&import.id);
    if folder.exists() {
        return Ok(folder);
    }
    let left = engine.ledger.imports().await?.into_iter().find(|other| {
        other.state == ImportState::Failed
            && same_export(&other.source, &import.source)
            && engine.scratch.join(&other.id).exists()
    });
    if let Some(left) = left {
        let (from, to) = (engine.scratch.join(left.id), folder.clone());
        // Whoever is first has it; without it everything is downloaded.
        let moved = import::blocking(move || Ok(std::fs::rename(from, to))).await?;
        if let Err(error) = moved {
            tracing::debug!(%error, "another import has taken over what was downloaded");
        }
    }
    Ok(folder)
}

/// What is said of an export's health differs from sync to sync.
fn same_export(one: &ImportSource, other: &ImportSource) -> bool {
    match (one, other) {
        (
            ImportSource::DataExport { account, export },
            ImportSource::DataExport {
                account: other_account,
                export: other_export,
            },
        ) => account == other_account && export.arn == other_export.arn,
        _ => false,
    }
}

fn make(folder: &Path) -> AppResult<()> {
    std::fs::create_dir_all(folder).map_err(|error| {
        let code = match error.kind() {
            std::io::ErrorKind::StorageFull => ErrorCode::DiskFull,
            _ => ErrorCode::StoreReadOnly,
        };
        AppError::new(
            code,
            format!(
                "{} cannot be made, into which costs are downloaded.",
                folder.display()
            ),
        )
        .hint("Make room, or give your user the right to write there; then sync again.")
        .because(error)
    })
}
