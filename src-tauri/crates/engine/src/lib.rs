//! Use cases, one verb a file; the ports they need; the job runner.
//!
//! The window and `arrayctl` call the same functions with the same [`Engine`]. Nothing here knows
//! tauri, AWS's SDK, SQL or a keychain: those stand behind [`ports`].

pub mod accounts;
pub mod audit;
pub mod checks;
pub mod costs;
pub mod environments;
mod error;
pub mod integrations;
pub mod jobs;
pub mod launches;
pub mod ports;
mod refusals;
pub mod settings;

use std::path::PathBuf;
use std::sync::Arc;

use accounts::ports::{Access, Secrets};
use costs::ports::{CostFiles, Ledger};
use domain::estimate::PriceBook;
use domain::timeline::Durations;
pub use error::{AppError, AppResult, ErrorCode};
use ports::{Clock, Clouds, Memory, ProgressSink};

/// Everything a use case may ask of the world.
#[derive(Clone)]
pub struct Engine {
    /// What time it is, and waiting.
    pub clock: Arc<dyn Clock>,
    /// What is remembered between starts.
    pub memory: Arc<dyn Memory>,
    /// Cost exports on this computer.
    pub cost_files: Arc<dyn CostFiles>,
    /// Months of costs.
    pub ledger: Arc<dyn Ledger>,
    /// Who we are in each account, in AWS's answers.
    pub access: Arc<dyn Access>,
    /// The keychain.
    pub secrets: Arc<dyn Secrets>,
    /// The accounts and the cloud behind each.
    pub clouds: Arc<dyn Clouds>,
    /// Who wants to hear of progress.
    pub progress: Arc<dyn ProgressSink>,
    /// List prices with their dates.
    pub prices: Arc<PriceBook>,
    /// How long resources take.
    pub durations: Arc<Durations>,
    /// Folder for what is downloaded, read and deleted again.
    pub scratch: PathBuf,
    /// This process, as the owner of job leases.
    pub instance: String,
    /// What this process drives.
    pub at_work: launches::AtWork,
}
