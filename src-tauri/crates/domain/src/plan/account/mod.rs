//! What an account answered before a launch, and what follows from it. Every function here judges one
//! answer; who asks stands in the engine.
//!
//! | code | question | when it does not hold |
//! |---|---|---|
//! | `account-identity` | identity | error: nobody is signed in, or it is another account than it was |
//! | `account-root-user` | identity | warning: the root user is no way to work |
//! | `region-enabled`, `region-zones` | region | error |
//! | `permissions` | permissions | error: the actions that are refused |
//! | `quota-<quota code>` | quotas | error over the limit, warning near it |
//! | `name-taken` | names | error: what has the name |
//! | `cidr-overlap` | networks | warning: which VPC |
//! | `kubernetes-offered`, `kubernetes-support` | kubernetes | error where EKS has no such version, warning in or near extended support |
//! | `search-role` | searchRole | error: a search in a VPC cannot be made without it |
//! | `artifact-bucket` | bucket | error: somebody else has the name |

mod bucket;
mod identity;
mod kubernetes;
mod names;
mod networks;
mod permissions;
mod quotas;
mod region;
mod search_role;

use serde::{Deserialize, Serialize};

use super::{Check, Outcome, Question};
use crate::environment::Severity;

pub use bucket::{BucketState, artifact_bucket, bucket};
pub use identity::{Caller, identity, signed_out};
pub use kubernetes::{OfferedVersion, kubernetes, kubernetes_by_table};
pub use names::{Claim, Taken, claims, names};
pub use networks::{Network, networks};
pub use permissions::{Refusal, Simulated, permissions};
pub use quotas::{ON_DEMAND, SPOT, nodes_vcpus, quotas};
pub use region::{RegionFacts, region};
pub use search_role::{SEARCH_ROLE, needs_search_role, search_role};

/// Why something could not be found out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Untold {
    /// The permission that is missing, where that is why: `ec2:DescribeVpcs`.
    pub permission: Option<String>,
    /// AWS's words, or the machine's.
    pub words: String,
}

/// A check that holds, with what shows it.
fn passed(
    question: Question,
    code: &str,
    message: impl Into<String>,
    seen: Option<String>,
) -> Check {
    Check {
        code: code.to_owned(),
        severity: Severity::Warning,
        outcome: Outcome::Passed,
        message: message.into(),
        evidence: seen,
        remedy: String::new(),
        field: None,
        question: Some(question),
        permission: None,
    }
}

/// A check that does not hold.
fn failed(
    question: Question,
    code: &str,
    severity: Severity,
    message: impl Into<String>,
    seen: Option<String>,
    remedy: impl Into<String>,
) -> Check {
    Check {
        severity,
        outcome: Outcome::Failed,
        remedy: remedy.into(),
        ..passed(question, code, message, seen)
    }
}

/// A check that nobody could make.
pub fn cannot_tell(question: Question, code: &str, what: &str, untold: &Untold) -> Check {
    let remedy = match &untold.permission {
        Some(permission) => format!("Allow {permission} for this sign-in, then check again."),
        None => "Check again when AWS answers.".to_owned(),
    };
    let why = match &untold.permission {
        Some(permission) => format!("Cannot tell {what}: the permission {permission} is missing."),
        None => format!("Cannot tell {what}: AWS gave no answer."),
    };
    Check {
        outcome: Outcome::CannotTell,
        remedy,
        permission: untold.permission.clone(),
        ..passed(question, code, why, Some(untold.words.clone()))
    }
}

/// `a, b and c`.
fn listed(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
