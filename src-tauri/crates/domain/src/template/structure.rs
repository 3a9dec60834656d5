//! A structural lint: what can be told of a blueprint without evaluating it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::graph::{references, substituted};
use super::node::{FUNCTIONS, Kind, Node};
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
    let mut nested: BTreeMap<&str, Arc<Template>> = BTreeMap::new();
    for file in &blueprint.nested {
        match Template::of_file(file) {
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
            for template in nested.values() {
                nesting(template, &nested, &mut findings);
            }
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
    let mut uses = Uses::default();
    for (name, resource) in &template.resources {
        uses.walk(&resource.properties);
        uses.walk(&resource.attributes);
        for target in &resource.depends_on {
            if !template.resources.contains_key(target) {
                find(
                    resource.line,
                    format!("`{name}` depends on `{target}`, which does not exist."),
                );
            }
        }
        if let Some(condition) = &resource.condition {
            uses.conditions.insert((condition.clone(), resource.line));
        }
    }
    for output in template.outputs.values() {
        uses.walk(&output.value);
        if let Some(condition) = &output.condition {
            uses.conditions.insert((condition.clone(), output.line));
        }
    }
    for (name, node) in &template.conditions {
        let mut inside = Uses::default();
        inside.walk(node);
        inside.nested_conditions(node);
        for (target, line) in &inside.names {
            if template.resources.contains_key(target) {
                find(
                    *line,
                    format!("The condition `{name}` refers to the resource `{target}`."),
                );
            }
        }
        uses.names.append(&mut inside.names);
        uses.conditions.append(&mut inside.conditions);
        uses.maps.append(&mut inside.maps);
        uses.unknown.append(&mut inside.unknown);
    }
    for (name, line) in &uses.names {
        let known = PSEUDO.contains(&name.as_str())
            || template.parameters.contains_key(name)
            || template.resources.contains_key(name);
        if !known {
            find(
                *line,
                format!("There is no parameter or resource `{name}`."),
            );
        }
    }
    for (condition, line) in &uses.conditions {
        if !template.conditions.contains_key(condition) {
            find(*line, format!("There is no condition `{condition}`."));
        }
    }
    for (keys, line) in &uses.maps {
        if !in_mappings(template, keys) {
            let keys: Vec<&str> = keys.iter().flatten().map(String::as_str).collect();
            find(*line, format!("There is no mapping {}.", keys.join(", ")));
        }
    }
    for (function, line) in &uses.unknown {
        find(*line, format!("`{function}` is not used in blueprints."));
    }
    for (name, parameter) in &template.parameters {
        if !uses.names.iter().any(|(used, _)| used == name) {
            find(
                parameter.line,
                format!("The parameter `{name}` is not used."),
            );
        }
    }
}

/// Whether a mapping has an entry; keys that are calculated are not known here.
fn in_mappings(template: &Template, keys: &[Option<String>; 3]) -> bool {
    let [map, first, second] = keys;
    let Some(map) = map else { return true };
    let Some(map) = template.mappings.get(map).and_then(Node::map) else {
        return false;
    };
    map.iter()
        .filter(|(name, _)| first.as_ref().is_none_or(|first| first == *name))
        .any(|(_, entry)| {
            second
                .as_ref()
                .is_none_or(|second| entry.map().is_some_and(|entry| entry.contains_key(second)))
        })
}

/// Names that AWS gives to every template.
const PSEUDO: &[&str] = &[
    "AWS::AccountId",
    "AWS::NoValue",
    "AWS::NotificationARNs",
    "AWS::Partition",
    "AWS::Region",
    "AWS::StackId",
    "AWS::StackName",
    "AWS::URLSuffix",
];

/// Keys of one `FindInMap`; `None` where a key is calculated.
type MapKeys = [Option<String>; 3];

/// What a part of a template uses, each with its line.
#[derive(Default)]
struct Uses {
    names: BTreeSet<(String, u32)>,
    conditions: BTreeSet<(String, u32)>,
    maps: BTreeSet<(MapKeys, u32)>,
    unknown: BTreeSet<(String, u32)>,
}

impl Uses {
    fn walk(&mut self, node: &Node) {
        match &node.kind {
            Kind::List(list) => list.iter().for_each(|entry| self.walk(entry)),
            Kind::Map(map) => map.values().for_each(|entry| self.walk(entry)),
            Kind::Call(name, argument) => {
                let line = node.line;
                match name.as_str() {
                    // Their own names; what stands inside is met on the way down.
                    "Ref" | "GetAtt" | "Sub" => {
                        let mut names = BTreeSet::new();
                        references(node, &mut names);
                        self.names
                            .extend(names.into_iter().map(|name| (name, line)));
                    }
                    "If" => {
                        let name = argument.list().and_then(<[Node]>::first);
                        self.conditions
                            .extend(name.and_then(Node::text).map(|name| (name, line)));
                    }
                    "Condition" => {
                        self.conditions
                            .extend(argument.text().map(|name| (name, line)));
                    }
                    "FindInMap" => {
                        if let Some([map, first, second]) = argument.list() {
                            let keys = [map.text(), first.text(), second.text()];
                            self.maps.insert((keys, line));
                        }
                    }
                    other if !FUNCTIONS.contains(&other) => {
                        self.unknown.insert((other.to_owned(), line));
                    }
                    _ => {}
                }
                self.walk(argument);
            }
            _ => {}
        }
    }

    /// `Condition: Name` inside of a condition; elsewhere that is a policy's own word.
    fn nested_conditions(&mut self, node: &Node) {
        match &node.kind {
            Kind::List(list) => list.iter().for_each(|entry| self.nested_conditions(entry)),
            Kind::Map(map) => {
                if let Some(name) = map.get("Condition").and_then(Node::text) {
                    self.conditions.insert((name, node.line));
                }
            }
            Kind::Call(_, argument) => self.nested_conditions(argument),
            _ => {}
        }
    }
}

/// Parameters handed down exist, the required ones are given, and outputs taken exist.
fn nesting(
    root: &Template,
    nested: &BTreeMap<&str, Arc<Template>>,
    findings: &mut Vec<TemplateError>,
) {
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
            let text = match argument.list() {
                Some(list) if name == "GetAtt" => list
                    .iter()
                    .filter_map(Node::text)
                    .collect::<Vec<_>>()
                    .join("."),
                Some(list) => list.first().and_then(Node::text).unwrap_or_default(),
                None => argument.text().unwrap_or_default(),
            };
            let taken = match name.as_str() {
                "GetAtt" => vec![text.as_str()],
                "Sub" => substituted(&text),
                _ => Vec::new(),
            };
            for (child, output) in taken.iter().filter_map(|one| one.split_once(".Outputs.")) {
                found(child, output, node.line);
            }
            outputs_taken(argument, found);
        }
        _ => {}
    }
}
