//! What an update cannot do, said before anything is asked of AWS.

use super::classify::Ours;
use super::compare::What;
use crate::environment::{EnvironmentFile, Severity};
use crate::plan::{Check, Outcome};

/// Checks of an update that stop it; none where it may be tried.
pub fn checks(before: &EnvironmentFile, after: &EnvironmentFile, ours: &Ours) -> Vec<Check> {
    let mut out = immovable(before, after);
    out.extend(kubernetes(&before.cluster.version, &after.cluster.version));
    out.extend(search(before, after));
    // What needs a new environment explains every clash that follows from it.
    if out.is_empty() {
        out.extend(node_versions(ours));
        out.extend(ours.clashes().iter().map(|clash| Check {
            remedy: clash.remedy(),
            ..stopping("name-clash", clash.words(), None)
        }));
    }
    out
}

fn stopping(code: &str, message: String, field: Option<&str>) -> Check {
    Check {
        code: code.to_owned(),
        severity: Severity::Error,
        outcome: Outcome::Failed,
        message,
        evidence: None,
        remedy: String::new(),
        field: field.map(str::to_owned),
        question: None,
        permission: None,
    }
}

/// Fields on which everything else stands.
fn immovable(before: &EnvironmentFile, after: &EnvironmentFile) -> Vec<Check> {
    let (old, new) = (&before.network, &after.network);
    let fields = [
        (
            "region",
            "The region",
            before.region.clone(),
            after.region.clone(),
        ),
        (
            "network.cidr",
            "The network's range",
            old.cidr.clone(),
            new.cidr.clone(),
        ),
        (
            "network.zones",
            "The zones",
            old.zones.join(", "),
            new.zones.join(", "),
        ),
    ];
    fields
        .into_iter()
        .filter(|(_, _, old, new)| old != new)
        .map(|(field, name, old, new)| Check {
            evidence: Some(format!("{old} runs, {new} is asked for")),
            remedy: format!(
                "Keep {old}, or launch a new environment with {new} beside this one and move over."
            ),
            ..stopping(
                "needs-new-environment",
                format!("{name} of a running environment cannot be changed: everything in it would be replaced."),
                Some(field),
            )
        })
        .collect()
}

/// EKS goes one minor version at a time, and only forward.
fn kubernetes(old: &str, new: &str) -> Option<Check> {
    let (from, to) = (minor(old)?, minor(new)?);
    let field = Some("cluster.version");
    if to < from {
        return Some(Check {
            evidence: Some(format!("{old} runs, {new} is asked for")),
            remedy: format!(
                "Keep {old}. Within seven days of an upgrade the EKS console can roll the control plane back to the version before."
            ),
            ..stopping(
                "eks-downgrade",
                "CloudFormation cannot take a cluster back to an older Kubernetes version."
                    .to_owned(),
                field,
            )
        });
    }
    (to > from + 1).then(|| Check {
        evidence: Some(format!("{old} runs, {new} is asked for")),
        remedy: format!(
            "Update to 1.{} first, and then one version at a time.",
            from + 1
        ),
        ..stopping(
            "eks-one-minor",
            "EKS upgrades one minor version at a time.".to_owned(),
            field,
        )
    })
}

fn minor(version: &str) -> Option<u32> {
    version.strip_prefix("1.")?.parse().ok()
}

fn search(before: &EnvironmentFile, after: &EnvironmentFile) -> Option<Check> {
    let number = |version: &str| -> Option<Vec<u32>> {
        let (_, version) = version.rsplit_once('_')?;
        version.split('.').map(|part| part.parse().ok()).collect()
    };
    let (old, new) = (&before.search.engine_version, &after.search.engine_version);
    (number(new)? < number(old)?).then(|| Check {
        evidence: Some(format!("{old} runs, {new} is asked for")),
        remedy: format!("Keep {old}."),
        ..stopping(
            "search-downgrade",
            "OpenSearch Service cannot take a domain back to an older engine.".to_owned(),
            Some("search.engine_version"),
        )
    })
}

/// EKS: "Version and ReleaseVersion updates cannot be combined with other updates".
fn node_versions(ours: &Ours) -> Vec<Check> {
    let groups = ours.differences().values().filter(|one| {
        one.resource_type == "AWS::EKS::Nodegroup"
            && one.what == What::Modified
            && !one.is_replaced()
    });
    groups
        .filter_map(|one| {
            let tops = one.properties.iter().filter_map(|row| row.path.first());
            let mut others: Vec<&str> = tops.map(String::as_str).collect();
            others.dedup();
            let versioned = others.contains(&"Version");
            others.retain(|top| *top != "Version");
            (versioned && !others.is_empty()).then(|| Check {
                evidence: Some(format!("Besides the version these change: {}", others.join(", "))),
                remedy: "Update the Kubernetes version alone, and everything else of the group before or after it."
                    .to_owned(),
                ..stopping(
                    "node-version-alone",
                    format!(
                        "EKS updates the version of a managed node group only by itself; {} would change more in the same update.",
                        crate::launch::words(&one.place.0)
                    ),
                    Some("cluster.version"),
                )
            })
        })
        .collect()
}
