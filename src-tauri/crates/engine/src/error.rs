//! The one error of every use case: a closed code, words for people, and a cause that stays inside.

use domain::environment::Problem;
use serde::Serialize;

/// Codes that somebody acts on. Add one only when someone does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// Something that was typed or read is wrong; `fields` says where.
    InvalidInput,
    NotFound,
    AlreadyExists,
    /// Not in this state.
    Conflict,
    KeychainUnavailable,
    /// The store's key is wrong or gone.
    StoreLocked,
    StoreDamaged,
    StoreReadOnly,
    DiskFull,
    Throttled,
    ExpiredToken,
    AccessDenied,
    /// AWS refused a request.
    CloudRejected,
    /// Another process drives this job.
    DrivenElsewhere,
    Internal,
}

/// Result of a use case.
pub type AppResult<T> = Result<T, AppError>;

/// What went wrong, what it means and what to do. `cause` is logged once at the boundary and never
/// leaves the program.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct AppError {
    pub code: ErrorCode,
    /// One or two sentences.
    pub message: String,
    /// What to do next.
    pub hint: Option<String>,
    /// Problems by field, where input was wrong.
    pub fields: Vec<Problem>,
    /// True when the same call may work a little later.
    pub retryable: bool,
    /// AWS's request ID.
    pub request_id: Option<String>,
    #[source]
    pub cause: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl AppError {
    /// An error with its words.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            hint: None,
            fields: Vec::new(),
            retryable: matches!(code, ErrorCode::Throttled),
            request_id: None,
            cause: None,
        }
    }

    /// Says what to do next.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Keeps the internal cause for the log.
    #[must_use]
    pub fn because(mut self, cause: impl std::error::Error + Send + Sync + 'static) -> Self {
        self.cause = Some(Box::new(cause));
        self
    }

    /// Bad input, with every problem by field.
    pub fn invalid(message: impl Into<String>, fields: Vec<Problem>) -> Self {
        Self {
            fields,
            ..Self::new(ErrorCode::InvalidInput, message)
        }
    }

    /// Nothing by that name.
    pub fn not_found(what: &str, name: &str) -> Self {
        Self::new(ErrorCode::NotFound, format!("There is no {what} `{name}`."))
    }

    /// A defect of the program: a rendered blueprint that cannot be evaluated, a stored value that
    /// cannot be read.
    pub fn internal(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::Internal, message)
            .hint("This is a defect. Copy the support details and report it.")
    }
}
