//! The bucket that templates go through.

use super::{Check, Question, Severity, failed, passed};

/// Name of the bucket of an account in a region.
pub fn artifact_bucket(number: &str, region: &str) -> String {
    format!("array-console-{number}-{region}")
}

/// Who has the bucket's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BucketState {
    Ours,
    Free,
    /// Bucket names are one space for all of AWS.
    SomebodyElses,
}

/// Whether templates can be uploaded.
pub fn bucket(name: &str, state: BucketState) -> Check {
    let code = "artifact-bucket";
    let seen = Some(name.to_owned());
    match state {
        BucketState::Ours => passed(
            Question::Bucket,
            code,
            "The bucket for templates is there and belongs to this account.",
            seen,
        ),
        BucketState::Free => passed(
            Question::Bucket,
            code,
            "The launch makes the bucket for templates: encrypted, closed to the public, TLS only.",
            seen,
        ),
        BucketState::SomebodyElses => failed(
            Question::Bucket,
            code,
            Severity::Error,
            "Another account has the bucket that this account's templates would go to.",
            seen,
            "Find out who made it: the name holds this account's number. Do not upload to it.",
        ),
    }
}
