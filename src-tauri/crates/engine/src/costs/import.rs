//! Importing cost exports: a job that reads month by month, stores each month whole and can be cancelled
//! or killed at any instant. What was there before stays until the new month is whole.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::costs::FileReport;
use domain::environment::Problem;
use serde::{Deserialize, Serialize};

use super::MonthChange;
use super::ports::{Delivery, Reading, Survey, Watch};
use crate::Engine;
use crate::error::{AppError, AppResult, ErrorCode};

/// How often the screen hears of a file's progress.
const EVERY: Duration = Duration::from_millis(250);
/// How long the right to carry an import out holds without being renewed.
const LEASE_MS: i64 = 10_000;

/// An import as it is persisted: what was asked, how far it came, what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Import {
    pub id: String,
    pub source: ImportSource,
    pub state: ImportState,
    /// One sentence that is always true.
    pub sentence: String,
    pub started_at_ms: i64,
    pub finished_at_ms: Option<i64>,
    /// Of all files, as they lie on disk.
    pub bytes_done: u64,
    pub bytes_total: u64,
    /// Line items so far.
    pub rows: u64,
    /// The file that is being read.
    pub file: Option<String>,
    /// Files of months that are stored.
    pub files: Vec<FileReport>,
    pub months: Vec<MonthChange>,
    /// What was left out, with why.
    pub ignored: Vec<String>,
    /// Deliveries that are stored; an import that was interrupted leaves them out when it goes on.
    pub stored: Vec<String>,
    pub failure: Option<ImportFailure>,
}

/// Where costs are imported from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum ImportSource {
    /// Files and folders of this computer, as they were named.
    Files { paths: Vec<String> },
}

/// Why an import failed; what was there before is still there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ImportFailure {
    pub message: String,
    pub hint: Option<String>,
    /// What is wrong, by file and row.
    pub problems: Vec<Problem>,
}

/// Where an import stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum ImportState {
    Running,
    Done,
    Failed,
    Cancelled,
}

/// Begins an import of files and folders: persists it and gives it back. [`carry_out`] does it.
pub async fn start(engine: &Engine, paths: &[PathBuf]) -> AppResult<Import> {
    if paths.is_empty() {
        return Err(
            AppError::new(ErrorCode::InvalidInput, "No file was named.").hint(
                "Name cost exports: files (CSV, CSV.gz, zip, Parquet) or the folder of an export.",
            ),
        );
    }
    let paths = paths
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    let import = Import {
        id: uuid::Uuid::new_v4().to_string(),
        source: ImportSource::Files { paths },
        state: ImportState::Running,
        sentence: "Looking at the files.".to_owned(),
        started_at_ms: engine.clock.now_ms(),
        finished_at_ms: None,
        bytes_done: 0,
        bytes_total: 0,
        rows: 0,
        file: None,
        files: Vec::new(),
        months: Vec::new(),
        ignored: Vec::new(),
        stored: Vec::new(),
        failure: None,
    };
    engine.ledger.add_import(&import).await?;
    engine.progress.import_changed(&import);
    Ok(import)
}

/// Every import, the newest first.
pub async fn list(engine: &Engine) -> AppResult<Vec<Import>> {
    engine.ledger.imports().await
}

/// Imports that were interrupted, by a crash for instance, and are to be carried out.
pub async fn interrupted(engine: &Engine) -> AppResult<Vec<Import>> {
    let imports = engine.ledger.imports().await?;
    Ok(imports
        .into_iter()
        .filter(|import| import.state == ImportState::Running)
        .collect())
}

/// Asks whoever carries an import out to stop; months that are stored stay.
pub async fn cancel(engine: &Engine, id: &str) -> AppResult<()> {
    engine.ledger.request_import_cancel(id).await
}

/// Carries an import out to its end, from wherever it was interrupted, and gives it as it ended. Gives it
/// as it stands where another process carries it out.
pub async fn carry_out(engine: &Engine, id: &str) -> AppResult<Import> {
    let mut import = known(engine, id).await?;
    let turn = engine.at_work.take(id);
    if import.state != ImportState::Running || turn.is_none() || !leased(engine, id).await? {
        return Ok(import);
    }
    // What is stored counts, not what was being read when it was interrupted.
    import.rows = import.files.iter().map(|file| file.rows).sum();
    let outcome = read_all(engine, &mut import).await;
    match outcome {
        Ok(ImportState::Running)
        | Err(AppError {
            code: ErrorCode::DrivenElsewhere,
            ..
        }) => {
            return known(engine, id).await;
        }
        Ok(state) => import.state = state,
        Err(error) => {
            if let Some(cause) = &error.cause {
                tracing::error!(code = ?error.code, %cause, "an import failed: {}", error.message);
            }
            import.state = ImportState::Failed;
            import.failure = Some(ImportFailure {
                message: error.message,
                hint: error.hint,
                problems: error.fields,
            });
        }
    }
    import.file = None;
    import.finished_at_ms = Some(engine.clock.now_ms());
    import.sentence = end_sentence(&import);
    engine.ledger.save_import(&import, &engine.instance).await?;
    engine.progress.import_changed(&import);
    Ok(import)
}

async fn known(engine: &Engine, id: &str) -> AppResult<Import> {
    let import = engine.ledger.import(id).await?;
    import.ok_or_else(|| AppError::not_found("import", id))
}

async fn leased(engine: &Engine, id: &str) -> AppResult<bool> {
    let now = engine.clock.now_ms();
    engine
        .ledger
        .lease_import(id, &engine.instance, now, now + LEASE_MS)
        .await
}

async fn read_all(engine: &Engine, import: &mut Import) -> AppResult<ImportState> {
    let ImportSource::Files { paths } = &import.source;
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
            import.rows = import
                .files
                .iter()
                .chain(&files)
                .map(|file| file.rows)
                .sum();
            import.files.extend(files);
            import.stored.push(name);
            let stored = engine.ledger.months().await?;
            for month in &months {
                let known = stored.iter().find(|known| known.head.key == month.head.key);
                import
                    .months
                    .push(super::changes::month_change(engine, known, month).await?);
            }
            import.bytes_done = before + delivery.bytes;
            let ledger = &engine.ledger;
            ledger
                .replace_months(&months, import, &engine.instance, engine.clock.now_ms())
                .await?;
            engine.progress.import_changed(import);
        }
        import.bytes_done = before + delivery.bytes;
    }
    Ok(ImportState::Done)
}

type Read = (Vec<FileReport>, Vec<domain::costs::ImportedMonth>);

/// Reads a delivery on a thread of its own, tells how far it is, and renews the lease; nothing when it
/// was cancelled.
async fn read_one(
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
    tokio::pin!(reading);
    let mut renewed_ms = engine.clock.now_ms();
    let read = loop {
        tokio::select! {
            read = &mut reading => break read?,
            () = tokio::time::sleep(EVERY) => {}
        }
        import.bytes_done = bytes_before + progress.bytes();
        import.rows = rows_before + progress.rows.load(Ordering::Relaxed);
        import.file = progress.file();
        import.sentence = reading_sentence(import);
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

async fn blocking<T: Send + 'static>(
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

fn reading_sentence(import: &Import) -> String {
    let percent = (import.bytes_done * 100)
        .checked_div(import.bytes_total)
        .unwrap_or(0);
    let file = import.file.as_deref().unwrap_or("the files");
    let name = Path::new(file)
        .file_name()
        .map_or(file.into(), |name| name.to_string_lossy());
    format!(
        "Reading {name}: {percent}% of all files, {} line items.",
        grouped(import.rows)
    )
}

fn end_sentence(import: &Import) -> String {
    let rejected: u64 = import.files.iter().map(|file| file.rejected_count).sum();
    let came = format!(
        "{} came in from {}: {}",
        counted(import.months.len() as u64, "month"),
        counted(import.files.len() as u64, "file"),
        counted(import.rows_stored(), "line item"),
    );
    match import.state {
        ImportState::Running => reading_sentence(import),
        ImportState::Done if rejected == 0 => format!("{came}."),
        ImportState::Done => format!("{came}; {} could not be read.", grouped(rejected)),
        ImportState::Failed if import.months.is_empty() => {
            "Nothing came in, and what was there before is still there.".to_owned()
        }
        ImportState::Failed => format!("{came}; the rest failed."),
        ImportState::Cancelled if import.months.is_empty() => {
            "Cancelled. Nothing came in, and what was there before is still there.".to_owned()
        }
        ImportState::Cancelled => format!("Cancelled. Before, {came}."),
    }
}

impl Import {
    /// Line items of months that are stored.
    pub fn rows_stored(&self) -> u64 {
        self.files.iter().map(|file| file.rows).sum()
    }
}

fn counted(count: u64, word: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {word}{plural}", grouped(count))
}

/// `1,234,567`
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
