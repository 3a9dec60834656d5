//! Importing cost exports: a job that reads month by month, stores each month whole and can be cancelled
//! or killed at any instant. What was there before stays until the new month is whole.

mod read;
mod words;

use std::path::PathBuf;

use domain::costs::{FileReport, Period};
use domain::environment::Problem;
pub(in crate::costs) use read::{blocking, read_one, store};
use serde::{Deserialize, Serialize};

use super::MonthChange;
use super::billing::DataExport;
use super::sync;
use crate::Engine;
use crate::error::{AppError, AppResult, ErrorCode};

/// How long the right to carry an import out holds without being renewed.
pub(in crate::costs) const LEASE_MS: i64 = 10_000;

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
    /// What else is to be known of it: that a bucket was listed again, for instance.
    #[serde(default)]
    pub notes: Vec<String>,
    /// Deliveries that are stored; an import that was interrupted leaves them out when it goes on.
    pub stored: Vec<String>,
    pub failure: Option<ImportFailure>,
    /// The process that began it.
    #[serde(default)]
    pub begun_by: String,
    /// Whether another process went on with it, after a crash or a restart.
    #[serde(default)]
    pub resumed: bool,
}

/// Where costs are imported from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum ImportSource {
    /// Files and folders of this computer, as they were named.
    #[serde(rename_all = "camelCase")]
    Files { paths: Vec<String> },
    /// What a Data Export has delivered to S3, as far as it has changed.
    #[serde(rename_all = "camelCase")]
    DataExport { account: String, export: DataExport },
    /// Cost Explorer's answers, for an account without exports.
    #[serde(rename_all = "camelCase")]
    CostExplorer {
        account: String,
        from: Period,
        to: Period,
    },
    /// A roll-up that Athena makes over an export.
    #[serde(rename_all = "camelCase")]
    Athena {
        account: String,
        table: AthenaTable,
        from: Period,
        to: Period,
    },
}

impl ImportSource {
    /// Whose billing data is asked for; none for files of this computer.
    pub fn account(&self) -> Option<&str> {
        match self {
            Self::Files { .. } => None,
            Self::DataExport { account, .. }
            | Self::CostExplorer { account, .. }
            | Self::Athena { account, .. } => Some(account),
        }
    }
}

/// Where Athena finds an export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct AthenaTable {
    /// The export that the table reads, for its size.
    pub export: DataExport,
    pub database: String,
    pub table: String,
    pub workgroup: String,
    /// `s3://bucket/folder/`; not needed where the workgroup says it.
    pub output: Option<String>,
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
    // Whoever goes on with it, or looks for its line items, may do so from another folder.
    let whole = |path: &PathBuf| std::path::absolute(path).unwrap_or_else(|_| path.clone());
    let paths = paths
        .iter()
        .map(|path| whole(path).display().to_string())
        .collect();
    begin(engine, ImportSource::Files { paths }, Vec::new()).await
}

/// Persists an import that is to be carried out, and tells the screen of it.
pub(super) async fn begin(
    engine: &Engine,
    source: ImportSource,
    notes: Vec<String>,
) -> AppResult<Import> {
    let id = uuid::Uuid::new_v4().to_string();
    let mut import = Import::begun(id, source, &engine.instance, engine.clock.now_ms());
    import.notes = notes;
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
    import.resumed |= import.begun_by != engine.instance;
    // What is stored counts, not what was being read when it was interrupted.
    import.rows = import.files.iter().map(|file| file.rows).sum();
    let outcome = match import.source.clone() {
        ImportSource::Files { paths } => read::files(engine, &mut import, &paths).await,
        ImportSource::DataExport { account, export } => {
            sync::data_export::read(engine, &mut import, &account, &export).await
        }
        ImportSource::CostExplorer { account, from, to } => {
            sync::cost_explorer::read(engine, &mut import, &account, from, to).await
        }
        ImportSource::Athena {
            account,
            table,
            from,
            to,
        } => sync::athena::read(engine, &mut import, &account, &table, (from, to)).await,
    };
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
    import.sentence = words::end(&import);
    engine.ledger.save_import(&import, &engine.instance).await?;
    engine.progress.import_changed(&import);
    Ok(import)
}

async fn known(engine: &Engine, id: &str) -> AppResult<Import> {
    let import = engine.ledger.import(id).await?;
    import.ok_or_else(|| AppError::not_found("import", id))
}

pub(in crate::costs) async fn leased(engine: &Engine, id: &str) -> AppResult<bool> {
    let now = engine.clock.now_ms();
    engine
        .ledger
        .lease_import(id, &engine.instance, now, now + LEASE_MS)
        .await
}

impl Import {
    /// One of which nothing is read yet, begun by a program that runs as `instance`.
    pub fn begun(id: String, source: ImportSource, instance: &str, now_ms: i64) -> Self {
        Self {
            id,
            sentence: words::beginning(&source),
            source,
            state: ImportState::Running,
            started_at_ms: now_ms,
            finished_at_ms: None,
            bytes_done: 0,
            bytes_total: 0,
            rows: 0,
            file: None,
            files: Vec::new(),
            months: Vec::new(),
            ignored: Vec::new(),
            notes: Vec::new(),
            stored: Vec::new(),
            failure: None,
            begun_by: instance.to_owned(),
            resumed: false,
        }
    }

    /// Line items of months that are stored.
    pub fn rows_stored(&self) -> u64 {
        self.files.iter().map(|file| file.rows).sum()
    }
}
