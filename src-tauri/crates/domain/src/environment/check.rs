//! Validating what was read, also of a file with fields that could not be read.

use super::shape::without_indices;
use super::{Parsed, Problem, validate};
use crate::catalogue::Date;

/// Fields that a rule judges by another field: when the second could not be read, nothing is said
/// about the first.
const JUDGED_BY: &[(&str, &str)] = &[
    ("network.zones", "region"),
    ("network.route_propagation", "network.private_gateway"),
    ("cluster.public_access_cidrs", "cluster.endpoint_access"),
    ("node_groups.instance_types", "node_groups.architecture"),
    ("node_groups.desired_size", "node_groups.min_size"),
    ("node_groups.desired_size", "node_groups.max_size"),
    ("search.volume_gib", "search.instance_type"),
    ("search.instance_count", "search.instance_type"),
    ("search.instance_count", "search.zone_awareness"),
    ("notifications.slack_channel", "notifications.slack"),
    ("monitoring.datadog_site", "monitoring.datadog"),
    ("monitoring.pagerduty", "monitoring.alarms"),
    ("budget.alert_percent", "budget.monthly_usd"),
];

impl Parsed {
    /// What validation finds beyond [`Parsed::problems`], each at its place. Fields that could not be
    /// read are judged by nobody; all others are, whether there is a [`Parsed::file`] or not.
    pub fn validate(&self, today: Date) -> Vec<Problem> {
        let Some(legible) = self.legible() else {
            return Vec::new();
        };
        let unread: Vec<&str> = self
            .problems
            .iter()
            .filter(|problem| problem.code != "unknown-key")
            .map(|problem| problem.field.as_str())
            .collect();
        validate(legible, today)
            .into_iter()
            .filter(|found| !unread.iter().any(|field| silences(field, &found.field)))
            .map(|found| self.place(found))
            .collect()
    }
}

/// Whether a field that could not be read makes a finding about another pointless.
fn silences(unread: &str, found: &str) -> bool {
    if is_within(found, unread) {
        return true;
    }
    let judges = without_indices(unread);
    JUDGED_BY
        .iter()
        .filter(|(_, judge)| *judge == judges)
        .any(|(judged, _)| {
            let same_table = match unread.find(']') {
                Some(end) => found.starts_with(&unread[..=end]),
                None => true,
            };
            same_table && is_within(&without_indices(found), judged)
        })
}

/// Whether a path is another or lies below it.
fn is_within(path: &str, other: &str) -> bool {
    path.strip_prefix(other)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

#[cfg(test)]
mod tests {
    use super::silences;

    #[test]
    fn what_could_not_be_read_silences_only_what_depends_on_it() {
        for (unread, found) in [
            ("network", "network.zones[0]"),
            ("network.zones[0]", "network.zones[0]"),
            ("region", "network.zones[1]"),
            (
                "node_groups[1].architecture",
                "node_groups[1].instance_types[0]",
            ),
        ] {
            assert!(silences(unread, found), "{unread} decides about {found}");
        }
        for (unread, found) in [
            ("network.zones[0]", "network.zones[1]"),
            ("network.nat", "network.nat_mode"),
            ("search.instance_type", "search.engine_version"),
            (
                "node_groups[1].architecture",
                "node_groups[0].instance_types[0]",
            ),
        ] {
            assert!(!silences(unread, found), "{unread} is nothing to {found}");
        }
    }
}
