//! What a Data Export has delivered to S3: months that have changed are downloaded, read and deleted
//! again. A download that was interrupted goes on where it stopped.

use std::path::Path;

use domain::costs::{Period, counted};

use super::delivered::{ExportMonth, months};
use super::download::{Download, Fetched, file_name, folder};
use super::listing;
use crate::costs::billing::{DataExport, Listing, StoredObject};
use crate::costs::import::{self, Import, ImportState, read_one, store};
use crate::costs::ports::Delivery;
use crate::{AppError, AppResult, Engine, ErrorCode};

/// How often a bucket is listed anew for one sync: AWS delivers a few times a day.
const MOST_LOOKS: usize = 3;

/// Months of a list that differ from what the ledger has of them, the oldest first.
pub(super) async fn changed(
    engine: &Engine,
    export: &DataExport,
    listing: &Listing,
) -> AppResult<Vec<ExportMonth>> {
    let mut months = months(export, listing);
    let stored = engine.ledger.months().await?;
    months.retain(|month| {
        let source = month.source(export);
        !stored.iter().any(|known| known.head.source == source)
    });
    Ok(months)
}

/// Downloads, reads and stores what has changed, month by month.
pub(in crate::costs) async fn read(
    engine: &Engine,
    import: &mut Import,
    account: &str,
    export: &DataExport,
) -> AppResult<ImportState> {
    let folder = folder(engine, import).await?;
    let outcome = looks(engine, import, account, export, &folder).await;
    // What the next sync can go on with is kept: it is paid for.
    let keep = |error: &AppError| error.retryable || error.code == ErrorCode::Conflict;
    if !matches!(&outcome, Err(error) if keep(error)) {
        // Where it cannot be removed now, the next start finds it.
        if let Err(error) = import::blocking(move || Ok(std::fs::remove_dir_all(folder))).await? {
            tracing::debug!(%error, "nothing was downloaded, or it could not be removed");
        }
    }
    outcome
}

/// Takes what was listed; lists again where AWS has delivered anew since.
async fn looks(
    engine: &Engine,
    import: &mut Import,
    account: &str,
    export: &DataExport,
    folder: &Path,
) -> AppResult<ImportState> {
    let mut listed = listing::kept(engine, account, export).await?;
    let mut looks = 1;
    loop {
        let months = changed(engine, export, &listed).await?;
        let sync = Sync {
            engine,
            account,
            export,
            folder,
        };
        let (key, refusal) = match sync.all(import, &months).await? {
            Taken::Ended(state) => return Ok(state),
            Taken::Anew(key, refusal) => (key, refusal),
        };
        if looks == MOST_LOOKS {
            return Err(refusal);
        }
        looks += 1;
        listed = listing::look(engine, account, export).await?;
        import.notes.push(format!(
            "{} was listed again, because AWS has delivered {key} anew since.",
            export.folder()
        ));
    }
}

/// What came of the months of a list.
enum Taken {
    Ended(ImportState),
    /// An object is another one by now, or gone; with AWS's refusal.
    Anew(String, AppError),
}

/// What ends the taking where an object did not come whole.
fn stopped(fetched: Fetched, object: &StoredObject) -> Option<Taken> {
    match fetched {
        Fetched::Whole => None,
        Fetched::Ended(state) => Some(Taken::Ended(state)),
        Fetched::Anew(refusal) => Some(Taken::Anew(object.key.clone(), refusal)),
    }
}

/// What came of one month's files.
enum Files {
    Here(Vec<StoredObject>),
    /// Its manifest names what is not there.
    Left,
    Ended(Taken),
}

struct Sync<'a> {
    engine: &'a Engine,
    account: &'a str,
    export: &'a DataExport,
    folder: &'a Path,
}

impl Sync<'_> {
    async fn all(&self, import: &mut Import, months: &[ExportMonth]) -> AppResult<Taken> {
        import.bytes_total = import.bytes_done + months.iter().map(ExportMonth::bytes).sum::<u64>();
        for month in months {
            // AWS may have delivered it once more; that is for the next sync.
            if import.stored.contains(&month.period.to_string()) {
                continue;
            }
            let before = import.bytes_done;
            let objects = match self.files(import, month).await? {
                Files::Here(objects) => objects,
                Files::Left => {
                    import.bytes_done = before + month.bytes();
                    continue;
                }
                Files::Ended(taken) => return Ok(taken),
            };
            import.bytes_done = before;
            if !self.month(import, month, &objects).await? {
                return Ok(Taken::Ended(ImportState::Cancelled));
            }
            import.bytes_done = before + month.bytes();
        }
        Ok(Taken::Ended(ImportState::Done))
    }

    /// Downloads a month's manifest, and the files that it names.
    async fn files(&self, import: &mut Import, month: &ExportMonth) -> AppResult<Files> {
        let billing = self.engine.clouds.billing(self.account).await?;
        let folder = self.folder.join(month.period.to_string());
        let download = Download {
            engine: self.engine,
            billing: &*billing,
            account: self.account,
            export: self.export,
            folder: &folder,
        };
        let mut objects = month.objects.clone();
        if let Some(manifest) = &month.manifest {
            if let Some(taken) = stopped(download.whole(import, manifest).await?, manifest) {
                return Ok(Files::Ended(taken));
            }
            let files = self.engine.cost_files.clone();
            let path = folder.join(file_name(manifest));
            match import::blocking(move || Ok(files.named(&path))).await? {
                None => note(
                    &mut import.notes,
                    format!(
                        "{} is no manifest; all files of {} were taken.",
                        manifest.key,
                        month.period.words()
                    ),
                ),
                Some(names) => match month.named(&self.export.bucket, &names) {
                    Ok(named) => objects = named,
                    Err(missing) => {
                        let left = left(month, &missing, names.len());
                        note(&mut import.ignored, left);
                        return Ok(Files::Left);
                    }
                },
            }
        }
        for object in &objects {
            if let Some(taken) = stopped(download.whole(import, object).await?, object) {
                return Ok(Files::Ended(taken));
            }
        }
        Ok(Files::Here(objects))
    }

    /// Reads and stores a month that is downloaded; false when it was cancelled.
    async fn month(
        &self,
        import: &mut Import,
        month: &ExportMonth,
        objects: &[StoredObject],
    ) -> AppResult<bool> {
        let folder = self.folder.join(month.period.to_string());
        let delivery = Delivery {
            period: Some(month.period),
            files: objects
                .iter()
                .map(|object| folder.join(file_name(object)))
                .collect(),
            bytes: objects.iter().map(|object| object.bytes).sum(),
            manifest: true,
        };
        let Some((mut reports, mut read)) = read_one(self.engine, import, &delivery).await? else {
            return Ok(false);
        };
        for report in &mut reports {
            let object = objects
                .iter()
                .find(|object| report.path.ends_with(&file_name(object)));
            if let Some(object) = object {
                report.path = format!("s3://{}/{}", self.export.bucket, object.key);
            }
        }
        for one in &mut read {
            one.head.source = month.source(self.export);
        }
        store(
            self.engine,
            import,
            month.period.to_string(),
            reports,
            &read,
        )
        .await?;
        import::blocking(move || Ok(std::fs::remove_dir_all(folder).ok())).await?;
        Ok(true)
    }
}

/// Says it once, however often it is met.
fn note(notes: &mut Vec<String>, words: String) {
    if !notes.contains(&words) {
        notes.push(words);
    }
}

fn left(month: &ExportMonth, missing: &[String], all: usize) -> String {
    let period: Period = month.period;
    format!(
        "{}: its manifest names {}, and {} not there ({}{}). AWS has not delivered it whole, so what the ledger has of it stays; sync again later.",
        period.words(),
        counted(all as u64, "file"),
        match missing.len() {
            1 => "1 is".to_owned(),
            many => format!("{many} are"),
        },
        missing.first().map_or("", String::as_str),
        if missing.len() > 1 { ", …" } else { "" },
    )
}
