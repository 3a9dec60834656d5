//! Why a cloud gave no answer, as the engine acts on it.

use crate::error::{AppError, ErrorCode};

/// Kinds of refusals by a cloud that the engine acts on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CloudErrorKind {
    /// Back off and ask again.
    Throttled,
    /// A person must sign in again.
    ExpiredToken,
    /// This computer's clock is too far off for AWS.
    ClockWrong,
    AccessDenied,
    NotFound,
    AlreadyExists,
    /// The request itself is refused.
    Rejected,
    /// No answer; the call may or may not have arrived.
    Unreachable,
}

/// A cloud's refusal, with AWS's own words.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{code}: {message}")]
pub struct CloudError {
    pub kind: CloudErrorKind,
    /// AWS's error code: `ExpiredTokenException`.
    pub code: String,
    /// AWS's words.
    pub message: String,
    pub request_id: Option<String>,
}

impl From<CloudError> for AppError {
    fn from(error: CloudError) -> Self {
        let (code, words, hint) = match error.kind {
            CloudErrorKind::Throttled => (
                ErrorCode::Throttled,
                "AWS asks us to slow down",
                "Wait a moment and try again.",
            ),
            CloudErrorKind::ExpiredToken => (
                ErrorCode::ExpiredToken,
                "Your sign-in has expired",
                "Sign in again, then continue. Nothing in AWS was stopped.",
            ),
            CloudErrorKind::ClockWrong => (
                ErrorCode::CloudRejected,
                "The clock is wrong",
                "Set this computer's clock, then try again.",
            ),
            CloudErrorKind::AccessDenied => (
                ErrorCode::AccessDenied,
                "AWS does not allow this",
                "Ask an administrator of the account for the permission that is named.",
            ),
            CloudErrorKind::NotFound => (
                ErrorCode::NotFound,
                "AWS does not know this",
                "It may have been deleted outside of Array Console.",
            ),
            CloudErrorKind::AlreadyExists => (
                ErrorCode::AlreadyExists,
                "This exists already",
                "Choose another name, or delete the one that exists.",
            ),
            CloudErrorKind::Rejected => (
                ErrorCode::CloudRejected,
                "AWS refused the request",
                "Read AWS's words; correct the environment file and plan again.",
            ),
            CloudErrorKind::Unreachable => (
                ErrorCode::Throttled,
                "AWS did not answer",
                "Check the network. The launch goes on in AWS meanwhile.",
            ),
        };
        let mut out = AppError::new(code, format!("{words}: {}", error.message)).hint(hint);
        out.request_id.clone_from(&error.request_id);
        out.retryable = matches!(
            error.kind,
            CloudErrorKind::Throttled | CloudErrorKind::Unreachable
        );
        out.because(error)
    }
}

/// Why a cloud gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum CloudFault {
    /// AWS refused; it may be waited out, or a person can help.
    #[error(transparent)]
    Refused(#[from] CloudError),
    /// This computer failed, its disk for instance. It says nothing about what runs in the cloud.
    #[error(transparent)]
    Here(#[from] AppError),
}

impl From<CloudFault> for AppError {
    fn from(fault: CloudFault) -> Self {
        match fault {
            CloudFault::Refused(error) => error.into(),
            CloudFault::Here(error) => error,
        }
    }
}
