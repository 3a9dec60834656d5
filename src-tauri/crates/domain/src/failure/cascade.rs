//! Texts that only say that something else failed, and notices that say nothing at all.

use super::wrappers;
use crate::launch::Status;

/// True when `reason` only reports the failure of something else: a cancelled sibling, the list of
/// failed resources, a nested stack's own summary, a rollback.
///
/// `Embedded stack … was not successfully created: CAUSE` counts as one even where it repeats the
/// cause, since the cause's own event stands in the nested stack. The status matters only for
/// empty reasons: a stack's roll-back without words is a consequence.
pub fn is_cascade(reason: &str, status: Option<Status>) -> bool {
    let text = wrappers::plain(reason).to_lowercase();
    if text.is_empty() {
        return matches!(
            status,
            Some(
                Status::RollbackInProgress
                    | Status::RollbackComplete
                    | Status::UpdateRollbackInProgress
                    | Status::UpdateRollbackComplete
                    | Status::UpdateRollbackCompleteCleanupInProgress
                    | Status::ImportRollbackInProgress
                    | Status::ImportRollbackComplete
            )
        );
    }
    if (text.starts_with("embedded stack") && text.contains("was not successfully"))
        || text.starts_with("was not successfully")
        || (text.starts_with("nested change set") && text.contains("was not successfully"))
    {
        return true;
    }
    remainder(&text)
        .trim_matches(['.', ' ', ',', ';'])
        .is_empty()
}

/// What is left of a text when every cascade sentence is cut out of it.
fn remainder(text: &str) -> String {
    let mut text = text.to_owned();
    for lead in [
        "the following resource(s) failed to",
        "the following resources failed to",
        "validation failed for following resources",
        "validation failed for the following resources",
    ] {
        while let Some(at) = text.find(lead) {
            // The list ends with its bracket; a cut-off text has none, and then nothing follows.
            let end = text[at..]
                .find(']')
                .map_or(text.len(), |close| at + close + 1);
            text.replace_range(at..end, "");
        }
    }
    for sentence in SENTENCES {
        text = text.replace(sentence, "");
    }
    text
}

/// Both spellings of "cancelled" occur.
const SENTENCES: &[&str] = &[
    "resource creation cancelled",
    "resource creation canceled",
    "resource update cancelled",
    "resource update canceled",
    "resource deletion cancelled",
    "resource deletion canceled",
    "resource delete cancelled",
    "resource delete canceled",
    "resource import cancelled",
    "resource import canceled",
    "resource operation cancelled",
    "resource operation canceled",
    "rollback requested by user",
    "rollback initiated by user",
    "delete requested by user",
    "user initiated",
    "stack rollback requested",
    "update successful. one or more resources could not be deleted",
];

/// True for the ordinary words of a running operation, which read like news but explain nothing.
/// Some even read like errors (tags that could not be processed).
pub fn is_notice(reason: &str) -> bool {
    let text = reason.trim().to_lowercase();
    text.is_empty()
        || NOTICES.iter().any(|notice| text.starts_with(notice))
        || (text.contains("did not have iam permissions to process tags"))
}

const NOTICES: &[&str] = &[
    "user initiated",
    "resource creation initiated",
    "resource update initiated",
    "resource deletion initiated",
    "eventual consistency check initiated",
    "requested update require",
    "transformation succeeded",
    "retry",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_and_cancellations_are_cascades() {
        for text in [
            "Resource creation cancelled",
            "Resource update canceled.",
            "The following resource(s) failed to create: [A, B]. ",
            "The following resource(s) failed to create: [A]. . Rollback requested by user.",
            "The following resource(s) failed to create: [A]. The following resource(s) failed to update: [B]. ",
            "The following resource(s) failed to delete: [A, B",
            "Embedded stack arn:x was not successfully deleted: The following resource(s) failed to delete: [A].",
        ] {
            assert!(
                is_cascade(text, None),
                "says only that something else failed: {text}"
            );
        }
    }

    #[test]
    fn a_cause_beside_a_cascade_sentence_is_not_lost() {
        assert!(
            !is_cascade(
                "Export X cannot be updated as it is in use by Y. Rollback requested by user.",
                None
            ),
            "the export is the cause"
        );
        assert!(
            !is_cascade("The maximum number of VPCs has been reached.", None),
            "a cause of its own"
        );
        assert!(
            !is_cascade("", Some(Status::CreateFailed)),
            "no reason is not a cascade: AWS just does not say"
        );
    }
}
