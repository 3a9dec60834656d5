//! Environments: drafts, files, plans, and what runs.

mod calibrate;
mod change;
mod drafts;
mod list;
mod plan;
mod read;
mod teardown;

pub(crate) use change::ours;
pub use change::{ChangePlan, change};
pub use drafts::{delete_draft, drafts, save_draft};
pub(crate) use list::tree;
pub use list::{EnvironmentRow, EnvironmentView, get, list};
pub(crate) use plan::spec;
pub use plan::{ledger, plan, policy, today};
pub use read::{check, read, read_bounded, read_bounded_from};
pub use teardown::{Fate, Retainable, Teardown, TeardownItem, ports, teardown};
pub(crate) use teardown::{Remains, allowed, cluster};

use std::collections::BTreeMap;

use domain::environment::EnvironmentFile;
use domain::launch::{NeedsYou, ResourceView};
use domain::plan::Plan;
use serde::{Deserialize, Serialize};

/// The practice account's name.
pub const PRACTICE: &str = "Practice";

/// Where an environment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum EnvironmentState {
    Launching,
    Updating,
    Running,
    /// An update failed and was not rolled back: it stands between the two.
    UpdateFailed,
    Failed,
    NeedsYou,
    Deleting,
    DeleteFailed,
}

/// An environment as it is remembered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EnvironmentRecord {
    pub name: String,
    /// Account it was launched into.
    pub account: String,
    pub state: EnvironmentState,
    pub file: EnvironmentFile,
    /// The plan that was last launched.
    pub plan: Plan,
    pub stack_id: Option<String>,
    pub outputs: BTreeMap<String, String>,
    /// As the last operation left them.
    pub resources: Vec<ResourceView>,
    /// Newest job.
    pub job_id: String,
    pub needs_you: Option<NeedsYou>,
    pub changed_at_ms: i64,
    /// When AWS was last asked about it.
    pub as_of_ms: i64,
}

/// What becomes of an environment's record together with a job's progress.
#[derive(Debug, Clone, PartialEq)]
pub enum EnvironmentChange {
    Save(Box<EnvironmentRecord>),
    /// Nothing of it is left.
    Forget,
}

/// An unfinished wizard.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Draft {
    pub id: String,
    /// The environment that it changes; nothing for a new one.
    pub environment: Option<String>,
    pub file: EnvironmentFile,
    /// Step of the wizard, from 0.
    pub step: u32,
    pub saved_at_ms: i64,
}
