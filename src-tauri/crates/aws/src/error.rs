//! Refusals of AWS as the engine acts on them.

use std::time::SystemTime;

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use engine::ports::{CloudError, CloudErrorKind};

/// Translates what the SDK says. The code decides, never the words.
pub(crate) fn refused<E>(error: &SdkError<E, HttpResponse>) -> CloudError
where
    E: ProvideErrorMetadata + std::error::Error + 'static,
{
    let request_id = error
        .raw_response()
        .and_then(|response| response.headers().get("x-amzn-requestid"))
        .map(str::to_owned);
    let Some(service) = error.as_service_error() else {
        return CloudError {
            kind: CloudErrorKind::Unreachable,
            code: unanswered(error).to_owned(),
            message: reasons(error),
            request_id,
        };
    };
    let status = error
        .raw_response()
        .map_or(0, |response| response.status().as_u16());
    let code = service.code().unwrap_or("Unknown").to_owned();
    let request_id = service
        .meta()
        .extra("aws_request_id")
        .map(str::to_owned)
        .or(request_id);
    if let Some(message) = wrong_clock(error, &code) {
        return CloudError {
            kind: CloudErrorKind::ClockWrong,
            code,
            message,
            request_id,
        };
    }
    CloudError {
        kind: kind(&code, status),
        message: match service.message() {
            Some(words) => words.trim().to_owned(),
            None => format!("AWS answered with HTTP status {status} and no words."),
        },
        code,
        request_id,
    }
}

/// AWS refuses what was signed more than five minutes before or after its own time, and each service
/// says so in another way, some as if the keys were wrong. What the answer's date tells decides.
fn wrong_clock<E>(error: &SdkError<E, HttpResponse>, code: &str) -> Option<String> {
    let suspicious = [
        "RequestExpired",
        "RequestTimeTooSkewed",
        "SignatureDoesNotMatch",
        "InvalidSignatureException",
        "AuthFailure",
    ];
    if !suspicious.contains(&code) {
        return None;
    }
    let date = error.raw_response()?.headers().get("date")?;
    let theirs = DateTime::from_str(date, Format::HttpDate).ok()?.secs();
    #[expect(
        clippy::disallowed_methods,
        reason = "the question is whether this very clock is right"
    )]
    let ours = DateTime::from(SystemTime::now()).secs();
    let seconds = ours - theirs;
    let minutes = (seconds.abs() + 30) / 60;
    let side = if seconds > 0 { "ahead of" } else { "behind" };
    (seconds.abs() >= 300).then(|| {
        format!(
            "This computer's clock is {minutes} minutes {side} AWS's, and AWS refuses what is signed more than five minutes off."
        )
    })
}

fn unanswered<E>(error: &SdkError<E, HttpResponse>) -> &'static str {
    match error {
        SdkError::TimeoutError(_) => "Timeout",
        SdkError::DispatchFailure(failure) if failure.is_timeout() => "Timeout",
        SdkError::DispatchFailure(failure) if failure.is_io() => "ConnectionFailed",
        // The request may have arrived all the same.
        SdkError::DispatchFailure(failure) if failure.is_other() => "ConnectionLost",
        SdkError::ResponseError(_) => "UnreadableAnswer",
        _ => "NotSent",
    }
}

/// The causes of an error, outermost first, each once.
fn reasons(error: &dyn std::error::Error) -> String {
    let mut told: Vec<String> = Vec::new();
    let mut next = error.source();
    while let Some(cause) = next {
        let words = cause.to_string();
        if !told.iter().any(|known| known.contains(&words)) {
            told.push(words);
        }
        next = cause.source();
    }
    if told.is_empty() {
        error.to_string()
    } else {
        told.join(": ")
    }
}

/// By AWS's code, over all its protocols; the HTTP status where the code says nothing.
pub(crate) fn kind(code: &str, status: u16) -> CloudErrorKind {
    match code {
        "Throttling"
        | "ThrottlingException"
        | "ThrottledException"
        | "RequestLimitExceeded"
        | "TooManyRequestsException"
        | "SlowDown"
        | "SlowDownException"
        | "RequestThrottled"
        | "ProvisionedThroughputExceededException" => CloudErrorKind::Throttled,
        "ExpiredToken"
        | "ExpiredTokenException"
        | "RequestExpired"
        | "UnauthorizedException"
        | "UnauthorizedSSOTokenException"
        | "InvalidGrantException" => CloudErrorKind::ExpiredToken,
        "AccessDenied"
        | "AccessDeniedException"
        | "UnauthorizedOperation"
        | "ForbiddenException"
        | "UnrecognizedClientException"
        | "InvalidClientTokenId"
        | "SignatureDoesNotMatch"
        | "AuthFailure" => CloudErrorKind::AccessDenied,
        "ResourceNotFoundException" | "NoSuchEntity" | "NoSuchBucket" | "NoSuchKey" => {
            CloudErrorKind::NotFound
        }
        "AlreadyExistsException" | "EntityAlreadyExists" => CloudErrorKind::AlreadyExists,
        _ if status >= 500 => CloudErrorKind::Unreachable,
        _ if status == 429 => CloudErrorKind::Throttled,
        _ => CloudErrorKind::Rejected,
    }
}

/// An answer without what it must have.
pub(crate) fn empty(operation: &str) -> CloudError {
    CloudError {
        kind: CloudErrorKind::Rejected,
        code: "EmptyAnswer".to_owned(),
        message: format!("AWS answered {operation} without what was asked for."),
        request_id: None,
    }
}
