//! The rules that find a cause in AWS's words, as tables that can be read.
//!
//! They are asked in this order, and the first that holds wins:
//! 1. `specific`: one cause each, by the service's error code or by its wording;
//! 2. `generic::BY_CODE`: service error codes that decide the class;
//! 3. `generic::BY_WORDS`: wordings that decide the class;
//! 4. `generic::VAGUE`: service error codes that say little;
//! 5. `generic::BY_HANDLER`: the few handler codes that can be trusted when nothing else speaks;
//! 6. `generic::REFUSED`: a request that the service refused as such, with the words of a rule.

mod generic;
mod specific;
mod specific_order;

use super::wrappers::Unwrapped;
use crate::launch::Operation;

/// A cause's code, and what must all hold for it.
pub(super) struct Rule {
    pub code: &'static str,
    pub when: &'static [When],
}

/// One condition; lists mean "any of these".
pub(super) enum When {
    /// The service's error code without `Exception` or `Fault`; `*` at an end stands for anything.
    Error(&'static [&'static str]),
    /// Some error code, but none of these.
    NoError(&'static [&'static str]),
    /// Lower-case wording; `..` stands for up to 160 other characters.
    Words(&'static [&'static str]),
    /// None of these wordings.
    Without(&'static [&'static str]),
    /// Beginning of the resource type without `AWS::`.
    Type(&'static [&'static str]),
    /// The service by name, in the wrapper, the resource type or the words.
    Service(&'static [&'static str]),
    /// Not while creating or updating: deleting, or not said.
    Deleting,
    /// Deleting, and said so.
    OnDelete,
    /// Not while deleting: creating, updating, or not said.
    Making,
    /// HandlerErrorCode.
    Handler(&'static [&'static str]),
    /// The words begin so.
    Begins(&'static [&'static str]),
    /// They came as a health issue of a node group or add-on.
    HealthIssue,
    /// HTTP status.
    Http(u16),
    /// The service refused the request itself: HTTP 400, 413 or 422, or `InvalidRequest` of the resource handler.
    Refused,
}

const fn rule(code: &'static str, when: &'static [When]) -> Rule {
    Rule { code, when }
}

/// What a rule looks at.
pub(super) struct Clues<'a> {
    pub unwrapped: &'a Unwrapped,
    pub resource_type: Option<&'a str>,
    pub operation: Option<Operation>,
    /// The words in lower case, blanks joined, names masked.
    words: String,
    /// The error code without its ending, lower case.
    error: Option<String>,
}

impl<'a> Clues<'a> {
    pub fn new(
        unwrapped: &'a Unwrapped,
        resource_type: Option<&'a str>,
        operation: Option<Operation>,
    ) -> Self {
        let error = unwrapped.error_code.as_deref().map(|code| {
            let code = code
                .strip_prefix("Client.")
                .or(code.strip_prefix("Server."))
                .unwrap_or(code);
            let code = code.to_lowercase();
            let code = code.strip_suffix("exception").unwrap_or(&code);
            code.strip_suffix("fault").unwrap_or(code).to_owned()
        });
        Self {
            unwrapped,
            resource_type,
            operation,
            words: masked(&unwrapped.text),
            error,
        }
    }

    fn holds(&self, when: &When) -> bool {
        match when {
            When::Error(codes) => self
                .error
                .as_deref()
                .is_some_and(|error| codes.iter().any(|code| matches_glob(error, code))),
            When::NoError(codes) => self
                .error
                .as_deref()
                .is_some_and(|error| !codes.iter().any(|code| matches_glob(error, code))),
            When::Words(patterns) => patterns.iter().any(|pattern| says(&self.words, pattern)),
            When::Without(patterns) => !patterns.iter().any(|pattern| says(&self.words, pattern)),
            When::Type(types) => self.resource_type.is_some_and(|resource_type| {
                let short = resource_type.strip_prefix("AWS::").unwrap_or(resource_type);
                types.iter().any(|wanted| short.starts_with(wanted))
            }),
            When::Service(names) => names.iter().any(|name| self.concerns(name)),
            When::Deleting => matches!(self.operation, None | Some(Operation::Delete)),
            When::OnDelete => self.operation == Some(Operation::Delete),
            When::Making => self.operation != Some(Operation::Delete),
            When::Handler(codes) => self
                .unwrapped
                .handler_error_code
                .as_deref()
                .is_some_and(|code| codes.iter().any(|one| code.eq_ignore_ascii_case(one))),
            When::Begins(leads) => leads.iter().any(|lead| self.words.starts_with(lead)),
            When::HealthIssue => self.unwrapped.health_issue,
            When::Http(status) => self.unwrapped.status_code == Some(*status),
            When::Refused => {
                self.unwrapped
                    .status_code
                    .is_some_and(|status| matches!(status, 400 | 413 | 422))
                    || self.holds(&When::Handler(&["InvalidRequest"]))
            }
        }
    }

    fn concerns(&self, name: &str) -> bool {
        let named = |text: &str| text.to_lowercase().replace(' ', "").contains(name);
        self.unwrapped.service.as_deref().is_some_and(named)
            || self.resource_type.is_some_and(named)
            || self.words.contains(name)
    }
}

/// The code of the first rule that holds.
pub(super) fn first_match(clues: &Clues<'_>) -> Option<&'static str> {
    tables()
        .into_iter()
        .flatten()
        .find(|rule| rule.when.iter().all(|when| clues.holds(when)))
        .map(|rule| rule.code)
}

fn tables() -> [&'static [Rule]; 7] {
    [
        specific_order::RULES,
        specific::RULES,
        generic::BY_CODE,
        generic::BY_WORDS,
        generic::VAGUE,
        generic::BY_HANDLER,
        generic::REFUSED,
    ]
}

/// Lower case with single blanks and written-out negations. ARNs, quoted names and words of four or
/// more hyphenated parts are masked: a bucket called `throttling-logs` must not look like throttling.
fn masked(text: &str) -> String {
    let words: Vec<String> = text
        .split_whitespace()
        .map(|word| {
            let bare = word.trim_matches(['\'', '"', '`', '(', ')', ',', '.', ';', '[', ']']);
            let quoted = word.starts_with(['\'', '"', '`']) && word.len() > 2;
            let name = bare.starts_with("arn:")
                || bare.contains("/aws/")
                || bare.matches('-').count() >= 3
                || (quoted
                    && bare.contains(['-', '_', '/'])
                    && word
                        .trim_end_matches([',', '.', ';', ')'])
                        .ends_with(['\'', '"', '`']));
            if name {
                "#".to_owned()
            } else {
                word.to_lowercase()
            }
        })
        .collect();
    words
        .join(" ")
        .replace("can't", "cannot")
        .replace("can not ", "cannot ")
        .replace("n't", " not")
}

fn matches_glob(text: &str, glob: &str) -> bool {
    let glob = glob.to_lowercase();
    let inner = glob.trim_matches('*');
    match (glob.starts_with('*'), glob.ends_with('*')) {
        (true, true) => text.contains(inner),
        (true, false) => text.ends_with(inner),
        (false, true) => text.starts_with(inner),
        (false, false) => text == inner,
    }
}

/// True when the parts of `pattern` stand in `text` in order, each within 160 characters of the one before.
fn says(text: &str, pattern: &str) -> bool {
    const REACH: usize = 160;
    fn follow(text: &str, mut parts: std::str::Split<'_, &str>, first: bool) -> bool {
        let Some(part) = parts.next() else {
            return true;
        };
        text.match_indices(part)
            .take_while(|(at, _)| first || *at <= REACH)
            .any(|(at, _)| follow(&text[at + part.len()..], parts.clone(), false))
    }
    follow(text, pattern.split(".."), true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::failure::codes;

    #[test]
    fn every_rule_points_to_a_cause_and_every_cause_can_be_found() {
        let ruled: Vec<_> = tables()
            .into_iter()
            .flatten()
            .map(|rule| rule.code)
            .collect();
        for code in &ruled {
            assert!(
                codes::find(code).is_some(),
                "{code} is in a rule but not in the table of causes"
            );
        }
        for known in codes::all() {
            let by_hand = [codes::UNKNOWN, codes::NO_REASON, codes::CASCADE].contains(&known.code);
            assert!(
                by_hand || ruled.contains(&known.code),
                "no rule ever finds {} {}",
                known.code,
                known.title
            );
        }
    }

    #[test]
    fn wordings_hold_in_order_and_within_reach() {
        assert!(
            says("the limit of 5 was reached", "limit..reached"),
            "a few words between"
        );
        assert!(
            !says("reached the limit", "limit..reached"),
            "the order counts"
        );
        assert!(
            !says(
                &format!("limit {} reached", "x".repeat(200)),
                "limit..reached"
            ),
            "too far apart"
        );
    }

    #[test]
    fn names_do_not_count_as_words() {
        assert_eq!(
            masked("Bucket 'throttling-logs' of arn:aws:s3:::already-exists fails"),
            "bucket # of # fails",
            "names are masked"
        );
    }

    #[test]
    fn globs_reach_both_ends() {
        assert!(matches_glob("vpclimitexceeded", "*LimitExceeded"), "end");
        assert!(matches_glob("nosuchentity", "NoSuch*"), "beginning");
        assert!(!matches_glob("xnosuch", "NoSuch*"), "no star, no reach");
    }
}
