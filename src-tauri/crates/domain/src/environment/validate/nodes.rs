//! Node groups.

use super::super::shape::{did_you_mean, error, warning};
use super::super::{CapacityType, EnvironmentFile, NodeGroupSection, Problem};
use super::{duplicates, is_name, is_production};
use crate::catalogue::{INSTANCE_TYPES, instance_type};

/// Node groups that one cluster takes by default (EKS quotas, 2026).
const MAX_GROUPS: usize = 30;
/// Instance types that one group takes.
const MAX_TYPES: usize = 20;

pub fn check(file: &EnvironmentFile, problems: &mut Vec<Problem>) {
    let groups = &file.node_groups;
    if groups.is_empty() {
        problems.push(error(
            "no-node-group",
            "node_groups",
            "The cluster has no nodes to run anything on.",
            "Add a node group.",
        ));
    }
    if groups.len() > MAX_GROUPS {
        problems.push(error(
            "too-many-node-groups",
            "node_groups",
            format!("{} node groups; EKS takes {MAX_GROUPS}.", groups.len()),
            "Combine some: a group can have several instance types.",
        ));
    }
    for (index, group) in groups.iter().enumerate() {
        one(&format!("node_groups[{index}]"), group, problems);
    }
    let names = groups
        .iter()
        .enumerate()
        .map(|(index, group)| (format!("node_groups[{index}].name"), group.name.as_str()));
    duplicates(names, "duplicate-name", "node group", problems);
    let only_spot = !groups.is_empty()
        && groups
            .iter()
            .all(|group| group.capacity_type == CapacityType::Spot);
    if is_production(file) && only_spot {
        problems.push(warning(
            "only-spot",
            "node_groups",
            "AWS can take every spot node back with two minutes' notice.",
            "Keep one on-demand group in production.",
        ));
    }
}

fn one(path: &str, group: &NodeGroupSection, problems: &mut Vec<Problem>) {
    let at = |field: &str| format!("{path}.{field}");
    if !is_name(&group.name, 30) {
        problems.push(error(
            "invalid-name",
            &at("name"),
            format!("`{}` cannot be a node group's name.", group.name),
            "Use 1 to 30 lower-case letters, digits and single hyphens, beginning with a letter.",
        ));
    }
    types(path, group, problems);
    let (min, desired, max) = (group.min_size, group.desired_size, group.max_size);
    if min > desired || desired > max {
        problems.push(error(
            "size-order",
            &at("desired_size"),
            format!("min {min}, desired {desired}, max {max} are not in order."),
            "Keep min_size at most desired_size, and that at most max_size.",
        ));
    }
    if max == 0 {
        problems.push(error(
            "size-zero",
            &at("max_size"),
            "A group of at most 0 nodes never runs anything.",
            "Set max_size to 1 or more.",
        ));
    } else if max > 450 {
        problems.push(error(
            "size-limit",
            &at("max_size"),
            format!("{max} nodes; a managed group takes 450."),
            "Use larger instances or several groups.",
        ));
    }
    if !(20..=16_384).contains(&group.disk_gib) {
        problems.push(error(
            "disk-size",
            &at("disk_gib"),
            format!("A disk of {} GiB cannot be made.", group.disk_gib),
            "Use 20 (the node image's size) to 16384.",
        ));
    }
}

fn types(path: &str, group: &NodeGroupSection, problems: &mut Vec<Problem>) {
    let field = format!("{path}.instance_types");
    if group.instance_types.is_empty() {
        problems.push(error(
            "no-instance-type",
            &field,
            "The group names no instance type.",
            "Name at least one, like m7g.large.",
        ));
    }
    if group.instance_types.len() > MAX_TYPES {
        problems.push(error(
            "too-many-types",
            &field,
            format!(
                "{} instance types; a group takes {MAX_TYPES}.",
                group.instance_types.len()
            ),
            "Remove some.",
        ));
    }
    for (index, name) in group.instance_types.iter().enumerate() {
        let field = format!("{field}[{index}]");
        match instance_type(name) {
            None => {
                let near = did_you_mean(name, INSTANCE_TYPES.iter().map(|kind| kind.name));
                problems.push(error(
                    "unknown-instance-type",
                    &field,
                    format!("`{name}` is no instance type that is offered."),
                    near.map_or(
                        "Choose one of the families t3, t4g, m5 to m7, c6 to c7, r6 to r7."
                            .to_owned(),
                        |near| format!("Did you mean `{near}`?"),
                    ),
                ));
            }
            Some(kind) if kind.architecture != group.architecture => problems.push(error(
                "architecture-mix",
                &field,
                format!(
                    "`{name}` is {}, but the group is {}.",
                    kind.architecture, group.architecture
                ),
                "One node group has one architecture: its image cannot run on both.",
            )),
            Some(_) => {}
        }
    }
    let fields = group
        .instance_types
        .iter()
        .enumerate()
        .map(|(index, name)| (format!("{field}[{index}]"), name.as_str()));
    duplicates(fields, "duplicate-type", "instance type", problems);
}
