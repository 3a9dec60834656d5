//! Walks a tree and sums what its resources charge.

use super::charges::{Charge, charges};
use super::{Assumptions, Estimate, EstimateItem, EstimatePart, PriceBook, Unpriced};
use crate::catalogue::Date;
use crate::template::{ResourceNode, StackNode, StackTree, Value};

/// A resource with the stack it stands in and the field of the file that decides that stack.
pub struct Placed<'a> {
    pub stack: &'a StackNode,
    pub resource: &'a ResourceNode,
    /// Prefix of the deciding field: `node_groups[0]`.
    pub section: String,
}

/// The whole estimate's surroundings, for charges that look beyond their own resource.
pub struct Context<'a> {
    pub all: &'a [Placed<'a>],
    pub assumptions: &'a Assumptions,
    pub region: &'a str,
    pub book: &'a PriceBook,
    pub today: Date,
}

/// Estimates a month of a tree at list price in a region; `today` decides the cluster's support price.
///
/// What has no price is listed in `unpriced` and never counted as 0.
pub fn estimate(
    tree: &StackTree,
    region: &str,
    book: &PriceBook,
    assumptions: &Assumptions,
    today: Date,
) -> Estimate {
    let mut all = Vec::new();
    let mut stacks = Vec::new();
    place(
        &tree.root,
        "",
        &mut Counters::default(),
        &mut all,
        &mut stacks,
    );
    let context = Context {
        all: &all,
        assumptions,
        region,
        book,
        today,
    };
    let mut items = Vec::new();
    let mut unpriced = Vec::new();
    let mut parts = Vec::new();
    for stack in stacks {
        let (from_item, from_unpriced) = (items.len(), unpriced.len());
        for placed in all
            .iter()
            .filter(|placed| std::ptr::eq(placed.stack, stack))
        {
            for charge in charges(placed, &context) {
                settle(charge, placed, &context, &mut items, &mut unpriced);
            }
        }
        if items.len() == from_item && unpriced.len() == from_unpriced {
            continue;
        }
        parts.push(EstimatePart {
            stack: short(stack),
            label: label(stack),
            monthly_micros: items[from_item..]
                .iter()
                .map(|item| item.monthly_micros)
                .sum(),
            complete: unpriced.len() == from_unpriced,
        });
    }
    Estimate {
        currency: "USD".to_owned(),
        monthly_micros: items.iter().map(|item| item.monthly_micros).sum(),
        complete: unpriced.is_empty(),
        prices_as_of: items
            .iter()
            .map(|item| item.as_of.clone())
            .min()
            .unwrap_or_default(),
        parts,
        items,
        unpriced,
    }
}

#[derive(Default)]
struct Counters {
    node_groups: usize,
}

fn place<'a>(
    stack: &'a StackNode,
    inherited: &str,
    counters: &mut Counters,
    all: &mut Vec<Placed<'a>>,
    stacks: &mut Vec<&'a StackNode>,
) {
    let section = match kind(stack) {
        "network" => "network".to_owned(),
        "cluster" | "software" => "cluster".to_owned(),
        "nodes" => {
            counters.node_groups += 1;
            format!("node_groups[{}]", counters.node_groups - 1)
        }
        "search" => "search".to_owned(),
        "registry" | "delivery" | "pipeline" => "repositories".to_owned(),
        "notifications" => "notifications".to_owned(),
        "monitoring" => "monitoring".to_owned(),
        _ => inherited.to_owned(),
    };
    stacks.push(stack);
    for resource in &stack.resources {
        all.push(Placed {
            stack,
            resource,
            section: section.clone(),
        });
        if let Some(nested) = &resource.nested {
            place(nested, &section, counters, all, stacks);
        }
    }
}

fn settle(
    charge: Charge,
    placed: &Placed<'_>,
    context: &Context<'_>,
    items: &mut Vec<EstimateItem>,
    unpriced: &mut Vec<Unpriced>,
) {
    let stack = short(placed.stack);
    let logical_id = placed.resource.logical_id.clone();
    let (service, item, quantity, what, assumption, field) = match charge {
        Charge::Unpriced { what, why } => {
            unpriced.push(Unpriced {
                stack,
                logical_id,
                what,
                why,
            });
            return;
        }
        Charge::Priced {
            service,
            item,
            quantity,
            what,
            assumption,
            field,
        } => (service, item, quantity, what, assumption, field),
    };
    // Nothing used costs nothing, whatever one would cost: that is an assumption of 0, not a price of 0.
    if quantity == 0 {
        return;
    }
    let region = context.region;
    let found = context
        .book
        .price(service, &item, region)
        .and_then(|price| Some((price, price.times(quantity)?)));
    match found {
        Some((price, monthly_micros)) => items.push(EstimateItem {
            stack,
            logical_id,
            service: service.to_owned(),
            what,
            quantity: quantity.to_string(),
            unit: price.unit.clone(),
            unit_price: price.usd.clone(),
            monthly_micros,
            assumption,
            source: price.source.clone(),
            as_of: price.as_of.clone(),
            confidence: price.confidence,
            field: field_path(&placed.section, field),
        }),
        None => unpriced.push(Unpriced {
            stack,
            logical_id,
            what: format!("{what} in {region}: {assumption}"),
            why: format!("The price book has no price for {service} {item} in {region}."),
        }),
    }
}

/// A field below the section, or a whole path where it starts with `/`.
fn field_path(section: &str, field: &str) -> String {
    match field.strip_prefix('/') {
        Some(whole) => whole.to_owned(),
        None if field.is_empty() => section.to_owned(),
        None if section.is_empty() => field.to_owned(),
        None => format!("{section}.{field}"),
    }
}

/// The last part of a stack's path, which is its logical ID.
pub fn short(stack: &StackNode) -> String {
    stack
        .path
        .rsplit('/')
        .next()
        .unwrap_or(&stack.path)
        .to_owned()
}

/// `network` of `network.yaml`.
fn kind(stack: &StackNode) -> &str {
    stack
        .template
        .strip_suffix(".yaml")
        .unwrap_or(&stack.template)
}

/// What a person calls the stack: `Nodes: general`.
fn label(stack: &StackNode) -> String {
    let parameter = |keys: &[&str]| {
        keys.iter().find_map(|key| {
            stack
                .parameters
                .get(*key)
                .and_then(Value::as_text)
                .filter(|text| !text.is_empty())
        })
    };
    let (word, name) = match kind(stack) {
        "root" => return "Whole environment".to_owned(),
        "nodes" => ("Nodes", parameter(&["GroupName", "NodeGroupName", "Name"])),
        "registry" => (
            "Images",
            parameter(&["Slug", "RepositoryName", "Repository", "Name"]),
        ),
        "pipeline" => {
            let repository = parameter(&[
                "Repository",
                "RepositoryName",
                "RepositoryId",
                "FullRepositoryId",
                "Name",
            ]);
            let branch = parameter(&["Branch", "BranchName"]);
            let name = match (repository, branch) {
                (Some(repository), Some(branch)) => Some(format!("{repository} {branch}")),
                (name, _) => name,
            };
            ("Pipeline", name)
        }
        other => {
            let mut letters = other.chars();
            let first: String = letters
                .next()
                .into_iter()
                .flat_map(char::to_uppercase)
                .collect();
            return first + letters.as_str();
        }
    };
    // Two pipelines without names must still be told apart.
    format!("{word}: {}", name.unwrap_or_else(|| short(stack)))
}

/// What another resource of the tree this value points to.
pub fn target<'a>(value: Option<&Value>, all: &'a [Placed<'a>]) -> Option<&'a ResourceNode> {
    all.iter()
        .find(|placed| points_at(value, placed))
        .map(|placed| placed.resource)
}

/// True when this value points to that resource; cheap, where [`target`] walks the whole tree.
pub fn points_at(value: Option<&Value>, placed: &Placed<'_>) -> bool {
    matches!(value, Some(Value::Unknown(reference))
        if placed.resource.logical_id == reference.logical_id
            && placed.stack.path == reference.stack)
}

/// A whole number of a property, written as number or text.
pub fn number(value: Option<&Value>) -> Option<u64> {
    value?.as_text()?.parse().ok()
}
