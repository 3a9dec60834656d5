//! The audit trail: who changed what in AWS, when, by which request, and how it ended. Each line's hash
//! covers the line before, so that a line that is changed, taken out or put in between is found.

mod book;
mod calls;
mod verify;

pub use book::Book;
pub use calls::{Call, Ended, calls};
pub use verify::{Integrity, Trail, trail};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// One line of the trail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    pub at_ms: i64,
    /// Name of the account.
    pub account: String,
    /// ARN of the caller, as AWS said.
    pub identity: String,
    /// `cloudformation:ExecuteChangeSet`
    pub action: String,
    /// What it was done to: a stack, a change set, a secret.
    pub target: String,
    pub phase: Phase,
}

/// A call is written down twice: before it is made, so that none is missing after a sudden end, and
/// when it was answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "is")]
pub enum Phase {
    Asked,
    #[serde(rename_all = "camelCase")]
    Answered {
        /// Number of the line that tells of the asking.
        of: u64,
        /// AWS's request ID of the last attempt.
        request_id: Option<String>,
        /// AWS's code and words where it refused.
        refused: Option<String>,
    },
}

/// A line as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Line {
    /// From 1, without gaps.
    pub seq: u64,
    /// The [`Entry`] as JSON, the very text that the hash covers.
    pub json: String,
    /// SHA-256 over the hash before and the text, hex.
    pub hash: String,
}

/// Hash of a line behind another one's; the first line follows an empty one.
pub fn hash(before: &str, json: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(before.as_bytes());
    hash.update(b"\n");
    hash.update(json.as_bytes());
    hash.finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
