//! The one error shape that crosses to the web view.

use domain::environment::Problem;
use engine::{AppError, ErrorCode};
use serde::Serialize;
use specta::Type;

/// What went wrong, what it means and what to do. The internal cause stays in the log.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct UiError {
    pub code: ErrorCode,
    pub message: String,
    pub hint: Option<String>,
    /// Problems by field, where input was wrong.
    pub fields: Option<Vec<Problem>>,
    pub retryable: bool,
    pub request_id: Option<String>,
}

/// Result of a command.
pub type UiResult<T> = Result<T, UiError>;

impl From<AppError> for UiError {
    /// The boundary: the cause is logged here, once, and goes no further.
    fn from(error: AppError) -> Self {
        if let Some(cause) = &error.cause {
            tracing::error!(code = ?error.code, %cause, "{}", error.message);
        }
        Self {
            code: error.code,
            message: error.message,
            hint: error.hint,
            fields: (!error.fields.is_empty()).then_some(error.fields),
            retryable: error.retryable,
            request_id: error.request_id,
        }
    }
}
