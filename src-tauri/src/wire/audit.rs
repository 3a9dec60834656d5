//! The audit trail as the window shows it.

use engine::audit::{self, Call, Integrity, Trail};
use serde::Serialize;
use specta::Type;

/// The trail's calls and what was found about it.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TrailView {
    /// The newest first. Lines that cannot be read are not among them; the verdict names them.
    pub calls: Vec<Call>,
    /// Lines in the trail: two for each call that was answered.
    pub lines: u64,
    pub verdict: Integrity,
    /// Hash of the last line; kept elsewhere, it shows later whether lines were cut off at the end.
    pub head: String,
}

impl From<Trail> for TrailView {
    fn from(trail: Trail) -> Self {
        let mut calls = audit::calls(&trail.lines);
        calls.reverse();
        Self {
            calls,
            lines: trail.lines.len() as u64,
            verdict: trail.verdict,
            head: trail.head,
        }
    }
}
