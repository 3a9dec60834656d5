//! What AWS's policy simulator says of the plan's actions.

use super::{Check, Question, Severity, failed, passed};

/// Why an action would be refused.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refusal {
    /// `ec2:CreateVpc`
    pub action: String,
    /// `no policy allows it`
    pub why: String,
}

/// An answer of the simulator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Simulated {
    /// ARN of the user or role whose policies were asked.
    pub principal: String,
    pub asked: usize,
    pub refused: Vec<Refusal>,
}

/// Most actions that are named in one sentence; the evidence has them all.
const NAMED: usize = 5;

/// Whether everything is allowed.
pub fn permissions(simulated: &Simulated) -> Check {
    let Simulated {
        principal,
        asked,
        refused,
    } = simulated;
    if principal.ends_with(":root") {
        return passed(
            Question::Permissions,
            "permissions",
            "The root user may do everything, so nothing was simulated.",
            Some(principal.clone()),
        );
    }
    if refused.is_empty() {
        return passed(
            Question::Permissions,
            "permissions",
            "Everything that the plan needs is allowed.",
            Some(format!("{asked} actions simulated for {principal}")),
        );
    }
    let names: Vec<&str> = refused.iter().map(|one| one.action.as_str()).collect();
    let more = match names.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let words = format!("{}{more}", names[..names.len().min(NAMED)].join(", "));
    let seen: Vec<String> = refused
        .iter()
        .map(|one| format!("{}: {}", one.action, one.why))
        .collect();
    failed(
        Question::Permissions,
        "permissions",
        Severity::Error,
        format!(
            "{} of the {asked} actions that the plan needs are refused: {words}.",
            refused.len()
        ),
        Some(format!("{principal}; {}", seen.join("; "))),
        "Hand the plan's launch policy to whoever administers the account.",
    )
}
