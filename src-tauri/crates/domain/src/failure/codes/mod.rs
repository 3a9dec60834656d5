//! Every known cause: its stable code, class, title, plain words and remedy, in one table.
//!
//! A code never changes its meaning and is never used again: people search for it. Ten numbers or
//! more belong to each class; the first one of a class is its fallback, for a failure of which
//! only the class is known.

mod access;
mod limits;
mod order;
mod settings;

use super::CauseClass;

/// A cause that the app knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownCause {
    /// `ARR-1042`.
    pub code: &'static str,
    pub class: CauseClass,
    /// `Elastic IP limit reached`.
    pub title: &'static str,
    /// What it means, for somebody who is no CloudFormation expert.
    pub explanation: &'static str,
    /// What to do.
    pub remedy: &'static str,
}

const fn cause(
    code: &'static str,
    class: CauseClass,
    title: &'static str,
    explanation: &'static str,
    remedy: &'static str,
) -> KnownCause {
    KnownCause {
        code,
        class,
        title,
        explanation,
        remedy,
    }
}

/// Shown for a text that no rule knows.
pub const UNKNOWN: &str = "ARR-1000";
/// AWS gave no reason at all.
pub const NO_REASON: &str = "ARR-1001";
/// The text only says that something else failed.
pub const CASCADE: &str = "ARR-1002";

/// The whole table, by code.
pub fn all() -> impl Iterator<Item = &'static KnownCause> {
    order::GENERAL
        .iter()
        .chain(limits::CAUSES)
        .chain(access::CAUSES)
        .chain(settings::CAUSES)
        .chain(order::CAUSES)
}

/// Finds a cause by its code.
pub fn find(code: &str) -> Option<&'static KnownCause> {
    all().find(|known| known.code == code)
}

/// The unknown, which is always in the table.
pub(super) fn unknown() -> &'static KnownCause {
    &order::GENERAL[0]
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn codes_and_titles_are_unique_and_well_formed() {
        let mut codes = BTreeSet::new();
        let mut titles = BTreeSet::new();
        for known in all() {
            assert!(
                codes.insert(known.code),
                "{} stands twice in the table",
                known.code
            );
            assert!(
                titles.insert(known.title),
                "two causes are called {:?}",
                known.title
            );
            let digits = known.code.strip_prefix("ARR-").unwrap_or_default();
            assert!(
                digits.len() == 4 && digits.chars().all(|c| c.is_ascii_digit()),
                "{} is no code",
                known.code
            );
            for words in [known.explanation, known.remedy] {
                assert!(
                    words.ends_with('.') && words.len() > 20,
                    "{} needs whole sentences: {words}",
                    known.code
                );
            }
        }
        assert_eq!(unknown().code, UNKNOWN, "the first entry is the unknown");
        assert_eq!(
            find("ARR-1042").map(|known| known.title),
            Some("Elastic IP limit reached"),
            "people know this code"
        );
    }

    /// People search for codes, so one that is out in the world must keep its meaning.
    #[test]
    fn codes_keep_their_meaning() {
        let mut lines: Vec<String> = all()
            .map(|known| format!("{} {:?}: {}", known.code, known.class, known.title))
            .collect();
        lines.sort();
        insta::assert_snapshot!(lines.join("\n"));
    }
}
