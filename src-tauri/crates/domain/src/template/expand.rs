//! A whole blueprint as a tree of stacks.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use indexmap::IndexMap;

use super::evaluate::Scope;
use super::graph;
use super::parse::{Resource, Template, TemplateError};
use super::{Identities, Pseudo, Reference, ResourceNode, StackNode, StackTree, Value};
use crate::blueprint::Blueprint;
use crate::launch::STACK_TYPE;

/// Answers that nothing is known before AWS has made it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unmade;

impl Identities for Unmade {
    fn value_of(&self, reference: &Reference, _: &str) -> Value {
        Value::Unknown(reference.clone())
    }
}

/// Evaluates the root and every nested stack it makes. Each nested template is parsed once.
///
/// # Errors
/// The first reference, parameter, function or shape that does not hold, at its file and line.
pub fn expand(
    blueprint: &Blueprint,
    pseudo: &Pseudo,
    identities: &dyn Identities,
) -> Result<StackTree, TemplateError> {
    let mut expansion = Expansion {
        blueprint,
        pseudo,
        identities,
        parsed: BTreeMap::new(),
        open: Vec::new(),
    };
    let root = Template::parse(&blueprint.root.source, &blueprint.root.body)?;
    let given = blueprint
        .parameters
        .iter()
        .map(|(name, value)| (name.clone(), Value::String(value.clone())))
        .collect();
    let own = [&pseudo.stack_name, &pseudo.stack_id].map(|text| Value::String(text.clone()));
    Ok(StackTree {
        root: expansion.stack(&root, "root".to_owned(), given, own)?,
    })
}

struct Expansion<'a> {
    blueprint: &'a Blueprint,
    pseudo: &'a Pseudo,
    identities: &'a dyn Identities,
    /// Nested templates by uploaded name.
    parsed: BTreeMap<String, Arc<Template>>,
    /// Files of the stacks around the one being expanded.
    open: Vec<String>,
}

impl Expansion<'_> {
    fn stack(
        &mut self,
        template: &Template,
        path: String,
        given: IndexMap<String, Value>,
        own: [Value; 2],
    ) -> Result<StackNode, TemplateError> {
        let scope = Scope::new(
            template,
            path.clone(),
            given,
            own,
            self.pseudo,
            self.identities,
        )?;
        let mut taken: BTreeMap<&str, &Resource> = BTreeMap::new();
        for (logical_id, resource) in &template.resources {
            let wanted = match &resource.condition {
                Some(condition) => scope.condition(condition, resource.line)?,
                None => true,
            };
            if wanted {
                taken.insert(logical_id, resource);
            }
        }
        let mut nodes: BTreeMap<String, ResourceNode> = BTreeMap::new();
        // A nested stack is expanded behind those whose outputs it takes.
        for logical_id in graph::in_order(&scope, &taken)? {
            let resource = taken[logical_id.as_str()];
            let node = self.resource(&scope, &taken, &logical_id, resource)?;
            nodes.insert(logical_id, node);
        }
        let mut resources = Vec::with_capacity(nodes.len());
        for logical_id in template.resources.keys() {
            resources.extend(nodes.remove(logical_id));
        }
        let mut outputs = IndexMap::new();
        for (name, output) in &template.outputs {
            let wanted = match &output.condition {
                Some(condition) => scope.condition(condition, output.line)?,
                None => true,
            };
            if !wanted {
                continue;
            }
            scope.references.borrow_mut().clear();
            let value = scope.value(&output.value)?;
            if let Some(missing) = scope
                .references
                .borrow()
                .iter()
                .find(|name| !taken.contains_key(name.as_str()))
            {
                return Err(scope.fail(
                    output.line,
                    format!(
                        "The output `{name}` refers to `{missing}`, whose condition does not hold."
                    ),
                ));
            }
            outputs.insert(name.clone(), value);
        }
        Ok(StackNode {
            path,
            template: template.name.clone(),
            description: template.description.clone(),
            parameters: scope.parameters.clone(),
            resources,
            outputs,
        })
    }

    fn resource(
        &mut self,
        scope: &Scope<'_>,
        taken: &BTreeMap<&str, &Resource>,
        logical_id: &str,
        resource: &Resource,
    ) -> Result<ResourceNode, TemplateError> {
        scope.references.borrow_mut().clear();
        let properties = scope.value(&resource.properties)?;
        let mut depends_on: BTreeSet<String> = scope.references.borrow().clone();
        for name in &resource.depends_on {
            if !scope.template.resources.contains_key(name) {
                return Err(scope.fail(
                    resource.line,
                    format!("`{logical_id}` depends on `{name}`, which does not exist."),
                ));
            }
            depends_on.insert(name.clone());
        }
        if let Some(missing) = depends_on
            .iter()
            .find(|name| !taken.contains_key(name.as_str()) && !resource.depends_on.contains(name))
        {
            return Err(scope.fail(
                resource.line,
                format!("`{logical_id}` refers to `{missing}`, whose condition does not hold."),
            ));
        }
        depends_on.retain(|name| taken.contains_key(name.as_str()));
        let nested = if resource.resource_type == STACK_TYPE {
            let node = self.nested(scope, logical_id, resource, &properties)?;
            scope
                .nested_outputs
                .borrow_mut()
                .insert(logical_id.to_owned(), node.outputs.clone());
            Some(Box::new(node))
        } else {
            None
        };
        Ok(ResourceNode {
            logical_id: logical_id.to_owned(),
            resource_type: resource.resource_type.clone(),
            properties,
            depends_on: depends_on.into_iter().collect(),
            line: resource.line,
            deletion_policy: resource.deletion_policy,
            update_replace_policy: resource.update_replace_policy,
            update_policy: match resource
                .attributes
                .map()
                .and_then(|map| map.get("UpdatePolicy"))
            {
                Some(node) => scope.value(node)?,
                None => Value::Null,
            },
            nested,
        })
    }

    fn nested(
        &mut self,
        scope: &Scope<'_>,
        logical_id: &str,
        resource: &Resource,
        properties: &Value,
    ) -> Result<StackNode, TemplateError> {
        // The base of the URL may be open, so the name is looked for in the node itself.
        let name = super::structure::template_name(resource).ok_or_else(|| {
            scope.fail(
                resource.line,
                format!("The nested stack `{logical_id}` names no template."),
            )
        })?;
        let template = self.template(scope, &name, resource.line)?;
        let given = match properties.get("Parameters") {
            Some(Value::Map(map)) => map
                .iter()
                .map(|(name, value)| {
                    let text = value.as_text().map(Value::String);
                    (name.clone(), text.unwrap_or_else(|| value.clone()))
                })
                .collect(),
            _ => IndexMap::new(),
        };
        if self.open.contains(&name) {
            return Err(scope.fail(
                resource.line,
                format!("The nested stack `{logical_id}` would make itself again."),
            ));
        }
        self.open.push(name);
        let own = self.identity(&scope.path, logical_id);
        let node = self.stack(
            &template,
            format!("{}/{logical_id}", scope.path),
            given,
            own,
        );
        self.open.pop();
        node
    }

    /// Name and ID of a nested stack: AWS invents both, and the name stands in the ID.
    fn identity(&self, stack: &str, logical_id: &str) -> [Value; 2] {
        let reference = Reference {
            stack: stack.to_owned(),
            logical_id: logical_id.to_owned(),
            attribute: None,
        };
        let id = self.identities.value_of(&reference, STACK_TYPE);
        let name = match &id {
            Value::String(id) => match id.split('/').nth(1) {
                Some(name) => Value::String(name.to_owned()),
                None => Value::Unknown(reference),
            },
            _ => Value::Unknown(reference),
        };
        [name, id]
    }

    fn template(
        &mut self,
        scope: &Scope<'_>,
        name: &str,
        line: u32,
    ) -> Result<Arc<Template>, TemplateError> {
        if let Some(template) = self.parsed.get(name) {
            return Ok(template.clone());
        }
        let Some(file) = self.blueprint.nested.iter().find(|file| file.name == name) else {
            return Err(scope.fail(line, format!("The blueprint has no template `{name}`.")));
        };
        let template = Template::of_file(file)?;
        self.parsed.insert(name.to_owned(), template.clone());
        Ok(template)
    }
}
