//! What a Data Export has delivered to S3: months that have changed are downloaded, read and deleted
//! again. A download that was interrupted goes on where it stopped.

use std::path::PathBuf;

use domain::costs::api_prices::{S3_GET, S3_LIST, TRANSFER_GB};
use domain::costs::{Period, counted};

use super::{QuotedCall, goes_on};
use crate::costs::billing::{Billing, DataExport, StoredObject, period_of};
use crate::costs::import::{self, Import, ImportState, read_one, store};
use crate::costs::ports::Delivery;
use crate::costs::spend;
use crate::{AppError, AppResult, Engine, ErrorCode};

/// A month that an export has delivered.
pub(super) struct ExportMonth {
    pub period: Period,
    pub objects: Vec<StoredObject>,
}

impl ExportMonth {
    pub(super) fn bytes(&self) -> u64 {
        self.objects.iter().map(|object| object.bytes).sum()
    }

    /// What its ledger names as its source; differs as soon as AWS delivers it anew.
    fn source(&self, export: &DataExport) -> Vec<String> {
        let named = |object: &StoredObject| {
            format!("s3://{}/{} ({})", export.bucket, object.key, object.etag)
        };
        self.objects.iter().map(named).collect()
    }
}

/// Months that differ from what the ledger has of them, the oldest first.
pub(super) async fn changed(
    engine: &Engine,
    account: &str,
    export: &DataExport,
) -> AppResult<Vec<ExportMonth>> {
    let mut months = delivered(engine, account, export).await?;
    let stored = engine.ledger.months().await?;
    months.retain(|month| {
        let source = month.source(export);
        !stored.iter().any(|known| known.head.source == source)
    });
    Ok(months)
}

pub(super) fn calls(months: &[ExportMonth]) -> Vec<QuotedCall> {
    let objects: u64 = months.iter().map(|month| month.objects.len() as u64).sum();
    if objects == 0 {
        return Vec::new();
    }
    let bytes: u64 = months.iter().map(ExportMonth::bytes).sum();
    vec![
        QuotedCall {
            price: S3_GET,
            units: counted(objects, "request"),
            usd: S3_GET.units(objects),
        },
        QuotedCall {
            price: TRANSFER_GB,
            units: format!("{:.3} GB", bytes as f64 / 1_073_741_824.0),
            usd: TRANSFER_GB.bytes(bytes),
        },
    ]
}

/// Every month that an export has delivered, the oldest first.
pub(super) async fn delivered(
    engine: &Engine,
    account: &str,
    export: &DataExport,
) -> AppResult<Vec<ExportMonth>> {
    let billing = engine.clouds.billing(account).await?;
    let prefix = format!("{}data/", export.folder());
    let mut months = std::collections::BTreeMap::<Period, Vec<StoredObject>>::new();
    let mut page = None;
    loop {
        let what = format!("what {} has delivered", export.name);
        spend::paid(engine, account, &S3_LIST, S3_LIST.usd, &what).await?;
        let listed = billing.objects(export, &prefix, page.as_deref()).await?;
        for object in listed.objects {
            if let Some(period) = period_of(&object.key)
                && object.bytes > 0
            {
                months.entry(period).or_default().push(object);
            }
        }
        page = listed.next;
        if page.is_none() {
            break;
        }
    }
    Ok(months
        .into_iter()
        .map(|(period, mut objects)| {
            objects.sort_by(|one, other| one.key.cmp(&other.key));
            ExportMonth { period, objects }
        })
        .collect())
}

/// Downloads, reads and stores what has changed, month by month.
pub(in crate::costs) async fn read(
    engine: &Engine,
    import: &mut Import,
    account: &str,
    export: &DataExport,
) -> AppResult<ImportState> {
    let folder = engine.scratch.join(&import.id);
    let outcome = read_months(engine, import, account, export, &folder).await;
    if !matches!(&outcome, Err(error) if error.retryable) {
        let gone = folder.clone();
        // Where it cannot be removed now, the next start finds it.
        if let Err(error) = import::blocking(move || Ok(std::fs::remove_dir_all(gone))).await? {
            tracing::debug!(%error, "nothing was downloaded, or it could not be removed");
        }
    }
    outcome
}

async fn read_months(
    engine: &Engine,
    import: &mut Import,
    account: &str,
    export: &DataExport,
    folder: &std::path::Path,
) -> AppResult<ImportState> {
    let billing = engine.clouds.billing(account).await?;
    let months = changed(engine, account, export).await?;
    import.bytes_total = import.bytes_done + months.iter().map(ExportMonth::bytes).sum::<u64>();
    for month in &months {
        let folder = folder.join(month.period.to_string());
        make(&folder)?;
        let before = import.bytes_done;
        let mut files = Vec::new();
        for object in &month.objects {
            if let Some(end) = goes_on(engine, import).await? {
                return Ok(end);
            }
            let to = folder.join(file_name(object));
            let fetched = Fetch {
                engine,
                billing: &*billing,
                account,
                export,
            };
            if let Some(end) = fetched.whole(import, object, &to).await? {
                return Ok(end);
            }
            files.push(to);
        }
        import.bytes_done = before;
        let delivery = Delivery {
            period: Some(month.period),
            files,
            bytes: month.bytes(),
            manifest: true,
        };
        let Some((mut reports, mut read)) = read_one(engine, import, &delivery).await? else {
            return Ok(ImportState::Cancelled);
        };
        for report in &mut reports {
            let object = month
                .objects
                .iter()
                .find(|object| report.path.ends_with(&file_name(object)));
            if let Some(object) = object {
                report.path = format!("s3://{}/{}", export.bucket, object.key);
            }
        }
        for one in &mut read {
            one.head.source = month.source(export);
        }
        import.bytes_done = before + month.bytes();
        store(engine, import, month.period.to_string(), reports, &read).await?;
        let gone = folder.clone();
        import::blocking(move || Ok(std::fs::remove_dir_all(gone).ok())).await?;
    }
    Ok(ImportState::Done)
}

struct Fetch<'a> {
    engine: &'a Engine,
    billing: &'a dyn Billing,
    account: &'a str,
    export: &'a DataExport,
}

impl Fetch<'_> {
    /// Downloads an object from where the file ends; gives how it ended when somebody stopped it.
    async fn whole(
        &self,
        import: &mut Import,
        object: &StoredObject,
        to: &std::path::Path,
    ) -> AppResult<Option<ImportState>> {
        let mut have = std::fs::metadata(to).map_or(0, |file| file.len());
        if have < object.bytes {
            let left = object.bytes - have;
            let usd = S3_GET.usd + TRANSFER_GB.bytes(left);
            let what = format!("{} bytes of {}", left, object.key);
            spend::paid(self.engine, self.account, &S3_GET, usd, &what).await?;
        }
        let before = import.bytes_done;
        while have < object.bytes {
            have = self.billing.fetch(self.export, object, to).await?;
            import.bytes_done = before + have;
            import.file = Some(object.key.clone());
            import.sentence = format!("Downloading {}.", object.key);
            self.engine.progress.import_changed(import);
            if let Some(end) = goes_on(self.engine, import).await? {
                return Ok(Some(end));
            }
        }
        import.bytes_done = before + object.bytes;
        Ok(None)
    }
}

/// Another one whenever the object's content changes, so that parts of two never meet.
fn file_name(object: &StoredObject) -> String {
    let name = object.key.rsplit('/').next().unwrap_or_default();
    let etag: String = object
        .etag
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect();
    format!("{etag}-{name}")
}

fn make(folder: &PathBuf) -> AppResult<()> {
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
