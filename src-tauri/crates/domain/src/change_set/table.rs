//! Which properties cannot be changed without a new resource, type by type.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::template::{ResourceNode, Value};

/// What a change of one property does to its resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    InPlace,
    /// A new resource, always.
    Replaces,
    /// A new resource under conditions that AWS alone sees.
    MayReplace,
    /// The schema says that it may, and this is why it does not here.
    Keeps(&'static str),
}

#[derive(Deserialize)]
struct Table {
    types: BTreeMap<String, Row>,
}

#[derive(Deserialize, Default)]
struct Row {
    always: Vec<String>,
    sometimes: Vec<String>,
    /// Properties that together identify it: no two have the same.
    identifier: Vec<String>,
}

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        // Without the table nothing is known to be replaced, and then AWS's own word stands. A test
        // reads the table.
        serde_json::from_str(include_str!("../../data/replacements.json")).unwrap_or(Table {
            types: BTreeMap::new(),
        })
    })
}

/// What changing a property does; `path` leads to it below `Properties`.
pub fn effect(node: &ResourceNode, path: &[String]) -> Effect {
    let top = path.first().map(String::as_str).unwrap_or_default();
    match (node.resource_type.as_str(), top) {
        // User guide, UpdatePolicy: without EnableVersionUpgrade another engine is another domain.
        ("AWS::OpenSearchService::Domain", "EngineVersion") => {
            match node.update_policy.get("EnableVersionUpgrade") {
                Some(Value::Bool(true)) => Effect::InPlace,
                _ => Effect::Replaces,
            }
        }
        // User guide, UpdatePolicy: only AutoScalingReplacingUpdate makes another group.
        ("AWS::AutoScaling::AutoScalingGroup", _)
            if listed(node, path, |row| &row.sometimes)
                && node.update_policy.get("AutoScalingRollingUpdate").is_some() =>
        {
            Effect::Keeps("its update policy replaces the nodes one after another, the group stays")
        }
        // Our own function answers with the bucket as its physical ID.
        ("Custom::EmptyBucket", "Bucket") => Effect::Replaces,
        _ if listed(node, path, |row| &row.always) => Effect::Replaces,
        _ if listed(node, path, |row| &row.sometimes) => Effect::MayReplace,
        _ => Effect::InPlace,
    }
}

/// Attributes that change whenever their resource is updated in place.
pub fn moves_on(resource_type: &str, attribute: &str) -> bool {
    (resource_type == "AWS::EC2::LaunchTemplate"
        && matches!(attribute, "LatestVersionNumber" | "DefaultVersionNumber"))
        || (resource_type == "AWS::CodePipeline::Pipeline" && attribute == "Version")
}

/// What AWS takes only once, as the template gives it: a name, or what makes one together. Empty where
/// AWS makes it up.
pub fn identity(node: &ResourceNode) -> Vec<String> {
    let paths = table().types.get(&node.resource_type);
    let texts = paths.map(|row| row.identifier.iter().map(|path| text_at(node, path)));
    texts
        .and_then(|texts| texts.collect::<Option<Vec<String>>>())
        .unwrap_or_default()
}

fn text_at(node: &ResourceNode, path: &str) -> Option<String> {
    let mut here = &node.properties;
    for part in path.split('/') {
        here = here.get(part)?;
    }
    here.as_text()
}

/// Types whose loss loses what people or programs have put into them.
pub fn holds_data(resource_type: &str) -> bool {
    matches!(
        resource_type,
        "AWS::OpenSearchService::Domain"
            | "AWS::S3::Bucket"
            | "AWS::ECR::Repository"
            | "AWS::KMS::Key"
            | "AWS::SecretsManager::Secret"
            | "AWS::Logs::LogGroup"
    )
}

/// True when a listed property lies on the path or below it.
fn listed(node: &ResourceNode, path: &[String], of: fn(&Row) -> &Vec<String>) -> bool {
    let Some(row) = table().types.get(&node.resource_type) else {
        return false;
    };
    of(row).iter().any(|listed| {
        listed
            .split('/')
            .zip(path)
            .all(|(listed, part)| listed == part)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read_and_knows_every_type_of_the_blueprints() {
        let known = table();
        for (file, body) in crate::blueprint::SOURCES {
            for line in body.lines() {
                let Some(name) = line.trim().strip_prefix("Type: AWS::") else {
                    continue;
                };
                if name.matches("::").count() == 1 && !name.contains(' ') && !name.contains('<') {
                    let name = format!("AWS::{name}");
                    assert!(
                        known.types.contains_key(&name),
                        "{name} of {file}: what replaces it stands in data/replacements.json"
                    );
                }
            }
        }
    }
}
