//! From AWS's words to a known cause.

use serde::{Deserialize, Serialize};

use super::{CauseClass, cascade, codes, rules, wrappers};
use crate::launch::Operation;

/// What a reason means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Explanation {
    /// `ARR-1042`; `ARR-1000` where no rule knows the text.
    pub code: String,
    pub class: CauseClass,
    pub title: String,
    pub explanation: String,
    pub remedy: String,
    /// AWS's words, verbatim.
    pub aws_message: String,
    /// The service's own error code, where the wrapper carried it.
    pub error_code: Option<String>,
    /// For AWS's support.
    pub request_id: Option<String>,
    /// The cause that a cascade's text repeats at its end (`Embedded stack … was not successfully
    /// created: CAUSE`); its own event stands in the nested stack.
    pub carried: Option<Box<Explanation>>,
}

/// Explains `reason`; resource type and operation are hints and may be unknown.
///
/// A text that no rule knows is [`CauseClass::Unknown`] with AWS's words, never a guess; an empty
/// one is [`CauseClass::Other`] and says that AWS gave no reason.
pub fn classify(
    reason: &str,
    resource_type: Option<&str>,
    operation: Option<Operation>,
) -> Explanation {
    if reason.trim().is_empty() {
        return explain(codes::NO_REASON, reason, &wrappers::Unwrapped::default());
    }
    let unwrapped = wrappers::unwrap(reason);
    if cascade::is_cascade(reason, None) {
        let mut explanation = explain(codes::CASCADE, reason, &unwrapped);
        if unwrapped.embedded
            && !unwrapped.text.is_empty()
            && !cascade::is_cascade(&unwrapped.text, None)
        {
            explanation.carried = Some(Box::new(classify(&unwrapped.text, None, operation)));
        }
        return explanation;
    }
    let clues = rules::Clues::new(&unwrapped, resource_type, operation);
    explain(
        rules::first_match(&clues).unwrap_or(codes::UNKNOWN),
        reason,
        &unwrapped,
    )
}

fn explain(code: &str, reason: &str, unwrapped: &wrappers::Unwrapped) -> Explanation {
    let known = codes::find(code).unwrap_or_else(codes::unknown);
    Explanation {
        code: known.code.to_owned(),
        class: known.class,
        title: known.title.to_owned(),
        explanation: known.explanation.to_owned(),
        remedy: known.remedy.to_owned(),
        aws_message: reason.to_owned(),
        error_code: unwrapped.error_code.clone(),
        request_id: unwrapped.request_id.clone(),
        carried: None,
    }
}
