//! Name, region, owner, tags.

use std::collections::BTreeMap;

use super::super::shape::{did_you_mean, error};
use super::super::{EnvironmentFile, FILE_VERSION, Problem};
use super::is_name;
use crate::catalogue::{REGIONS, region};

/// Tags that the blueprint sets itself.
pub const OWN_TAGS: &[&str] = &["Environment", "Component", "Owner", "ManagedBy", "Name"];

/// AWS's limit of 50 tags less the eight that Auto Scaling groups have: ours and three of Kubernetes.
const MAX_TAGS: usize = 42;

pub fn check(file: &EnvironmentFile, problems: &mut Vec<Problem>) {
    if file.version != FILE_VERSION {
        problems.push(error(
            "unknown-version",
            "version",
            format!("There is no version {} of the file.", file.version),
            format!("Write version = {FILE_VERSION}."),
        ));
    }
    if !is_name(&file.name, 20) {
        problems.push(error(
            "invalid-name",
            "name",
            format!("`{}` cannot be an environment's name.", file.name),
            "Use 1 to 20 lower-case letters, digits and single hyphens, beginning with a letter.",
        ));
    }
    if region(&file.region).is_none() {
        let codes = || REGIONS.iter().map(|region| region.code);
        let hint = match did_you_mean(&file.region, codes()) {
            Some(code) => format!("Did you mean `{code}`?"),
            None => format!("Choose one of: {}.", codes().collect::<Vec<_>>().join(", ")),
        };
        problems.push(error(
            "unknown-region",
            "region",
            format!("`{}` is no region that is offered.", file.region),
            hint,
        ));
    }
    if file.owner.trim().is_empty() || !is_tag_value(&file.owner) {
        problems.push(error(
            "invalid-owner",
            "owner",
            match file.owner.trim() {
                "" => "The owner is empty.".to_owned(),
                owner => format!("`{owner}` cannot be the owner: it becomes a tag."),
            },
            "Write who answers for the environment: 1 to 256 letters, digits, spaces and _ . : / = + - @",
        ));
    }
    tags(file, problems);
}

fn tags(file: &EnvironmentFile, problems: &mut Vec<Problem>) {
    if file.tags.len() > MAX_TAGS {
        problems.push(error(
            "too-many-tags",
            "tags",
            format!("{} tags; {MAX_TAGS} fit beside our own.", file.tags.len()),
            "Remove some.",
        ));
    }
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for (key, value) in &file.tags {
        let field = format!("tags.{key}");
        let lower = key.to_lowercase();
        if lower.starts_with("aws:") {
            problems.push(error(
                "reserved-tag",
                &field,
                format!("The tag `{key}` begins with aws:, which AWS keeps for itself."),
                "Give it another name.",
            ));
        } else if OWN_TAGS.iter().any(|own| own.to_lowercase() == lower) {
            problems.push(error(
                "reserved-tag",
                &field,
                format!("The tag `{key}` is set by Array Console."),
                "Remove it.",
            ));
        }
        if let Some(other) = seen.insert(lower, key) {
            problems.push(error(
                "duplicate-tag",
                &field,
                format!("The tags `{other}` and `{key}` differ only in upper and lower case."),
                "Keep one: IAM takes them for the same and refuses both.",
            ));
        }
        if key.is_empty() || key.chars().count() > 128 || !is_tag_value(key) {
            problems.push(error(
                "invalid-tag",
                &field,
                format!("`{key}` cannot be a tag's key."),
                "Use 1 to 128 letters, digits, spaces and _ . : / = + - @",
            ));
        }
        if !is_tag_value(value) || value.to_lowercase().starts_with("aws:") {
            problems.push(error(
                "invalid-tag",
                &field,
                format!("`{value}`, the value of the tag `{key}`, cannot be used."),
                "Use up to 256 letters, digits, spaces and _ . : / = + - @, not beginning with aws:.",
            ));
        }
    }
}

fn is_tag_value(text: &str) -> bool {
    text.chars().count() <= 256
        && text
            .chars()
            .all(|letter| letter.is_alphanumeric() || " _.:/=+-@".contains(letter))
}
