//! The region and its zones, as this account sees them.

use super::{Check, Question, Severity, failed, listed, passed};

/// A region as an account sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegionFacts {
    /// False until the account has opted in.
    pub enabled: bool,
    /// Names of the zones that take new resources.
    pub zones: Vec<String>,
}

/// Whether the plan's region and zones can be used.
pub fn region(code: &str, zones: &[String], facts: &RegionFacts) -> Vec<Check> {
    if !facts.enabled {
        return vec![with_field(
            failed(
                Question::Region,
                "region-enabled",
                Severity::Error,
                format!("The account has not enabled the region {code}."),
                None,
                "Enable it under Account in the AWS console, or choose another region.",
            ),
            "region",
        )];
    }
    let missing: Vec<String> = zones
        .iter()
        .filter(|zone| !facts.zones.contains(zone))
        .cloned()
        .collect();
    if missing.is_empty() {
        return vec![passed(
            Question::Region,
            "region-enabled",
            format!(
                "The region {code} is enabled and has the zones {}.",
                listed(zones)
            ),
            None,
        )];
    }
    vec![with_field(
        failed(
            Question::Region,
            "region-zones",
            Severity::Error,
            format!("The account has no zone {} in {code}.", listed(&missing)),
            Some(format!("it has {}", listed(&facts.zones))),
            "Choose two of the zones that it has.",
        ),
        "network.zones",
    )]
}

fn with_field(mut check: Check, field: &str) -> Check {
    check.field = Some(field.to_owned());
    check
}
