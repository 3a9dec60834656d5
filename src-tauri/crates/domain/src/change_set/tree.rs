//! What an update really does, as people and programs read it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::reported::Finding;

const CLUSTER: &str = "AWS::EKS::Cluster";
const LOG_GROUP: &str = "AWS::Logs::LogGroup";

/// Every change that is one, and what AWS lists although nothing happens to it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ChangeTree {
    /// By stack, the root's own first.
    pub changes: Vec<Change>,
    /// Listed by AWS as modified; nothing in them changes.
    pub phantoms: Vec<Change>,
    pub totals: Totals,
    /// What early validation found.
    pub findings: Vec<Finding>,
    /// Why the environment's name must be typed first; empty when it need not be.
    pub asks_for_name: Vec<String>,
    /// Why AWS would refuse it halfway; empty when nothing is known.
    pub blocked: Vec<String>,
}

/// How many resources of each kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Totals {
    pub added: u32,
    pub modified: u32,
    pub replaced: u32,
    /// Known only when it is applied.
    pub perhaps_replaced: u32,
    pub removed: u32,
}

impl Totals {
    /// `3 added, 5 changed`; empty where nothing changes.
    pub fn words(self) -> String {
        let counts = [
            (self.added, "added"),
            (self.modified, "changed"),
            (self.replaced, "replaced"),
            (self.perhaps_replaced, "perhaps replaced"),
            (self.removed, "removed"),
        ];
        let counts: Vec<String> = counts
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, what)| format!("{count} {what}"))
            .collect();
        counts.join(", ")
    }
}

/// What happens to one resource.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// `root`, or the nested stack's logical ID.
    pub stack: String,
    pub logical_id: String,
    pub physical_id: Option<String>,
    #[serde(rename = "type")]
    pub resource_type: String,
    pub kind: ChangeKind,
    /// Where AWS or we speak of a replacement.
    pub verdict: Option<Verdict>,
    pub properties: Vec<ChangedProperty>,
    /// People or programs keep something in it.
    pub holds_data: bool,
    /// The old one is left behind in the account.
    pub left_behind: bool,
}

/// What happens to a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum ChangeKind {
    Added,
    Modified,
    Replaced,
    PerhapsReplaced,
    Removed,
    /// Taken into the stack as it is.
    Imported,
    /// Brought back from what was changed by hand.
    Restored,
    /// AWS decides while it applies the change.
    Open,
    /// Nothing happens to it.
    Unchanged,
}

/// What a replacement that is spoken of comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Verdict {
    pub certainty: Certainty,
    /// A sentence.
    pub reason: String,
}

/// How sure a replacement is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum Certainty {
    Real,
    UnknownUntilApplied,
    /// AWS cannot rule it out beforehand; both templates do.
    Phantom,
}

/// One property of a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ChangedProperty {
    /// `LaunchTemplateData.SecurityGroupIds.0`, `DeletionPolicy`.
    pub path: String,
    /// JSON is laid out in lines.
    pub before: Option<String>,
    pub after: Option<String>,
    /// AWS decides the new value.
    pub known_after_apply: bool,
    /// It cannot be changed on an existing resource.
    pub replaces: bool,
    /// Parameter, resource or attribute that it comes from.
    pub cause: Option<String>,
}

impl ChangeTree {
    /// True when nothing happens at all.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// With the switch of the cluster's deletion protection, which no template has: it is made beside
    /// the change set.
    #[must_use]
    pub fn with_protection(mut self, before: bool, after: bool) -> Self {
        if before == after {
            return self;
        }
        let switched = ChangedProperty {
            path: "DeletionProtection".to_owned(),
            before: Some(before.to_string()),
            after: Some(after.to_string()),
            known_after_apply: false,
            replaces: false,
            cause: Some("cluster.deletion_protection".to_owned()),
        };
        let of_cluster = |change: &&mut Change| change.resource_type == CLUSTER;
        if let Some(cluster) = self.changes.iter_mut().find(of_cluster) {
            cluster.properties.push(switched);
            return self;
        }
        self.totals.modified += 1;
        self.changes.push(Change {
            stack: "Cluster".to_owned(),
            logical_id: "Cluster".to_owned(),
            physical_id: None,
            resource_type: CLUSTER.to_owned(),
            kind: ChangeKind::Modified,
            verdict: None,
            properties: vec![switched],
            holds_data: true,
            left_behind: false,
        });
        self.changes
            .sort_by_key(|change| (change.stack != "root", change.stack.clone()));
        self
    }

    /// True when things are only added.
    pub fn only_adds(&self) -> bool {
        self.changes
            .iter()
            .all(|change| change.kind == ChangeKind::Added)
    }

    /// Counts, and says what a person must be asked for.
    pub(super) fn sum_up(mut self) -> Self {
        for change in &self.changes {
            let totals = &mut self.totals;
            match change.kind {
                ChangeKind::Added | ChangeKind::Imported => totals.added += 1,
                ChangeKind::Modified | ChangeKind::Restored => totals.modified += 1,
                ChangeKind::Replaced => totals.replaced += 1,
                ChangeKind::PerhapsReplaced | ChangeKind::Open => totals.perhaps_replaced += 1,
                ChangeKind::Removed => totals.removed += 1,
                ChangeKind::Unchanged => {}
            }
            self.asks_for_name.extend(loss(change));
        }
        self.asks_for_name.extend(shorter_kept(&self.changes));
        self
    }
}

/// What is lost with a change, as a sentence.
fn loss(change: &Change) -> Option<String> {
    let place = (change.stack.clone(), change.logical_id.clone());
    let name = super::compare::place_words(&place);
    let data = if change.holds_data && !change.left_behind {
        ", with everything in it"
    } else {
        ""
    };
    match change.kind {
        ChangeKind::Replaced if change.left_behind => Some(format!(
            "{name} is replaced; the old one is left behind in the account."
        )),
        ChangeKind::Replaced => Some(format!("{name} is replaced; the old one is deleted{data}.")),
        ChangeKind::Removed if !data.is_empty() => Some(format!("{name} is deleted{data}.")),
        _ => None,
    }
}

/// Logs that are kept for a shorter time, a sentence for each pair of times. `PutRetentionPolicy` of
/// CloudWatch Logs: what is past its time is deleted, usually within 72 hours.
fn shorter_kept(changes: &[Change]) -> Vec<String> {
    let mut groups: BTreeMap<(u32, u32), Vec<&Change>> = BTreeMap::new();
    for change in changes {
        let kept = change.properties.iter().find_map(|row| {
            let days = |value: &Option<String>| value.as_ref()?.parse::<u32>().ok();
            // Without the property logs are kept for ever.
            let before = match row.before {
                Some(_) => days(&row.before)?,
                None => u32::MAX,
            };
            let after = days(&row.after)?;
            (row.path == "RetentionInDays" && after < before).then_some((before, after))
        });
        if let Some(times) = kept.filter(|_| change.resource_type == LOG_GROUP) {
            groups.entry(times).or_default().push(change);
        }
    }
    groups
        .into_iter()
        .map(|((before, after), changes)| {
            let whose = match changes.as_slice() {
                [one] => {
                    let place = (one.stack.clone(), one.logical_id.clone());
                    format!("{} keeps its logs", super::compare::place_words(&place))
                }
                many => format!("{} log groups keep their logs", many.len()),
            };
            let instead = match before {
                u32::MAX => "without end".to_owned(),
                days => format!("for {days}"),
            };
            format!(
                "{whose} for {after} day{} instead of {instead}: what is older is deleted within 72 hours of the update.",
                if after == 1 { "" } else { "s" }
            )
        })
        .collect()
}
