//! The trail as people read it: each call once, with how it ended.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Entry, Line, Phase};

/// A call that changed something, or was to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Call {
    /// Number of the line that tells of the asking.
    #[cfg_attr(feature = "specta", specta(type = u32))]
    pub line: u64,
    /// Unix milliseconds.
    #[cfg_attr(feature = "specta", specta(type = f64))]
    pub at_ms: i64,
    /// Name of the account.
    pub account: String,
    /// ARN of the caller, as AWS said.
    pub identity: String,
    /// `cloudformation:ExecuteChangeSet`
    pub action: String,
    pub target: String,
    pub ended: Ended,
}

/// How a call ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase", tag = "is")]
pub enum Ended {
    #[serde(rename_all = "camelCase")]
    Done {
        /// AWS's, of the last attempt.
        request_id: Option<String>,
    },
    #[serde(rename_all = "camelCase")]
    Refused {
        request_id: Option<String>,
        /// AWS's code and words.
        words: String,
    },
    /// No answer was written down: the app ended in the middle, or the call is under way.
    Open,
}

/// Every call in the order of asking. Lines that cannot be read are left out; the verdict names them.
pub fn calls(lines: &[Line]) -> Vec<Call> {
    let mut calls: BTreeMap<u64, Call> = BTreeMap::new();
    for line in lines {
        let Ok(entry) = serde_json::from_str::<Entry>(&line.json) else {
            continue;
        };
        match entry.phase {
            Phase::Asked => {
                let call = Call {
                    line: line.seq,
                    at_ms: entry.at_ms,
                    account: entry.account,
                    identity: entry.identity,
                    action: entry.action,
                    target: entry.target,
                    ended: Ended::Open,
                };
                calls.insert(line.seq, call);
            }
            Phase::Answered {
                of,
                request_id,
                refused,
            } => {
                if let Some(call) = calls.get_mut(&of) {
                    call.ended = match refused {
                        None => Ended::Done { request_id },
                        Some(words) => Ended::Refused { request_id, words },
                    };
                }
            }
        }
    }
    calls.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(seq: u64, phase: Phase) -> Line {
        let entry = Entry {
            at_ms: 1,
            account: "lab".to_owned(),
            identity: "arn:aws:iam::111122223333:user/alice".to_owned(),
            action: "cloudformation:DeleteStack".to_owned(),
            target: "array-crew-crew".to_owned(),
            phase,
        };
        Line {
            seq,
            json: serde_json::to_string(&entry).expect("plain JSON"),
            hash: String::new(),
        }
    }

    #[test]
    fn a_call_stands_once_with_how_it_ended() {
        let answered = |of, refused: Option<&str>| Phase::Answered {
            of,
            request_id: Some(format!("r{of}")),
            refused: refused.map(str::to_owned),
        };
        let lines = [
            line(1, Phase::Asked),
            line(2, Phase::Asked),
            line(3, answered(2, Some("AccessDenied: no"))),
            line(4, answered(1, None)),
            line(5, Phase::Asked),
        ];
        let found = calls(&lines);
        let ended: Vec<(u64, &Ended)> = found.iter().map(|call| (call.line, &call.ended)).collect();
        let done = Ended::Done {
            request_id: Some("r1".to_owned()),
        };
        let refused = Ended::Refused {
            request_id: Some("r2".to_owned()),
            words: "AccessDenied: no".to_owned(),
        };
        assert_eq!(ended, [(1, &done), (2, &refused), (5, &Ended::Open)]);
    }
}
