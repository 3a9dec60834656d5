//! Reading the trail, and finding what was tampered with.

use serde::Serialize;

use super::{Line, hash};
use crate::{AppResult, Engine};

/// Lines that are read at once.
const PAGE: u32 = 1_000;

/// Whether the trail is as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase", tag = "is")]
pub enum Integrity {
    Whole,
    #[serde(rename_all = "camelCase")]
    Broken {
        /// The first line that does not fit.
        seq: u64,
        words: String,
    },
}

/// All lines and what was found about them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Trail {
    pub lines: Vec<Line>,
    pub verdict: Integrity,
    /// Hash of the last line. Kept elsewhere, it shows later whether lines were cut off at the end.
    pub head: String,
}

impl Trail {
    /// Each line as it is stored, as JSON on a line of its own, so that anybody can check the hashes.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for line in &self.lines {
            text.push_str(&serde_json::json!(line).to_string());
            text.push('\n');
        }
        text
    }
}

/// The whole trail, checked.
pub async fn trail(engine: &Engine) -> AppResult<Trail> {
    let mut lines: Vec<Line> = Vec::new();
    loop {
        let after = lines.last().map_or(0, |line| line.seq);
        let page = engine.memory.audit_lines(after, PAGE).await?;
        let last = page.len() < PAGE as usize;
        lines.extend(page);
        if last {
            break;
        }
    }
    Ok(Trail {
        verdict: verify(&lines),
        head: lines
            .last()
            .map_or_else(String::new, |line| line.hash.clone()),
        lines,
    })
}

/// Every number follows the one before, and every hash fits.
fn verify(lines: &[Line]) -> Integrity {
    let mut before = "";
    for (line, expected) in lines.iter().zip(1..) {
        let broken = |words: String| Integrity::Broken {
            seq: line.seq,
            words,
        };
        if line.seq != expected {
            return broken(format!(
                "Line {expected} is missing: the next one there is {}.",
                line.seq
            ));
        }
        if line.hash != hash(before, &line.json) {
            return broken(format!(
                "Line {} or the one before it was changed after it was written.",
                line.seq
            ));
        }
        before = &line.hash;
    }
    Integrity::Whole
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain() -> Vec<Line> {
        let mut before = String::new();
        (1..=5)
            .map(|seq| {
                let json = format!("{{\"n\":{seq}}}");
                let hash = hash(&before, &json);
                before.clone_from(&hash);
                Line { seq, json, hash }
            })
            .collect()
    }

    fn broken_at(lines: &[Line]) -> Option<u64> {
        match verify(lines) {
            Integrity::Whole => None,
            Integrity::Broken { seq, .. } => Some(seq),
        }
    }

    #[test]
    fn whatever_is_changed_taken_out_or_moved_is_found() {
        assert_eq!(broken_at(&chain()), None);
        assert_eq!(broken_at(&[]), None);
        let mut changed = chain();
        changed[2].json = "{\"n\":33}".to_owned();
        assert_eq!(broken_at(&changed), Some(3));
        let mut rehashed = chain();
        rehashed[2].json = "{\"n\":33}".to_owned();
        rehashed[2].hash = hash(&rehashed[1].hash, &rehashed[2].json);
        assert_eq!(broken_at(&rehashed), Some(4), "the next line tells");
        let mut shorter = chain();
        shorter.remove(1);
        assert_eq!(broken_at(&shorter), Some(3));
        let mut headless = chain();
        headless.remove(0);
        assert_eq!(broken_at(&headless), Some(2));
        let mut moved = chain();
        moved.swap(1, 2);
        assert!(broken_at(&moved).is_some());
    }
}
