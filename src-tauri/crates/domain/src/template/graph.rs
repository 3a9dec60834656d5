//! Static dependencies between the resources of one template.

use std::collections::{BTreeMap, BTreeSet};

use super::node::{Kind, Node};
use super::parse::{Resource, Template, TemplateError};

/// Names that a node refers to by `Ref`, `GetAtt` or `Sub`, whatever its conditions say.
pub fn references(node: &Node, out: &mut BTreeSet<String>) {
    match &node.kind {
        Kind::List(list) => list.iter().for_each(|entry| references(entry, out)),
        Kind::Map(map) => map.values().for_each(|entry| references(entry, out)),
        Kind::Call(name, argument) => match name.as_str() {
            "Ref" => out.extend(argument.text()),
            "GetAtt" => match argument.list() {
                Some(list) => out.extend(list.first().and_then(Node::text)),
                None => out.extend(
                    argument
                        .text()
                        .and_then(|text| text.split('.').next().map(str::to_owned)),
                ),
            },
            "Sub" => {
                let text = match argument.list() {
                    Some(list) => {
                        list.iter().skip(1).for_each(|entry| references(entry, out));
                        list.first().and_then(Node::text)
                    }
                    None => argument.text(),
                };
                for name in substituted(&text.unwrap_or_default()) {
                    out.insert(name.split('.').next().unwrap_or_default().to_owned());
                }
            }
            _ => references(argument, out),
        },
        _ => {}
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

/// Resources in an order in which each comes behind those it refers to.
///
/// # Errors
/// A cycle, named link by link.
pub fn static_order(
    template: &Template,
    taken: &BTreeMap<&str, &Resource>,
) -> Result<Vec<String>, TemplateError> {
    let mut order = Vec::with_capacity(taken.len());
    let mut state: BTreeMap<&str, bool> = BTreeMap::new();
    for logical_id in template.resources.keys() {
        if taken.contains_key(logical_id.as_str()) {
            visit(
                template,
                taken,
                logical_id,
                &mut state,
                &mut Vec::new(),
                &mut order,
            )?;
        }
    }
    Ok(order)
}

fn visit<'a>(
    template: &'a Template,
    taken: &BTreeMap<&str, &'a Resource>,
    logical_id: &'a str,
    state: &mut BTreeMap<&'a str, bool>,
    path: &mut Vec<&'a str>,
    order: &mut Vec<String>,
) -> Result<(), TemplateError> {
    match state.get(logical_id) {
        Some(true) => return Ok(()),
        Some(false) => {
            let from = path
                .iter()
                .position(|name| *name == logical_id)
                .unwrap_or(0);
            let mut names: Vec<&str> = path[from..].to_vec();
            names.push(logical_id);
            return Err(TemplateError {
                file: template.name.clone(),
                line: taken.get(logical_id).map_or(1, |resource| resource.line),
                message: format!(
                    "Resources depend on each other in a circle: {}.",
                    names.join(" -> ")
                ),
            });
        }
        None => {}
    }
    let Some(resource) = taken.get(logical_id) else {
        return Ok(());
    };
    state.insert(logical_id, false);
    path.push(logical_id);
    let mut needs = BTreeSet::new();
    references(&resource.properties, &mut needs);
    needs.extend(resource.depends_on.iter().cloned());
    for name in &needs {
        if let Some((known, _)) = taken.get_key_value(name.as_str())
            && *known != logical_id
            && let Some((key, _)) = template.resources.get_key_value(name)
        {
            visit(template, taken, key, state, path, order)?;
        }
    }
    path.pop();
    state.insert(logical_id, true);
    order.push(logical_id.to_owned());
    Ok(())
}
