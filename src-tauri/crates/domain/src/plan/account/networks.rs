//! Address ranges that other networks of the account have already.

use ipnet::Ipv4Net;

use super::{Check, Question, Severity, failed, passed};

/// A VPC of the account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Network {
    /// `vpc-0a1b2c3d4e5f60718`
    pub id: String,
    /// Its tag `Name`.
    pub name: Option<String>,
    /// The stack that made it, by the tag that CloudFormation sets.
    pub stack: Option<String>,
    pub ranges: Vec<String>,
}

/// VPCs whose ranges overlap the plan's; those of `stack` itself do not count.
pub fn networks(range: &str, stack: &str, known: &[Network]) -> Vec<Check> {
    let ours: Option<Ipv4Net> = range.parse().ok();
    let own = |network: &Network| {
        let made_by = network.stack.as_deref().unwrap_or_default();
        made_by == stack || made_by.starts_with(&format!("{stack}-"))
    };
    let mut all: Vec<Check> = known
        .iter()
        .filter(|network| !own(network))
        .filter_map(|network| {
            let theirs = network.ranges.iter().find(|range| {
                let theirs: Option<Ipv4Net> = range.parse().ok();
                theirs.zip(ours).is_some_and(|(theirs, ours)| {
                    theirs.contains(&ours.network()) || ours.contains(&theirs.network())
                })
            })?;
            let name = network.name.as_ref().or(network.stack.as_ref());
            let called = name.map_or(String::new(), |name| format!(" ({name})"));
            Some(failed(
                Question::Networks,
                "cidr-overlap",
                Severity::Warning,
                format!(
                    "The range {range} overlaps the VPC {}{called}: the two can never be connected.",
                    network.id
                ),
                Some(format!("{} has {theirs}", network.id)),
                "Choose another range if the networks may have to reach each other one day.",
            ))
        })
        .collect();
    if all.is_empty() {
        let count = known.len();
        all.push(passed(
            Question::Networks,
            "cidr-overlap",
            format!("No other VPC of the region overlaps {range}."),
            Some(format!(
                "{count} VPC{} looked at",
                if count == 1 { "" } else { "s" }
            )),
        ));
    }
    for check in &mut all {
        check.field = Some("network.cidr".to_owned());
    }
    all
}
