//! Who we are.

use super::{Check, Question, Severity, Untold, failed, passed};

/// Who AWS takes us for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// 12 digits.
    pub number: String,
    /// `arn:aws:sts::111122223333:assumed-role/Release/ava`
    pub arn: String,
}

/// The account number with whoever is signed in; `known` is the number that the account had before.
pub fn identity(caller: &Caller, known: Option<&str>) -> Vec<Check> {
    let code = "account-identity";
    let mut all = match known {
        Some(known) if known != caller.number => vec![failed(
            Question::Identity,
            code,
            Severity::Error,
            format!(
                "This sign-in now leads to account {}, and led to {known} before.",
                caller.number
            ),
            Some(caller.arn.clone()),
            "Correct the profile, or add the other account under a name of its own.",
        )],
        _ => vec![passed(
            Question::Identity,
            code,
            format!("Account {}.", caller.number),
            Some(caller.arn.clone()),
        )],
    };
    if caller.arn.ends_with(":root") {
        all.push(failed(
            Question::Identity,
            "account-root-user",
            Severity::Warning,
            "This is the account's root user, who may do everything and cannot be limited.",
            Some(caller.arn.clone()),
            "Sign in with a role that has the policy which the plan writes.",
        ));
    }
    all
}

/// Nobody is signed in, so nothing else can be asked.
pub fn signed_out(untold: &Untold) -> Check {
    failed(
        Question::Identity,
        "account-identity",
        Severity::Error,
        "AWS does not say who we are.",
        Some(untold.words.clone()),
        "Sign in to the account, then check again.",
    )
}
