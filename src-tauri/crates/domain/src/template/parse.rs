//! A template's sections, read from its nodes.

use std::sync::{Arc, LazyLock};

use indexmap::IndexMap;

use super::DeletionPolicy;
use super::node::{Kind, Node, read};
use super::parameters::{Parameter, parameter};
use crate::blueprint::{SOURCES, TemplateFile};

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

/// A resource before evaluation.
#[derive(Debug, Clone, PartialEq)]
pub struct Resource {
    pub resource_type: String,
    pub properties: Node,
    pub condition: Option<String>,
    pub depends_on: Vec<String>,
    pub deletion_policy: DeletionPolicy,
    /// What happens to the old one when it is replaced.
    pub update_replace_policy: DeletionPolicy,
    /// `CreationPolicy`, `UpdatePolicy` and `Metadata`, which may refer to others as well.
    pub attributes: Node,
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

/// The product's own templates, each read once.
static SHIPPED: LazyLock<Vec<(&str, Arc<Template>)>> = LazyLock::new(|| {
    SOURCES
        .iter()
        // One that cannot be read is read again where it is used, and fails there with its place.
        .filter_map(|(name, body)| {
            let template = Template::parse(name, body).ok()?;
            Some((*body, Arc::new(template)))
        })
        .collect()
});

impl Template {
    /// Reads a file of a blueprint; those that ship with the product are read only once.
    pub fn of_file(file: &TemplateFile) -> Result<Arc<Self>, TemplateError> {
        match SHIPPED
            .iter()
            .find(|(body, template)| template.name == file.source && *body == file.body)
        {
            Some((_, template)) => Ok(template.clone()),
            None => Self::parse(&file.source, &file.body).map(Arc::new),
        }
    }

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
                .map(|(key, node)| Ok((key.clone(), parameter(name, &key, &node)?)))
                .collect::<Result<_, TemplateError>>()?,
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

fn resource(file: &str, logical_id: &str, node: Node) -> Result<Resource, TemplateError> {
    let line = node.line;
    let fail = |line: u32, message: String| TemplateError {
        file: file.to_owned(),
        line,
        message,
    };
    let Kind::Map(mut map) = node.kind else {
        return Err(fail(
            line,
            format!("The resource `{logical_id}` must be a mapping."),
        ));
    };
    let mut text = |key: &str| match map.shift_remove(key) {
        None => Ok(None),
        Some(node) => match node.text() {
            Some(text) => Ok(Some(text)),
            None => Err(fail(
                node.line,
                format!("`{key}` of the resource `{logical_id}` must be text."),
            )),
        },
    };
    let resource_type = text("Type")?
        .ok_or_else(|| fail(line, format!("The resource `{logical_id}` has no Type.")))?;
    let condition = text("Condition")?;
    let mut policy = |key: &str| match text(key)?.as_deref() {
        None | Some("Delete") => Ok(DeletionPolicy::Delete),
        Some("Retain") => Ok(DeletionPolicy::Retain),
        Some("RetainExceptOnCreate") if key == "DeletionPolicy" => {
            Ok(DeletionPolicy::RetainExceptOnCreate)
        }
        Some("Snapshot") => Ok(DeletionPolicy::Snapshot),
        Some(other) => Err(fail(line, format!("`{other}` is no {key}."))),
    };
    let deletion_policy = policy("DeletionPolicy")?;
    let update_replace_policy = policy("UpdateReplacePolicy")?;
    let depends_on = match map.shift_remove("DependsOn") {
        None => Some(Vec::new()),
        Some(node) => match node.list() {
            Some(list) => list.iter().map(Node::text).collect(),
            None => node.text().map(|name| vec![name]),
        },
    };
    let depends_on = depends_on.ok_or_else(|| {
        fail(
            line,
            format!("`DependsOn` of the resource `{logical_id}` takes names of resources."),
        )
    })?;
    let properties = map.shift_remove("Properties").unwrap_or(Node {
        kind: Kind::Map(IndexMap::new()),
        line,
    });
    if let Some((key, node)) = map
        .iter()
        .find(|(key, _)| !matches!(key.as_str(), "CreationPolicy" | "UpdatePolicy" | "Metadata"))
    {
        return Err(fail(
            node.line,
            format!("The resource `{logical_id}` has a `{key}`, which no resource has."),
        ));
    }
    Ok(Resource {
        resource_type,
        properties,
        condition,
        depends_on,
        deletion_policy,
        update_replace_policy,
        attributes: Node {
            kind: Kind::Map(map),
            line,
        },
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
