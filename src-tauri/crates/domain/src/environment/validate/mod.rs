//! Validation: every problem at once, and a spec that cannot be had in any other way.

mod cluster;
mod general;
mod network;
mod nodes;
mod people;
mod repositories;
mod search;

use super::shape::{error, warning};
use super::{EnvironmentFile, EnvironmentKind, PLACEHOLDERS, Problem, Severity};
use crate::catalogue::Date;

pub use cluster::is_role;
pub use network::{SubnetPlan, subnet_plan};
#[cfg(any(test, feature = "testing"))]
pub(super) use repositories::is_branch;
pub use repositories::slug;

/// An environment file without errors. There is no other way to get one than [`EnvironmentSpec::new`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnvironmentSpec {
    file: EnvironmentFile,
    warnings: Vec<Problem>,
}

impl EnvironmentSpec {
    /// Validates a file on a day; support calendars depend on it.
    ///
    /// # Errors
    /// Every problem, warnings among them, when at least one is an error.
    pub fn new(file: EnvironmentFile, today: Date) -> Result<Self, Vec<Problem>> {
        let problems = validate(&file, today);
        if problems
            .iter()
            .any(|problem| problem.severity == Severity::Error)
        {
            return Err(problems);
        }
        Ok(Self {
            file,
            warnings: problems,
        })
    }

    /// What to look at before a launch.
    pub fn warnings(&self) -> &[Problem] {
        &self.warnings
    }

    /// The file it was made from.
    pub fn file(&self) -> &EnvironmentFile {
        &self.file
    }
}

impl std::ops::Deref for EnvironmentSpec {
    type Target = EnvironmentFile;
    fn deref(&self) -> &EnvironmentFile {
        &self.file
    }
}

/// Every problem of a file, in the order of its sections.
pub fn validate(file: &EnvironmentFile, today: Date) -> Vec<Problem> {
    let mut problems = Vec::new();
    general::check(file, &mut problems);
    network::check(file, &mut problems);
    cluster::check(file, today, &mut problems);
    nodes::check(file, &mut problems);
    search::check(file, &mut problems);
    repositories::check(file, &mut problems);
    people::check(file, &mut problems);
    size(file, &mut problems);
    placeholders(file, &mut problems);
    problems
}

/// Resources of the rendered root: one nested stack for each part, one access entry for each admin.
pub fn root_resources(file: &EnvironmentFile) -> usize {
    const FIXED: usize = 7;
    let pipelines: usize = file
        .repositories
        .iter()
        .map(|repository| repository.branches.len())
        .sum();
    FIXED + file.node_groups.len() + file.repositories.len() + pipelines + file.cluster.admins.len()
}

fn size(file: &EnvironmentFile, problems: &mut Vec<Problem>) {
    let resources = root_resources(file);
    let most = crate::template::MAX_RESOURCES;
    if resources > most {
        problems.push(error(
            "too-many-resources",
            "repositories",
            format!(
                "The root template would have {resources} resources; CloudFormation takes {most}."
            ),
            "Use fewer repositories or branches, or split them over two environments.",
        ));
    }
}

fn placeholders(file: &EnvironmentFile, problems: &mut Vec<Problem>) {
    let mut look = |field: String, value: &str| {
        if PLACEHOLDERS.contains(&value) {
            problems.push(warning(
                "placeholder-value",
                &field,
                format!("`{value}` is the preset's example."),
                "Replace it before you launch in a real account.",
            ));
        }
    };
    look("owner".to_owned(), &file.owner);
    for (index, range) in file.cluster.public_access_cidrs.iter().enumerate() {
        look(format!("cluster.public_access_cidrs[{index}]"), range);
    }
    for (index, admin) in file.cluster.admins.iter().enumerate() {
        look(format!("cluster.admins[{index}]"), admin);
    }
    for (index, repository) in file.repositories.iter().enumerate() {
        look(
            format!("repositories[{index}].repository"),
            &repository.repository,
        );
    }
    look(
        "notifications.project_manager_email".to_owned(),
        &file.notifications.project_manager_email,
    );
}

fn is_production(file: &EnvironmentFile) -> bool {
    file.kind == EnvironmentKind::Production
}

/// Lower-case letters, digits and hyphens, beginning with a letter and not ending with a hyphen.
fn is_name(text: &str, most: usize) -> bool {
    let bytes = text.as_bytes();
    !bytes.is_empty()
        && bytes.len() <= most
        && bytes[0].is_ascii_lowercase()
        && !text.ends_with('-')
        && !text.contains("--")
        && bytes
            .iter()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || *byte == b'-')
}

/// An address as people write it: one `@`, a domain with a dot, no spaces.
fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    !local.is_empty()
        && text.len() <= 254
        && !domain.contains('@')
        && domain.contains('.')
        && domain.split('.').all(|label| {
            !label.is_empty()
                && label
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        })
        && text
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && !b"\"'<>()[]\\,;:".contains(&byte))
}

/// Reports every value that stood before in the same list.
fn duplicates<'a>(
    values: impl Iterator<Item = (String, &'a str)>,
    code: &str,
    what: &str,
    problems: &mut Vec<Problem>,
) {
    let mut seen: std::collections::BTreeMap<&str, String> = std::collections::BTreeMap::new();
    for (field, value) in values {
        match seen.get(value) {
            Some(first) => problems.push(error(
                code,
                &field,
                format!("The {what} `{value}` is there already, as {first}."),
                "Give each its own, or remove one.",
            )),
            None => {
                seen.insert(value, field);
            }
        }
    }
}
