//! Dependencies between the resources of one template, before they are evaluated.

use std::collections::{BTreeMap, BTreeSet};

use super::evaluate::Scope;
use super::node::{Kind, Node};
use super::parse::{Resource, TemplateError};

/// Names that a node refers to by `Ref`, `GetAtt` or `Sub`, whatever its conditions say.
pub fn references(node: &Node, out: &mut BTreeSet<String>) {
    // Without a decision there is nothing that could fail.
    let _: Result<(), TemplateError> = collect(node, &|_, _| Ok(None), out);
}

/// Names that a node refers to in the branches of `If` that are taken.
pub fn references_taken(
    node: &Node,
    scope: &Scope<'_>,
    out: &mut BTreeSet<String>,
) -> Result<(), TemplateError> {
    collect(
        node,
        &|name, line| scope.condition(name, line).map(Some),
        out,
    )
}

/// Says of a condition whether it holds; `None` takes both branches.
type Decide<'a> = &'a dyn Fn(&str, u32) -> Result<Option<bool>, TemplateError>;

fn collect(
    node: &Node,
    decide: Decide<'_>,
    out: &mut BTreeSet<String>,
) -> Result<(), TemplateError> {
    match &node.kind {
        Kind::List(list) => list
            .iter()
            .try_for_each(|entry| collect(entry, decide, out)),
        Kind::Map(map) => map
            .values()
            .try_for_each(|entry| collect(entry, decide, out)),
        Kind::Call(name, argument) => match (name.as_str(), argument.list()) {
            ("Ref", _) => {
                out.extend(argument.text());
                Ok(())
            }
            ("GetAtt", Some(list)) => {
                out.extend(list.first().and_then(Node::text));
                list.iter()
                    .skip(1)
                    .try_for_each(|entry| collect(entry, decide, out))
            }
            ("GetAtt", None) => {
                let text = argument.text().unwrap_or_default();
                out.extend(text.split('.').next().map(str::to_owned));
                Ok(())
            }
            ("Sub", list) => {
                let variables = list.and_then(|list| list.get(1));
                let own = variables.and_then(Node::map);
                let text = match list {
                    Some(list) => list.first().and_then(Node::text),
                    None => argument.text(),
                };
                for name in substituted(&text.unwrap_or_default()) {
                    if !own.is_some_and(|own| own.contains_key(name)) {
                        out.extend(name.split('.').next().map(str::to_owned));
                    }
                }
                variables.map_or(Ok(()), |variables| collect(variables, decide, out))
            }
            ("If", Some([condition, then, otherwise])) => {
                let name = condition.text().unwrap_or_default();
                match decide(&name, node.line)? {
                    Some(true) => collect(then, decide, out),
                    Some(false) => collect(otherwise, decide, out),
                    None => {
                        collect(then, decide, out)?;
                        collect(otherwise, decide, out)
                    }
                }
            }
            _ => collect(argument, decide, out),
        },
        _ => Ok(()),
    }
}

/// Names between `${` and `}` in a text, literals (`${!x}`) left out.
pub fn substituted(text: &str) -> Vec<&str> {
    text.split("${")
        .skip(1)
        .filter_map(|part| part.split_once('}').map(|(name, _)| name))
        .filter(|name| !name.starts_with('!'))
        .collect()
}

/// Resources in an order in which each comes behind those it refers to and depends on.
///
/// # Errors
/// A cycle, named link by link; a condition that cannot be decided.
pub fn in_order(
    scope: &Scope<'_>,
    taken: &BTreeMap<&str, &Resource>,
) -> Result<Vec<String>, TemplateError> {
    let mut walk = Walk {
        scope,
        taken,
        done: BTreeMap::new(),
        path: Vec::new(),
        order: Vec::with_capacity(taken.len()),
    };
    for logical_id in scope.template.resources.keys() {
        walk.visit(logical_id)?;
    }
    Ok(walk.order)
}

struct Walk<'a> {
    scope: &'a Scope<'a>,
    taken: &'a BTreeMap<&'a str, &'a Resource>,
    /// False while those it needs are being visited.
    done: BTreeMap<String, bool>,
    path: Vec<String>,
    order: Vec<String>,
}

impl Walk<'_> {
    fn visit(&mut self, logical_id: &str) -> Result<(), TemplateError> {
        // What is neither taken nor a resource is looked at where it is evaluated.
        let Some(resource) = self.taken.get(logical_id) else {
            return Ok(());
        };
        match self.done.get(logical_id) {
            Some(true) => return Ok(()),
            Some(false) => {
                let from = self.path.iter().position(|name| name == logical_id);
                let mut names = self.path[from.unwrap_or(0)..].to_vec();
                names.push(logical_id.to_owned());
                return Err(self.scope.fail(
                    resource.line,
                    format!(
                        "Resources depend on each other in a circle: {}.",
                        names.join(" -> ")
                    ),
                ));
            }
            None => {}
        }
        self.done.insert(logical_id.to_owned(), false);
        self.path.push(logical_id.to_owned());
        let mut needs = BTreeSet::new();
        references_taken(&resource.properties, self.scope, &mut needs)?;
        needs.extend(resource.depends_on.iter().cloned());
        for name in &needs {
            self.visit(name)?;
        }
        self.path.pop();
        self.done.insert(logical_id.to_owned(), true);
        self.order.push(logical_id.to_owned());
        Ok(())
    }
}
