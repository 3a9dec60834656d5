//! Reading deliveries on a thread of their own, with progress, and storing what came of them.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::costs::{FileReport, ImportedMonth, MonthKey};

use super::{Import, ImportState, LEASE_MS, leased, words};
use crate::Engine;
use crate::costs::changes::month_change;
use crate::costs::ports::{Delivery, Reading, Survey, Watch};
use crate::error::{AppError, AppResult, ErrorCode};

/// How often the screen hears of a file's progress.
const EVERY: Duration = Duration::from_millis(250);

/// Reads files and folders.
pub(super) async fn files(
    engine: &Engine,
    import: &mut Import,
    paths: &[String],
) -> AppResult<ImportState> {
    let paths: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
    let files = engine.cost_files.clone();
    let survey: Survey = blocking(move || files.survey(&paths)).await?;
    import.bytes_total = survey.bytes;
    import.bytes_done = 0;
    import.ignored = survey.ignored;
    for delivery in survey.deliveries {
        let name = label(&delivery);
        let before = import.bytes_done;
        if !import.stored.contains(&name) {
            let Some((files, months)) = read_one(engine, import, &delivery).await? else {
                return Ok(ImportState::Cancelled);
            };
            let bare = files
                .iter()
                .filter(|file| file.rows + file.rejected_count == 0);
            let said = bare.map(|file| format!("{}: has a header and no line items", file.path));
            import.ignored.extend(said);
            import.bytes_done = before + delivery.bytes;
            store(engine, import, name, files, &months).await?;
        }
        import.bytes_done = before + delivery.bytes;
    }
    Ok(ImportState::Done)
}

/// Stores months whole, with what the import says of them.
pub(in crate::costs) async fn store(
    engine: &Engine,
    import: &mut Import,
    name: String,
    files: Vec<FileReport>,
    months: &[ImportedMonth],
) -> AppResult<()> {
    for month in months {
        if import
            .months
            .iter()
            .any(|known| known.key == month.head.key)
        {
            return Err(twice(&month.head.key, &files));
        }
    }
    import.files.extend(files);
    import.rows = import.rows_stored();
    import.stored.push(name);
    let stored = engine.ledger.months().await?;
    for month in months {
        let known = stored.iter().find(|known| known.head.key == month.head.key);
        import
            .months
            .push(month_change(engine, known, month).await?);
    }
    let ledger = &engine.ledger;
    ledger
        .replace_months(months, import, &engine.instance, engine.clock.now_ms())
        .await?;
    engine.progress.import_changed(import);
    Ok(())
}

/// A month that came in from one export of an import already.
fn twice(key: &MonthKey, files: &[FileReport]) -> AppError {
    let file = files.first().map_or("another file", |file| &file.path);
    let of = match key.billing_account.as_str() {
        "" => String::new(),
        account => format!(" of {account}"),
    };
    AppError::new(
        ErrorCode::InvalidInput,
        format!(
            "{}{of} is in two exports: it came in already, and {file} holds it once more. The first was kept.",
            key.period.words()
        ),
    )
    .hint("Import one of the exports alone; a month that is imported later replaces the one that is there.")
}

pub(in crate::costs) type Read = (Vec<FileReport>, Vec<ImportedMonth>);

/// Reads a delivery on a thread of its own, tells how far it is, and renews the lease; nothing when it
/// was cancelled.
pub(in crate::costs) async fn read_one(
    engine: &Engine,
    import: &mut Import,
    delivery: &Delivery,
) -> AppResult<Option<Read>> {
    let progress = Arc::new(Progress::default());
    let (bytes_before, rows_before) = (import.bytes_done, import.rows);
    let keys = engine.memory.settings().await?.costs.tag_keys;
    let reading = {
        let (files, delivery, progress) = (
            engine.cost_files.clone(),
            delivery.clone(),
            progress.clone(),
        );
        blocking(move || files.read(&delivery, &keys, &*progress))
    };
    import.file = delivery
        .files
        .first()
        .map(|file| file.display().to_string());
    tokio::pin!(reading);
    let mut renewed_ms = engine.clock.now_ms();
    let read = loop {
        tokio::select! {
            read = &mut reading => break read?,
            () = tokio::time::sleep(EVERY) => {}
        }
        import.bytes_done = bytes_before + progress.bytes();
        import.rows = rows_before + progress.rows.load(Ordering::Relaxed);
        import.file = progress.file().or(import.file.take());
        import.sentence = words::reading(import);
        engine.progress.import_changed(import);
        if engine.ledger.import_cancel_requested(&import.id).await? {
            progress.stop.store(true, Ordering::Relaxed);
        }
        if engine.clock.now_ms() - renewed_ms > LEASE_MS / 3 {
            renewed_ms = engine.clock.now_ms();
            if !leased(engine, &import.id).await? {
                progress.stop.store(true, Ordering::Relaxed);
            }
        }
    };
    match read {
        Reading::Whole { files, months } => Ok(Some((files, months))),
        Reading::Cancelled if engine.ledger.import_cancel_requested(&import.id).await? => Ok(None),
        Reading::Cancelled => Err(AppError::new(
            ErrorCode::DrivenElsewhere,
            "Another process goes on with this import.",
        )),
    }
}

pub(in crate::costs) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> AppResult<T> + Send + 'static,
) -> AppResult<T> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| AppError::internal("Reading the files broke off.").because(error))?
}

/// What tells deliveries of one import apart; another one when a file was changed.
fn label(delivery: &Delivery) -> String {
    let first = delivery
        .files
        .first()
        .map(|file| file.display().to_string());
    format!(
        "{} and {} more, {} bytes",
        first.unwrap_or_default(),
        delivery.files.len().saturating_sub(1),
        delivery.bytes
    )
}

/// What the reading thread says and hears.
#[derive(Default)]
struct Progress {
    now: Mutex<Files>,
    rows: AtomicU64,
    stop: AtomicBool,
}

#[derive(Default)]
struct Files {
    file: Option<PathBuf>,
    bytes: u64,
    /// Bytes of the delivery's files before this one.
    before: u64,
}

impl Progress {
    fn bytes(&self) -> u64 {
        let now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        now.before + now.bytes
    }

    fn file(&self) -> Option<String> {
        let now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        now.file.as_ref().map(|file| file.display().to_string())
    }
}

impl Watch for Progress {
    fn progress(&self, file: &Path, bytes: u64, rows: u64) -> bool {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        if now.file.as_deref() != Some(file) {
            now.before += now.bytes;
            now.file = Some(file.to_owned());
        }
        now.bytes = bytes;
        self.rows.store(rows, Ordering::Relaxed);
        !self.stop.load(Ordering::Relaxed)
    }
}
