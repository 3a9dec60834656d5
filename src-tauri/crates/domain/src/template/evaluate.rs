//! Evaluation of one stack's nodes: references, conditions, pseudo parameters.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use super::graph::references;
use super::node::{Kind, Node};
use super::parse::{Template, TemplateError};
use super::{Identities, Pseudo, Reference, Value};

/// One stack while it is being evaluated.
pub struct Scope<'a> {
    pub template: &'a Template,
    /// `root`, `root/Network`.
    pub path: String,
    pub parameters: IndexMap<String, Value>,
    pub pseudo: &'a Pseudo,
    /// Name and ID of this very stack; AWS invents those of nested ones.
    own: [Value; 2],
    pub identities: &'a dyn Identities,
    /// Conditions that were decided, and those being decided now (a cycle, if met again).
    conditions: RefCell<BTreeMap<String, Option<bool>>>,
    /// Outputs of nested stacks that are expanded already.
    pub nested_outputs: RefCell<BTreeMap<String, IndexMap<String, Value>>>,
    /// Resources that the node under evaluation refers to.
    pub references: RefCell<BTreeSet<String>>,
}

/// `AWS::NoValue` removes what it stands for.
pub enum Evaluated {
    Value(Value),
    Nothing,
}

impl<'a> Scope<'a> {
    /// A stack with the parameters that it was given.
    pub fn new(
        template: &'a Template,
        path: String,
        given: IndexMap<String, Value>,
        own: [Value; 2],
        pseudo: &'a Pseudo,
        identities: &'a dyn Identities,
    ) -> Result<Self, TemplateError> {
        let mut scope = Self {
            template,
            path,
            parameters: IndexMap::new(),
            pseudo,
            own,
            identities,
            conditions: RefCell::default(),
            nested_outputs: RefCell::default(),
            references: RefCell::default(),
        };
        scope.parameters = scope.receive(given)?;
        Ok(scope)
    }

    /// An error at a line of this template.
    pub fn fail(&self, line: u32, message: String) -> TemplateError {
        TemplateError {
            file: self.template.name.clone(),
            line,
            message,
        }
    }

    /// Something of this stack.
    pub fn reference(&self, logical_id: &str, attribute: Option<&str>) -> Reference {
        Reference {
            stack: self.path.clone(),
            logical_id: logical_id.to_owned(),
            attribute: attribute.map(str::to_owned),
        }
    }

    /// Evaluates a node, functions and all.
    pub fn evaluate(&self, node: &Node) -> Result<Evaluated, TemplateError> {
        Ok(Evaluated::Value(match &node.kind {
            Kind::Null => Value::Null,
            Kind::Bool(flag) => Value::Bool(*flag),
            Kind::Number(number) => Value::Number(number.clone()),
            Kind::String(text) => Value::String(text.clone()),
            Kind::List(list) => {
                let mut out = Vec::with_capacity(list.len());
                for entry in list {
                    if let Evaluated::Value(value) = self.evaluate(entry)? {
                        out.push(value);
                    }
                }
                Value::List(out)
            }
            Kind::Map(map) => {
                let mut out = IndexMap::with_capacity(map.len());
                for (key, entry) in map {
                    if let Evaluated::Value(value) = self.evaluate(entry)? {
                        out.insert(key.clone(), value);
                    }
                }
                Value::Map(out)
            }
            Kind::Call(name, argument) => return self.call(name, argument, node.line),
        }))
    }

    /// Evaluates a node that must have a value.
    pub fn value(&self, node: &Node) -> Result<Value, TemplateError> {
        match self.evaluate(node)? {
            Evaluated::Value(value) => Ok(value),
            Evaluated::Nothing => {
                Err(self.fail(node.line, "AWS::NoValue cannot stand here.".to_owned()))
            }
        }
    }

    /// What `Ref` gives.
    pub fn by_name(&self, name: &str, line: u32) -> Result<Evaluated, TemplateError> {
        if name == "AWS::NoValue" {
            return Ok(Evaluated::Nothing);
        }
        let text = match name {
            "AWS::AccountId" => Some(&self.pseudo.account_id),
            "AWS::Region" => Some(&self.pseudo.region),
            "AWS::Partition" => Some(&self.pseudo.partition),
            "AWS::URLSuffix" => Some(&self.pseudo.url_suffix),
            _ => None,
        };
        let [stack_name, stack_id] = &self.own;
        match name {
            "AWS::StackName" => return Ok(Evaluated::Value(stack_name.clone())),
            "AWS::StackId" => return Ok(Evaluated::Value(stack_id.clone())),
            _ => {}
        }
        if let Some(text) = text {
            return Ok(Evaluated::Value(Value::String(text.clone())));
        }
        if name == "AWS::NotificationARNs" {
            return Ok(Evaluated::Value(Value::List(Vec::new())));
        }
        if let Some(value) = self.parameters.get(name) {
            return Ok(Evaluated::Value(value.clone()));
        }
        self.of_resource(name, None, line).map(Evaluated::Value)
    }

    /// What a resource gives, by `Ref` or `GetAtt`.
    pub fn of_resource(
        &self,
        logical_id: &str,
        attribute: Option<&str>,
        line: u32,
    ) -> Result<Value, TemplateError> {
        let Some(resource) = self.template.resources.get(logical_id) else {
            return Err(self.fail(
                line,
                format!("There is no parameter or resource `{logical_id}`."),
            ));
        };
        self.references.borrow_mut().insert(logical_id.to_owned());
        if let Some(output) = attribute.and_then(|name| name.strip_prefix("Outputs."))
            && let Some(outputs) = self.nested_outputs.borrow().get(logical_id)
        {
            return outputs.get(output).cloned().ok_or_else(|| {
                self.fail(
                    line,
                    format!("The nested stack `{logical_id}` has no output `{output}`."),
                )
            });
        }
        let reference = self.reference(logical_id, attribute);
        Ok(self
            .identities
            .value_of(&reference, &resource.resource_type))
    }

    /// Decides a named condition.
    pub fn condition(&self, name: &str, line: u32) -> Result<bool, TemplateError> {
        match self.conditions.borrow().get(name) {
            Some(Some(decided)) => return Ok(*decided),
            Some(None) => {
                return Err(self.fail(line, format!("The condition `{name}` needs itself.")));
            }
            None => {}
        }
        let Some(node) = self.template.conditions.get(name) else {
            return Err(self.fail(line, format!("There is no condition `{name}`.")));
        };
        // AWS decides conditions before there are resources.
        let mut names = BTreeSet::new();
        references(node, &mut names);
        if let Some(resource) = names
            .iter()
            .find(|name| self.template.resources.contains_key(*name))
        {
            return Err(self.fail(
                node.line,
                format!(
                    "The condition `{name}` refers to the resource `{resource}`; \
                     a condition can only use parameters."
                ),
            ));
        }
        self.conditions.borrow_mut().insert(name.to_owned(), None);
        let decided = self.decide(node)?;
        self.conditions
            .borrow_mut()
            .insert(name.to_owned(), Some(decided));
        Ok(decided)
    }

    /// Decides a condition's node.
    pub fn decide(&self, node: &Node) -> Result<bool, TemplateError> {
        let inner = match &node.kind {
            Kind::Call(name, argument) => Some((name.as_str(), argument.as_ref())),
            Kind::Map(map) if map.len() == 1 => {
                map.get("Condition").map(|argument| ("Condition", argument))
            }
            _ => None,
        };
        let Some((name, argument)) = inner else {
            return Err(self.fail(node.line, "A condition is a function.".to_owned()));
        };
        let list = || {
            argument
                .list()
                .ok_or_else(|| self.fail(node.line, format!("`{name}` takes a list.")))
        };
        match name {
            "Condition" => {
                let name = argument.text().unwrap_or_default();
                self.condition(&name, node.line)
            }
            "Equals" => match list()? {
                [left, right] => {
                    let (left, right) = (self.value(left)?, self.value(right)?);
                    match (left.as_text(), right.as_text()) {
                        (Some(left), Some(right)) => Ok(left == right),
                        // What AWS decides is never empty and never one of our own words.
                        _ if left.is_unknown() != right.is_unknown() => Ok(false),
                        _ => Err(self.fail(
                            node.line,
                            "A condition compares what only AWS knows, or no texts.".to_owned(),
                        )),
                    }
                }
                _ => Err(self.fail(node.line, "`Equals` takes two values.".to_owned())),
            },
            "And" => {
                let mut all = true;
                for entry in list()? {
                    all &= self.decide(entry)?;
                }
                Ok(all)
            }
            "Or" => {
                let mut any = false;
                for entry in list()? {
                    any |= self.decide(entry)?;
                }
                Ok(any)
            }
            "Not" => match list()? {
                [entry] => Ok(!self.decide(entry)?),
                _ => Err(self.fail(node.line, "`Not` takes one condition.".to_owned())),
            },
            other => Err(self.fail(node.line, format!("`{other}` is no condition."))),
        }
    }
}
