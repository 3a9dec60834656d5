//! What CloudFormation calls for a type, with the permissions of whoever started the operation. Origin
//! and date stand in `data/handlers.json`; what is left out of AWS's lists, what is added and how
//! wildcards are resolved stands there too, each with its reason.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

/// Type prefix of custom resources.
pub const CUSTOM: &str = "Custom::";

/// What is done to a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Handling {
    Create,
    Read,
    Update,
    Delete,
}

impl Handling {
    pub const ALL: [Self; 4] = [Self::Create, Self::Read, Self::Update, Self::Delete];

    /// `create`
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Read => "read",
            Self::Update => "update",
            Self::Delete => "delete",
        }
    }
}

type Lists = BTreeMap<String, Vec<String>>;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct File {
    compiled: String,
    origin: String,
    types: BTreeMap<String, Lists>,
    by_hand: BTreeMap<String, Lists>,
    left_out: Vec<LeftOut>,
    added: Vec<Added>,
    expanded: Vec<Expanded>,
}

#[derive(Deserialize)]
struct LeftOut {
    r#type: String,
    actions: String,
}

#[derive(Deserialize)]
struct Added {
    r#type: String,
    on: Vec<String>,
    actions: Vec<String>,
}

#[derive(Deserialize)]
struct Expanded {
    r#type: String,
    action: String,
    to: Vec<String>,
}

/// The table; a broken file is an empty one, which a test rules out.
fn file() -> &'static File {
    static FILE: OnceLock<File> = OnceLock::new();
    FILE.get_or_init(|| {
        serde_json::from_str(include_str!("../../data/handlers.json")).unwrap_or(File {
            compiled: String::new(),
            origin: String::new(),
            types: BTreeMap::new(),
            by_hand: BTreeMap::new(),
            left_out: Vec::new(),
            added: Vec::new(),
            expanded: Vec::new(),
        })
    })
}

/// Day and origin of the table.
pub(super) fn source() -> (&'static str, &'static str) {
    (&file().compiled, &file().origin)
}

/// Actions of a type, and whether each was written by hand. An unknown type has none.
pub fn handled(resource_type: &str, handling: Handling) -> Vec<(String, bool)> {
    let file = file();
    let word = handling.as_str();
    let listed = |table: &'static BTreeMap<String, Lists>| {
        table.get(resource_type).and_then(|lists| lists.get(word))
    };
    let mut all = Vec::new();
    for action in listed(&file.types).into_iter().flatten() {
        let expanded = file
            .expanded
            .iter()
            .find(|one| one.r#type == resource_type && one.action == *action);
        match expanded {
            _ if left_out(file, resource_type, action) => {}
            Some(expanded) => all.extend(expanded.to.iter().map(|to| (to.clone(), true))),
            None => all.push((action.clone(), false)),
        }
    }
    all.extend(
        listed(&file.by_hand)
            .into_iter()
            .flatten()
            .map(|action| (action.clone(), true)),
    );
    for added in &file.added {
        if added.r#type == resource_type && added.on.iter().any(|on| on == word) {
            all.extend(added.actions.iter().map(|action| (action.clone(), true)));
        }
    }
    all
}

/// Whether the table speaks of a type.
#[cfg(test)]
pub(super) fn knows(resource_type: &str) -> bool {
    file().types.contains_key(resource_type) || file().by_hand.contains_key(resource_type)
}

fn left_out(file: &File, resource_type: &str, action: &str) -> bool {
    file.left_out
        .iter()
        .any(|one| one.r#type == resource_type && matches(&one.actions, action))
}

/// A pattern with `*` for any text.
fn matches(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else {
        return false;
    };
    let parts: Vec<&str> = parts.collect();
    for (index, part) in parts.iter().enumerate() {
        if index + 1 == parts.len() {
            return rest.ends_with(part);
        }
        let Some(at) = rest.find(part) else {
            return false;
        };
        rest = &rest[at + part.len()..];
    }
    rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_whole_actions() {
        assert!(matches("s3:*", "s3:PutObject"));
        assert!(matches("s3:*Metadata*", "s3:GetBucketMetadataTable"));
        assert!(matches("ec2:CreateVpc", "ec2:CreateVpc"));
        assert!(!matches("ec2:CreateVpc", "ec2:CreateVpcEndpoint"));
        assert!(!matches("s3:*Cors", "s3:PutBucketCORS"));
    }

    #[test]
    fn every_type_of_the_templates_is_known() {
        let known: Vec<&str> = crate::blueprint::SOURCES
            .iter()
            .flat_map(|source| source.1.lines())
            .filter_map(|line| line.trim().strip_prefix("Type: "))
            .filter(|kind| kind.starts_with("AWS::") && !kind.starts_with("AWS::SSM::Parameter"))
            .filter(|kind| !knows(kind))
            .collect();
        assert!(known.is_empty(), "no actions are known for {known:?}");
        assert!(knows("AWS::CloudFormation::Stack") && knows(CUSTOM));
    }
}
