//! The engine as a command needs it: over the store, or in memory where nothing is remembered.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use assembly::{Console, LogGuard, Opened, Surroundings};
use engine::environments::PRACTICE;
use engine::ports::ProgressSink;
use engine::{AppError, AppResult, Engine, ErrorCode};

use crate::arguments::Arguments;
use crate::person::Terminal;
use crate::progress::Silent;

/// Where this command works.
pub struct World {
    pub data_dir: PathBuf,
    pub in_memory: bool,
    /// The account that was named.
    pub account: Option<String>,
    /// What was opened, to be closed before the process ends.
    opened: Mutex<Vec<Opened>>,
    _log: Option<LogGuard>,
}

impl World {
    /// Finds the data folder and starts the log. Nothing is written yet where no store exists.
    pub fn new(arguments: &Arguments) -> AppResult<Self> {
        let data_dir = assembly::data_dir(arguments.data_dir.clone())?;
        if data_dir.exists() && !data_dir.is_dir() {
            return Err(AppError::new(
                ErrorCode::InvalidInput,
                format!("{} is no folder.", data_dir.display()),
            )
            .hint("Give --data-dir a folder; it is made if need be."));
        }
        let console = match arguments.verbose {
            0 => Console::Quiet,
            1 => Console::Info,
            _ => Console::Debug,
        };
        let log = (console != Console::Quiet || assembly::store_exists(&data_dir))
            .then(|| assembly::start_logging(&assembly::log_dir(&data_dir), console));
        Ok(Self {
            data_dir,
            in_memory: arguments.in_memory,
            account: arguments.account.clone(),
            opened: Mutex::default(),
            _log: log,
        })
    }

    /// The account to work in.
    pub fn account(&self) -> &str {
        self.account.as_deref().unwrap_or(PRACTICE)
    }

    /// The engine over the store.
    pub async fn open(&self, progress: Arc<dyn ProgressSink>) -> AppResult<Opened> {
        if self.in_memory {
            return self.kept(assembly::in_memory(surroundings(progress)).await);
        }
        let opened = assembly::open(&self.data_dir, surroundings(progress)).await;
        self.kept(opened.map_err(|error| {
            let hint = match &error.hint {
                Some(hint) => format!("{hint} On the command line that is --in-memory."),
                None => "To practise without saving, add --in-memory.".to_owned(),
            };
            error.hint(hint)
        }))
    }

    /// An engine for what needs no store: checking, rendering, planning with default assumptions.
    pub async fn without_store(&self) -> AppResult<Opened> {
        self.kept(assembly::in_memory(surroundings(Arc::new(Silent))).await)
    }

    /// The engine over the store, for a command without progress.
    pub async fn quiet(&self) -> AppResult<Engine> {
        Ok(self.open(Arc::new(Silent)).await?.engine)
    }

    /// Closes everything that was opened.
    pub async fn close(&self) {
        let opened =
            std::mem::take(&mut *self.opened.lock().unwrap_or_else(PoisonError::into_inner));
        for one in opened {
            one.close().await;
        }
    }

    fn kept(&self, opened: AppResult<Opened>) -> AppResult<Opened> {
        if let Ok(one) = &opened {
            let mut all = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
            all.push(one.clone());
        }
        opened
    }
}

fn surroundings(progress: Arc<dyn ProgressSink>) -> Surroundings {
    Surroundings {
        progress,
        person: Arc::new(Terminal),
    }
}
