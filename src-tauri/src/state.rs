//! What commands may reach.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use assembly::Opened;
use engine::{AppError, AppResult, Engine};
use tokio::sync::RwLock;

use crate::desk::Desk;
use crate::error::UiError;
use crate::person::WindowPerson;

/// The shell's state. The engine is replaced once at most: when the person goes on without a store.
pub struct AppState {
    /// The engine over the store, or why there is none.
    pub opened: RwLock<Result<Opened, UiError>>,
    /// Folder of the store and the logs.
    pub data_dir: PathBuf,
    /// What is held while a person adds an account or signs in.
    pub desk: Desk,
    /// Who is asked for codes.
    pub person: Arc<WindowPerson>,
    /// When this process began.
    pub started: Instant,
}

impl AppState {
    /// The engine, or the error that kept it from being built, said again.
    pub async fn engine(&self) -> AppResult<Engine> {
        match &*self.opened.read().await {
            Ok(opened) => Ok(opened.engine.clone()),
            Err(problem) => {
                let error = AppError::new(problem.code, problem.message.clone());
                Err(match &problem.hint {
                    Some(hint) => error.hint(hint.clone()),
                    None => error,
                })
            }
        }
    }

    /// Closes the store at the end of the process.
    pub async fn close(&self) {
        if let Ok(opened) = &*self.opened.read().await {
            opened.close().await;
        }
    }
}
