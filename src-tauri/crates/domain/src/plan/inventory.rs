//! What a launch makes, and how near that comes to CloudFormation's limits.

use std::collections::BTreeMap;

use super::{LimitUse, PlannedResource};
use crate::blueprint::{Blueprint, TemplateFile};
use crate::template::{
    MAX_BYTES, MAX_OUTPUTS, MAX_PARAMETERS, MAX_RESOURCES, StackNode, StackTree, Template,
    TemplateError,
};

/// Every stack of a tree, parents first.
pub fn stacks(tree: &StackTree) -> Vec<&StackNode> {
    fn walk<'a>(stack: &'a StackNode, out: &mut Vec<&'a StackNode>) {
        out.push(stack);
        for nested in stack
            .resources
            .iter()
            .filter_map(|resource| resource.nested.as_deref())
        {
            walk(nested, out);
        }
    }
    let mut out = Vec::new();
    walk(&tree.root, &mut out);
    out
}

/// Every resource of every stack, parents first.
pub fn inventory(tree: &StackTree) -> Vec<PlannedResource> {
    stacks(tree)
        .into_iter()
        .flat_map(|stack| {
            let name = stack.path.rsplit('/').next().unwrap_or(&stack.path);
            stack.resources.iter().map(move |resource| PlannedResource {
                stack: name.to_owned(),
                logical_id: resource.logical_id.clone(),
                resource_type: resource.resource_type.clone(),
                file: stack.template.clone(),
                line: resource.line,
            })
        })
        .collect()
}

/// How near every template comes to CloudFormation's limits; what conditions leave out counts too.
///
/// # Errors
/// A template that cannot be read.
pub fn limits(blueprint: &Blueprint, tree: &StackTree) -> Result<Vec<LimitUse>, TemplateError> {
    let mut uses = Vec::new();
    let mut seen = BTreeMap::new();
    for file in std::iter::once(&blueprint.root).chain(&blueprint.nested) {
        if seen.insert(&file.source, ()).is_none() {
            of_file(file, &mut uses)?;
        }
    }
    uses.push(LimitUse {
        what: "Stacks of one environment".to_owned(),
        template: blueprint.root.source.clone(),
        used: count(stacks(tree).len()),
        limit: 2_000,
    });
    Ok(uses)
}

fn of_file(file: &TemplateFile, uses: &mut Vec<LimitUse>) -> Result<(), TemplateError> {
    let template = Template::of_file(file)?;
    for (what, used, limit) in [
        (
            "Resources in one template",
            template.resources.len(),
            MAX_RESOURCES,
        ),
        (
            "Parameters in one template",
            template.parameters.len(),
            MAX_PARAMETERS,
        ),
        (
            "Outputs in one template",
            template.outputs.len(),
            MAX_OUTPUTS,
        ),
        // Templates go through S3, where this limit holds; a body in the call could have 51,200.
        ("Bytes of one template", file.body.len(), MAX_BYTES),
    ] {
        uses.push(LimitUse {
            what: what.to_owned(),
            template: file.source.clone(),
            used: count(used),
            limit: count(limit),
        });
    }
    Ok(())
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
