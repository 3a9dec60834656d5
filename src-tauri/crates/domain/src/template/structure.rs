//! A structural lint: what can be told of a blueprint without evaluating it.

use std::collections::{BTreeMap, BTreeSet};

use super::graph::references;
use super::node::{Kind, Node};
use super::parse::{Resource, Template, TemplateError};
use crate::blueprint::Blueprint;
use crate::launch::STACK_TYPE;

/// CloudFormation's limits for one template (aws-facts, 2026-11).
pub const MAX_RESOURCES: usize = 500;
pub const MAX_PARAMETERS: usize = 200;
pub const MAX_OUTPUTS: usize = 200;
pub const MAX_MAPPINGS: usize = 200;
/// Bytes of a template that is read from S3.
pub const MAX_BYTES: usize = 1_048_576;

/// The uploaded name of a nested stack's template: the last segment of its `TemplateURL`.
pub fn template_name(resource: &Resource) -> Option<String> {
    let url = resource.properties.map()?.get("TemplateURL")?;
    let text = match &url.kind {
        Kind::Call(_, argument) => match argument.list() {
            Some(list) => list.first()?.text()?,
            None => argument.text()?,
        },
        _ => url.text()?,
    };
    text.rsplit('/').next().map(str::to_owned)
}

/// Everything that does not hold in a blueprint; empty when it is sound.
pub fn structure(blueprint: &Blueprint) -> Vec<TemplateError> {
    let mut findings = Vec::new();
    let mut nested: BTreeMap<&str, Template> = BTreeMap::new();
    for file in &blueprint.nested {
        match Template::parse(&file.source, &file.body) {
            Ok(template) => {
                one_template(&template, &mut findings);
                nested.insert(&file.name, template);
            }
            Err(error) => findings.push(error),
        }
    }
    match Template::parse(&blueprint.root.source, &blueprint.root.body) {
        Ok(root) => {
            one_template(&root, &mut findings);
            nesting(&root, &nested, &mut findings);
        }
        Err(error) => findings.push(error),
    }
    findings
}

fn one_template(template: &Template, findings: &mut Vec<TemplateError>) {
    let mut find = |line: u32, message: String| {
        findings.push(TemplateError {
            file: template.name.clone(),
            line,
            message,
        });
    };
    let limits = [
        ("resources", template.resources.len(), MAX_RESOURCES),
        ("parameters", template.parameters.len(), MAX_PARAMETERS),
        ("outputs", template.outputs.len(), MAX_OUTPUTS),
        ("mappings", template.mappings.len(), MAX_MAPPINGS),
        ("bytes", template.bytes, MAX_BYTES),
    ];
    for (what, count, most) in limits {
        if count > most {
            find(1, format!("{count} {what}; CloudFormation takes {most}."));
        }
    }
    if template.transforms {
        find(1, "The template has a transform.".to_owned());
    }
    let mut used = BTreeSet::new();
    let mut conditions_used = BTreeSet::new();
    let mut nodes: Vec<(&Node, u32)> = Vec::new();
    for (name, resource) in &template.resources {
        nodes.push((&resource.properties, resource.line));
        for target in &resource.depends_on {
            if !template.resources.contains_key(target) {
                find(
                    resource.line,
                    format!("`{name}` depends on `{target}`, which does not exist."),
                );
            }
        }
        if let Some(condition) = &resource.condition {
            conditions_used.insert(condition.clone());
        }
    }
    for output in template.outputs.values() {
        nodes.push((&output.value, output.line));
        conditions_used.extend(output.condition.clone());
    }
    for node in template.conditions.values() {
        nodes.push((node, node.line));
    }
    for (node, line) in nodes {
        let mut names = BTreeSet::new();
        references(node, &mut names);
        functions(node, &mut conditions_used, &mut |line, message| {
            find(line, message)
        });
        for name in names {
            let known = name.starts_with("AWS::")
                || template.parameters.contains_key(&name)
                || template.resources.contains_key(&name)
                || sub_variables(node).contains(&name);
            if !known {
                find(line, format!("There is no parameter or resource `{name}`."));
            }
            used.insert(name);
        }
    }
    for condition in &conditions_used {
        if !template.conditions.contains_key(condition) {
            find(1, format!("There is no condition `{condition}`."));
        }
    }
    for (name, parameter) in &template.parameters {
        if !used.contains(name) {
            find(
                parameter.line,
                format!("The parameter `{name}` is not used."),
            );
        }
    }
}

/// Names that `Sub` brings along itself.
fn sub_variables(node: &Node) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    fn walk(node: &Node, out: &mut BTreeSet<String>) {
        match &node.kind {
            Kind::List(list) => list.iter().for_each(|entry| walk(entry, out)),
            Kind::Map(map) => map.values().for_each(|entry| walk(entry, out)),
            Kind::Call(name, argument) => {
                if name == "Sub"
                    && let Some([_, variables]) = argument.list()
                    && let Some(map) = variables.map()
                {
                    out.extend(map.keys().cloned());
                }
                walk(argument, out);
            }
            _ => {}
        }
    }
    walk(node, &mut out);
    out
}

/// Conditions named by `If` and `Condition`, and functions that no blueprint may use.
fn functions(node: &Node, conditions: &mut BTreeSet<String>, find: &mut dyn FnMut(u32, String)) {
    match &node.kind {
        Kind::List(list) => list
            .iter()
            .for_each(|entry| functions(entry, conditions, find)),
        Kind::Map(map) => map
            .values()
            .for_each(|entry| functions(entry, conditions, find)),
        Kind::Call(name, argument) => {
            match name.as_str() {
                "If" => conditions.extend(
                    argument
                        .list()
                        .and_then(<[Node]>::first)
                        .and_then(Node::text),
                ),
                "Condition" => conditions.extend(argument.text()),
                "Transform" | "ImportValue" => {
                    find(node.line, format!("`{name}` is not used in blueprints."));
                }
                _ => {}
            }
            functions(argument, conditions, find);
        }
        _ => {}
    }
}

/// Parameters handed down exist, the required ones are given, and outputs taken exist.
fn nesting(root: &Template, nested: &BTreeMap<&str, Template>, findings: &mut Vec<TemplateError>) {
    let mut find = |line: u32, message: String| {
        findings.push(TemplateError {
            file: root.name.clone(),
            line,
            message,
        });
    };
    let mut children: BTreeMap<&str, &Template> = BTreeMap::new();
    for (name, resource) in &root.resources {
        if resource.resource_type != STACK_TYPE {
            continue;
        }
        let Some(template) = template_name(resource).and_then(|file| nested.get(file.as_str()))
        else {
            find(
                resource.line,
                format!("The template of `{name}` is not in the blueprint."),
            );
            continue;
        };
        children.insert(name, template);
        let empty = indexmap::IndexMap::new();
        let given = resource
            .properties
            .map()
            .and_then(|map| map.get("Parameters"))
            .and_then(Node::map)
            .unwrap_or(&empty);
        for parameter in given.keys() {
            if !template.parameters.contains_key(parameter) {
                find(
                    resource.line,
                    format!("`{}` has no parameter `{parameter}`.", template.name),
                );
            }
        }
        for (parameter, declared) in &template.parameters {
            if declared.default.is_none() && !given.contains_key(parameter) {
                find(
                    resource.line,
                    format!("`{name}` does not get the parameter `{parameter}`."),
                );
            }
        }
    }
    let nodes = root
        .resources
        .values()
        .map(|resource| &resource.properties)
        .chain(root.outputs.values().map(|output| &output.value));
    for node in nodes {
        outputs_taken(node, &mut |child, output, line| {
            if let Some(template) = children.get(child)
                && !template.outputs.contains_key(output)
            {
                find(
                    line,
                    format!("`{}` has no output `{output}`.", template.name),
                );
            }
        });
    }
}

fn outputs_taken(node: &Node, found: &mut dyn FnMut(&str, &str, u32)) {
    match &node.kind {
        Kind::List(list) => list.iter().for_each(|entry| outputs_taken(entry, found)),
        Kind::Map(map) => map.values().for_each(|entry| outputs_taken(entry, found)),
        Kind::Call(name, argument) => {
            if name == "GetAtt" {
                let text = match argument.list() {
                    Some(list) => list
                        .iter()
                        .filter_map(Node::text)
                        .collect::<Vec<_>>()
                        .join("."),
                    None => argument.text().unwrap_or_default(),
                };
                if let Some((child, output)) = text.split_once(".Outputs.") {
                    found(child, output, node.line);
                }
            }
            outputs_taken(argument, found);
        }
        _ => {}
    }
}
