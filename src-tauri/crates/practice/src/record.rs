//! What the simulated cloud remembers of one root stack.

use domain::blueprint::Blueprint;
use engine::ports::Rehearsal;
use serde::{Deserialize, Serialize};

/// One root stack and everything that was ever asked of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Record {
    /// ARN of the root stack.
    pub stack_id: String,
    pub name: String,
    pub region: String,
    pub blueprint: Blueprint,
    pub template_base_url: String,
    /// Client token that made the change set.
    pub change_set_token: String,
    pub created_ms: i64,
    /// Oldest first.
    pub operations: Vec<Operation>,
    pub rehearsal: Rehearsal,
    /// What the person did meanwhile: `sign-in-again`, `finish-github-handshake`, `remove-leftovers`.
    pub acted: Vec<String>,
    /// Termination protection; unknown to records of older versions.
    #[serde(default)]
    pub protected: bool,
    /// Deletion protection of the cluster.
    #[serde(default)]
    pub cluster_protected: bool,
    /// Change sets of updates, oldest first; unknown to records of older versions.
    #[serde(default)]
    pub updates: Vec<UpdateSet>,
}

/// The change set of an update.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UpdateSet {
    pub client_token: String,
    pub blueprint: Blueprint,
    pub template_base_url: String,
    pub rehearsal: Rehearsal,
    pub discarded: bool,
    /// The stack is left as it stands where the update fails.
    pub keeps: bool,
}

/// One operation on the stack.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Operation {
    pub kind: OperationKind,
    pub client_token: String,
    pub started_ms: i64,
    pub rehearsal: Rehearsal,
    /// Of an update, the place of its change set.
    #[serde(default)]
    pub update: Option<usize>,
    /// Of a continued rollback, what it leaves as it is.
    #[serde(default)]
    pub skip: Vec<String>,
    /// Of a deletion, what it leaves; unknown to records of older versions.
    #[serde(default)]
    pub deletion: Deletion,
}

/// What a deletion deletes and what it leaves.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Deletion {
    /// The nested stack that is deleted alone: `Network`; otherwise the root with everything in it.
    pub stack: Option<String>,
    /// Logical IDs of that stack.
    pub retain: Vec<String>,
    pub force: bool,
}

/// What is done to the stack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum OperationKind {
    Create,
    Delete,
    Update,
    CancelUpdate,
    ContinueRollback,
}

impl Record {
    /// True when the person did that.
    pub fn has_acted(&self, what: &str) -> bool {
        self.acted.iter().any(|done| done == what)
    }
}
