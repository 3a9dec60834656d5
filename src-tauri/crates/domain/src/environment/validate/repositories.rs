//! Repositories, branches, and how they are deployed.

use std::collections::BTreeMap;

use super::super::shape::{error, warning};
use super::super::{DeployMethod, EnvironmentFile, Problem, RepositorySection};
use super::{duplicates, is_production};

/// A branch or repository as part of a resource's name: `feature/x` becomes `feature-x`.
pub fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_ascii_alphanumeric() {
            out.push(letter.to_ascii_lowercase());
        } else if !out.ends_with('-') && !out.is_empty() {
            out.push('-');
        }
    }
    out.trim_end_matches('-').to_owned()
}

pub fn check(file: &EnvironmentFile, problems: &mut Vec<Problem>) {
    for (index, repository) in file.repositories.iter().enumerate() {
        one(&format!("repositories[{index}]"), repository, problems);
        if is_production(file) && !repository.approval {
            problems.push(warning(
                "no-approval",
                &format!("repositories[{index}].approval"),
                format!(
                    "{} reaches production without anybody's approval.",
                    repository.repository
                ),
                "Turn approval on.",
            ));
        }
        if repository.deploy == DeployMethod::Manifests && repository.branches.len() > 1 {
            problems.push(warning(
                "branches-share-namespace",
                &format!("repositories[{index}].branches"),
                format!(
                    "Every branch of {} deploys its manifests into the namespace {}, one over the other.",
                    repository.repository, repository.namespace
                ),
                "Deploy with a Helm chart, whose release has the branch's name, or give each environment one branch.",
            ));
        }
    }
    if file.repositories.is_empty() {
        problems.push(warning(
            "no-repository",
            "repositories",
            "Without a repository nothing is built or deployed.",
            "Add one when you have it.",
        ));
    }
    let names = file.repositories.iter().enumerate().map(|(index, entry)| {
        (
            format!("repositories[{index}].repository"),
            entry.repository.as_str(),
        )
    });
    duplicates(names, "duplicate-name", "repository", problems);
    colliding_repositories(file, problems);
}

/// Two repositories whose names differ only in characters that resource names do not have.
fn colliding_repositories(file: &EnvironmentFile, problems: &mut Vec<Problem>) {
    let possible = |entry: &&RepositorySection| is_repository(&entry.repository);
    let entries = file.repositories.iter().enumerate();
    let names = entries
        .filter(|(_, entry)| possible(entry))
        .map(|(index, entry)| {
            let field = format!("repositories[{index}].repository");
            (field, entry.repository.as_str())
        });
    collisions(
        names,
        "Rename one of them on GitHub, or keep it in another environment.",
        problems,
    );
}

/// Different names that become the same in a resource's name.
fn collisions<'a>(
    names: impl Iterator<Item = (String, &'a str)>,
    hint: &str,
    problems: &mut Vec<Problem>,
) {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for (field, name) in names {
        let short = slug(name);
        match seen.get(&short) {
            Some(other) if *other != name => problems.push(error(
                "name-collision",
                &field,
                format!("`{name}` and `{other}` become the same resource name `{short}`."),
                hint,
            )),
            Some(_) => {}
            None => {
                seen.insert(short, name);
            }
        }
    }
}

fn one(path: &str, entry: &RepositorySection, problems: &mut Vec<Problem>) {
    let at = |field: &str| format!("{path}.{field}");
    if !is_repository(&entry.repository) {
        problems.push(error(
            "invalid-repository",
            &at("repository"),
            format!("`{}` is no GitHub repository.", entry.repository),
            "Write it as owner/name, without https:// and .git.",
        ));
    }
    if entry.branches.is_empty() {
        problems.push(error(
            "no-branch",
            &at("branches"),
            format!("{} names no branch.", entry.repository),
            "Name at least one, like main.",
        ));
    }
    for (index, branch) in entry.branches.iter().enumerate() {
        if !is_branch(branch) {
            problems.push(error(
                "invalid-branch",
                &format!("{path}.branches[{index}]"),
                format!("`{branch}` cannot be a Git branch."),
                "Slashes are fine; spaces, .., ~ ^ : ? * [ \\ and a slash at an end are not.",
            ));
        }
    }
    let branches = || {
        entry
            .branches
            .iter()
            .enumerate()
            .map(|(index, branch)| (format!("{path}.branches[{index}]"), branch.as_str()))
    };
    duplicates(branches(), "duplicate-branch", "branch", problems);
    // What is no branch at all collides with nothing.
    let possible = branches().filter(|(_, branch)| is_branch(branch));
    collisions(possible, "Rename one of the branches.", problems);
    for (field, value) in [
        ("dockerfile", &entry.dockerfile),
        ("deploy_path", &entry.deploy_path),
    ] {
        if !is_inside(value) {
            problems.push(error(
                "invalid-path",
                &at(field),
                format!("`{value}` is no path inside the repository."),
                "Write it relative to the repository's top, without ..",
            ));
        }
    }
    if !is_label(&entry.namespace) {
        problems.push(error(
            "invalid-namespace",
            &at("namespace"),
            format!("`{}` cannot be a Kubernetes namespace.", entry.namespace),
            "Use 1 to 63 lower-case letters, digits and hyphens.",
        ));
    } else if entry.namespace.starts_with("kube-") {
        problems.push(error(
            "invalid-namespace",
            &at("namespace"),
            format!(
                "Namespaces beginning with kube- belong to Kubernetes: `{}`.",
                entry.namespace
            ),
            "Choose another.",
        ));
    }
}

fn is_repository(text: &str) -> bool {
    let Some((owner, name)) = text.split_once('/') else {
        return false;
    };
    let owner_fits = !owner.is_empty()
        && owner.len() <= 39
        && !owner.starts_with('-')
        && !owner.ends_with('-')
        && owner
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let name_fits = !name.is_empty()
        && name.len() <= 100
        && !name.ends_with(".git")
        && name != "."
        && name != ".."
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte));
    owner_fits && name_fits
}

/// Git's own rules (git-check-ref-format), and something left of it in a resource's name.
pub(in crate::environment) fn is_branch(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 200
        && !text.starts_with(['-', '/', '.'])
        && !text.ends_with(['/', '.'])
        && !text.ends_with(".lock")
        && !["..", "//", "@{", "/."]
            .iter()
            .any(|bad| text.contains(bad))
        && text != "@"
        && text
            .chars()
            .all(|letter| !letter.is_control() && !" ~^:?*[\\".contains(letter))
        && !slug(text).is_empty()
}

fn is_inside(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 200
        && !text.starts_with('/')
        && !text.contains('\\')
        && text.split('/').all(|part| part != "..")
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"._-/*".contains(&byte))
}

fn is_label(text: &str) -> bool {
    let bytes = text.as_bytes();
    !bytes.is_empty()
        && bytes.len() <= 63
        && bytes
            .iter()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || *byte == b'-')
        && bytes[0] != b'-'
        && !text.ends_with('-')
}
