//! From a way in to credentials, one step after another. What is got is kept in memory until shortly
//! before it expires, and nowhere else.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::{Duration, UNIX_EPOCH};

use aws_credential_types::Credentials;
use domain::accounts::{ProfileProblem, Role};
use engine::accounts::AccessStep;
use engine::ports::{CloudError, CloudErrorKind};

/// Credentials with less time left are got anew.
const MARGIN: Duration = Duration::from_secs(300);

/// Credentials by account, as long as they hold.
#[derive(Default)]
pub(crate) struct Kept(Mutex<BTreeMap<String, Credentials>>);

impl Kept {
    pub(crate) fn get(&self, account: &str, now_ms: i64) -> Option<Credentials> {
        let kept = self.0.lock().ok()?;
        let found = kept.get(account)?;
        holds(found, now_ms).then(|| found.clone())
    }

    pub(crate) fn put(&self, account: &str, credentials: &Credentials) {
        if let Ok(mut kept) = self.0.lock() {
            kept.insert(account.to_owned(), credentials.clone());
        }
    }

    pub(crate) fn forget(&self, account: &str) {
        if let Ok(mut kept) = self.0.lock() {
            kept.remove(account);
        }
    }
}

fn holds(credentials: &Credentials, now_ms: i64) -> bool {
    let now = UNIX_EPOCH + Duration::from_millis(u64::try_from(now_ms).unwrap_or(0));
    credentials
        .expiry()
        .is_none_or(|expiry| expiry > now + MARGIN)
}

/// Milliseconds since 1970 at which credentials expire.
pub(crate) fn expiry_ms(credentials: &Credentials) -> Option<i64> {
    let since = credentials.expiry()?.duration_since(UNIX_EPOCH).ok()?;
    i64::try_from(since.as_millis()).ok()
}

/// The steps so far.
#[derive(Default)]
pub(crate) struct Steps(pub Vec<AccessStep>);

/// A step that did not work has been told; there is nothing more to try.
pub(crate) struct Halt {
    /// Where AWS itself refused, why.
    kind: Option<CloudErrorKind>,
}

impl Halt {
    /// The last step as an error. Signing in again helps where nothing else is known to be wrong: not
    /// where AWS cannot be reached, asks to slow down, or finds the clock wrong.
    pub(crate) fn told(self, mut steps: Steps) -> CloudError {
        let kind = match self.kind {
            Some(
                kind @ (CloudErrorKind::Throttled
                | CloudErrorKind::Unreachable
                | CloudErrorKind::ClockWrong
                | CloudErrorKind::AccessDenied),
            ) => kind,
            _ => CloudErrorKind::ExpiredToken,
        };
        let last = steps.0.pop();
        CloudError {
            kind,
            code: "NoCredentials".to_owned(),
            message: last.map_or_else(String::new, |step| format!("{}: {}", step.what, step.found)),
            request_id: None,
        }
    }
}

impl Steps {
    pub(crate) fn worked(&mut self, what: impl Into<String>, found: impl Into<String>) {
        self.0.push(AccessStep {
            what: what.into(),
            worked: true,
            found: found.into(),
            remedy: None,
        });
    }

    pub(crate) fn halt(
        &mut self,
        what: impl Into<String>,
        found: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Halt {
        self.0.push(AccessStep {
            what: what.into(),
            worked: false,
            found: found.into(),
            remedy: Some(remedy.into()),
        });
        Halt { kind: None }
    }

    /// A refusal of AWS, in its words, with what to do about that kind.
    pub(crate) fn refused(&mut self, what: impl Into<String>, error: &CloudError) -> Halt {
        let words = format!("{}: {}", error.code, error.message);
        let Halt { .. } = self.halt(what, words, remedy(error));
        Halt {
            kind: Some(error.kind),
        }
    }
}

fn remedy(error: &CloudError) -> String {
    let words = match (error.kind, error.code.as_str()) {
        (CloudErrorKind::ClockWrong, _) => "Set this computer's clock, then try again.",
        (_, "SignatureDoesNotMatch") => {
            "The secret access key is another one than AWS knows, or this machine's clock is wrong. Set the clock, or enter the keys again."
        }
        (_, "InvalidClientTokenId" | "UnrecognizedClientException") => {
            "AWS does not know this access key in this account and region. Make a new key in the IAM console, or choose another profile."
        }
        (_, "RegionDisabledException") => {
            "The account has not enabled this region. Enable it in the account's settings, or choose another one."
        }
        (CloudErrorKind::ExpiredToken, _) => "Sign in again.",
        (CloudErrorKind::AccessDenied, _) => {
            "Ask an administrator of the account for what AWS names here."
        }
        (CloudErrorKind::Throttled, _) => "Wait a moment and try again.",
        (CloudErrorKind::Unreachable, _) => {
            "Check the network, the proxy (HTTPS_PROXY) and the certificates (AWS_CA_BUNDLE)."
        }
        (
            CloudErrorKind::NotFound | CloudErrorKind::AlreadyExists | CloudErrorKind::Rejected,
            _,
        ) => "Correct what AWS names here and try again.",
    };
    words.to_owned()
}

/// A problem of the AWS files, with its place as an editor takes it.
pub(crate) fn told(problem: &ProfileProblem, files: &crate::AwsFiles) -> String {
    match problem.place {
        Some(place) => format!("{} ({})", problem.message, files.shown(place)),
        None => problem.message.clone(),
    }
}

/// True when AWS wants a code of an MFA device. STS has one code for all refusals; only the words
/// differ, and they differ by situation, so a refused role with a device is asked for its code.
pub(crate) fn wants_code(error: &CloudError, role: &Role) -> bool {
    error.kind == CloudErrorKind::AccessDenied && role.mfa_serial.is_some()
}
