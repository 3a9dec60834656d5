//! A template's sections, read from its nodes.

use indexmap::IndexMap;

use super::DeletionPolicy;
use super::node::{Kind, Node, read};

/// A template that cannot be read or evaluated: where and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {message}")]
pub struct TemplateError {
    pub file: String,
    /// From 1.
    pub line: u32,
    pub message: String,
}

/// A template with its sections in order.
#[derive(Debug, Clone, PartialEq)]
pub struct Template {
    /// File name.
    pub name: String,
    pub description: String,
    pub parameters: IndexMap<String, Parameter>,
    pub mappings: IndexMap<String, Node>,
    pub conditions: IndexMap<String, Node>,
    pub resources: IndexMap<String, Resource>,
    pub outputs: IndexMap<String, Output>,
    /// True when it has a `Transform`, which no blueprint may have.
    pub transforms: bool,
    /// Size of its text.
    pub bytes: usize,
}

/// A declared parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// `String`, `Number`, `CommaDelimitedList`, `AWS::SSM::Parameter::Value<String>`.
    pub kind: String,
    pub default: Option<Node>,
    pub allowed: Vec<String>,
    pub line: u32,
}

/// A resource before evaluation.
#[derive(Debug, Clone, PartialEq)]
pub struct Resource {
    pub resource_type: String,
    pub properties: Node,
    pub condition: Option<String>,
    pub depends_on: Vec<String>,
    pub deletion_policy: DeletionPolicy,
    pub line: u32,
}

/// An output before evaluation.
#[derive(Debug, Clone, PartialEq)]
pub struct Output {
    pub value: Node,
    pub condition: Option<String>,
    pub line: u32,
}

/// Sections that CloudFormation knows.
const SECTIONS: &[&str] = &[
    "AWSTemplateFormatVersion",
    "Description",
    "Metadata",
    "Parameters",
    "Rules",
    "Mappings",
    "Conditions",
    "Transform",
    "Resources",
    "Outputs",
];

impl Template {
    /// Reads YAML or JSON text; `name` is its file in every error.
    pub fn parse(name: &str, text: &str) -> Result<Self, TemplateError> {
        let root = read(name, text)?;
        let fail = |line: u32, message: String| TemplateError {
            file: name.to_owned(),
            line,
            message,
        };
        let Kind::Map(mut sections) = root.kind else {
            return Err(fail(root.line, "A template is a mapping.".to_owned()));
        };
        if let Some((key, node)) = sections
            .iter()
            .find(|(key, _)| !SECTIONS.contains(&key.as_str()))
        {
            return Err(fail(node.line, format!("There is no section `{key}`.")));
        }
        let mut section = |key: &str| -> Result<IndexMap<String, Node>, TemplateError> {
            match sections.shift_remove(key) {
                None => Ok(IndexMap::new()),
                Some(Node {
                    kind: Kind::Map(map),
                    ..
                }) => Ok(map),
                Some(node) => Err(fail(node.line, format!("`{key}` must be a mapping."))),
            }
        };
        let parameters = section("Parameters")?;
        let mappings = section("Mappings")?;
        let conditions = section("Conditions")?;
        let resources = section("Resources")?;
        let outputs = section("Outputs")?;
        Ok(Self {
            name: name.to_owned(),
            description: sections
                .get("Description")
                .and_then(Node::text)
                .unwrap_or_default(),
            parameters: parameters
                .into_iter()
                .map(|(key, node)| (key, parameter(&node)))
                .collect(),
            mappings,
            conditions,
            resources: resources
                .into_iter()
                .map(|(key, node)| Ok((key.clone(), resource(name, &key, node)?)))
                .collect::<Result<_, TemplateError>>()?,
            outputs: outputs
                .into_iter()
                .map(|(key, node)| Ok((key.clone(), output(name, &key, node)?)))
                .collect::<Result<_, TemplateError>>()?,
            transforms: sections.contains_key("Transform"),
            bytes: text.len(),
        })
    }
}

fn parameter(node: &Node) -> Parameter {
    let field = |key: &str| node.map().and_then(|map| map.get(key));
    Parameter {
        kind: field("Type").and_then(Node::text).unwrap_or_default(),
        default: field("Default").cloned(),
        allowed: field("AllowedValues")
            .and_then(Node::list)
            .map(|list| list.iter().filter_map(Node::text).collect())
            .unwrap_or_default(),
        line: node.line,
    }
}

fn resource(file: &str, logical_id: &str, node: Node) -> Result<Resource, TemplateError> {
    let line = node.line;
    let fail = |message: String| TemplateError {
        file: file.to_owned(),
        line,
        message,
    };
    let Kind::Map(mut map) = node.kind else {
        return Err(fail(format!(
            "The resource `{logical_id}` must be a mapping."
        )));
    };
    let mut text = |key: &str| map.shift_remove(key).and_then(|node| node.text());
    let resource_type =
        text("Type").ok_or_else(|| fail(format!("The resource `{logical_id}` has no Type.")))?;
    let condition = text("Condition");
    let deletion_policy = match text("DeletionPolicy").as_deref() {
        None | Some("Delete") => DeletionPolicy::Delete,
        Some("Retain") => DeletionPolicy::Retain,
        Some("RetainExceptOnCreate") => DeletionPolicy::RetainExceptOnCreate,
        Some("Snapshot") => DeletionPolicy::Snapshot,
        Some(other) => return Err(fail(format!("`{other}` is no DeletionPolicy."))),
    };
    let depends_on = match map.get("DependsOn") {
        None => Vec::new(),
        Some(node) => match node.list() {
            Some(list) => list.iter().filter_map(Node::text).collect(),
            None => node.text().into_iter().collect(),
        },
    };
    Ok(Resource {
        resource_type,
        properties: map.shift_remove("Properties").unwrap_or(Node {
            kind: Kind::Map(IndexMap::new()),
            line,
        }),
        condition,
        depends_on,
        deletion_policy,
        line,
    })
}

fn output(file: &str, name: &str, node: Node) -> Result<Output, TemplateError> {
    let line = node.line;
    let Kind::Map(mut map) = node.kind else {
        return Err(TemplateError {
            file: file.to_owned(),
            line,
            message: format!("The output `{name}` must be a mapping."),
        });
    };
    let condition = map.get("Condition").and_then(Node::text);
    let value = map.shift_remove("Value").ok_or_else(|| TemplateError {
        file: file.to_owned(),
        line,
        message: format!("The output `{name}` has no Value."),
    })?;
    Ok(Output {
        value,
        condition,
        line,
    })
}
