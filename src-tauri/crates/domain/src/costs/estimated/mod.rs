//! What an environment was estimated to cost when it was planned, against what the ledger says.

mod kinds;
mod proposals;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use self::kinds::{Kind, of_item, of_usage};
use super::group::grouped;
use super::ratio::proportion;
use super::words::{money, percent};
use super::{
    Amount, Condition, Cost, Dimension, EnvironmentRules, Field, Month, Period, Provenance,
    Question, Report, ReportRow, known_days,
};
use crate::catalogue::Date;
use crate::estimate::{Assumptions, Estimate, EstimateItem};
use crate::template::{StackNode, StackTree, Value};

/// The currency of estimates; costs in others are not compared.
const USD: &str = "USD";

/// An environment's estimate against what it cost in a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct EstimateComparison {
    pub environment: String,
    pub month: Period,
    pub cost: Cost,
    /// The first day of the month that is compared; a later one than its first where nothing of the
    /// environment was used before.
    pub first_day: u8,
    /// Days of the month that are compared; fewer than it has where it goes on, or the environment came
    /// later.
    pub days: u8,
    /// `staging, September 2026: $1,204.11 against $980.00 estimated, $224.11 (23%) more: NAT data explains
    /// $198.00.`
    pub sentence: String,
    /// US dollars for a whole month, as the plan has it.
    pub estimated_month: Amount,
    /// The same for the days that are compared.
    pub estimated: Amount,
    pub actual: Amount,
    /// `actual` less `estimated`; components add up to it exactly, and so do reasons.
    pub difference: Amount,
    /// False where the plan has unpriced items: then the estimate is "at least".
    pub complete: bool,
    /// ISO date of the oldest price of the estimate.
    pub prices_as_of: String,
    /// By the tag `Component`, which every nested stack sets; the largest first.
    pub components: Vec<EstimatedComponent>,
    /// What makes the difference, the largest first.
    pub reasons: Vec<EstimateReason>,
    /// Assumptions that would have come closer.
    pub proposals: Vec<AssumptionProposal>,
    pub provenance: Provenance,
}

/// A component's estimate against what it cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct EstimatedComponent {
    /// The tag's value; the empty text is none.
    pub component: String,
    /// Nested stacks of the plan with this tag: `Network`, `Nodes: general`. None of what no template makes.
    pub stacks: Vec<String>,
    pub estimated: Amount,
    pub actual: Amount,
    pub difference: Amount,
}

/// What a kind of usage was estimated to cost against what it cost at list price, or what is beside list
/// prices: discounts, taxes, credits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct EstimateReason {
    /// `NAT data`
    pub what: String,
    pub estimated: Amount,
    pub actual: Amount,
    pub difference: Amount,
    /// For the days that are compared, in `unit`; absent where nothing is counted.
    pub estimated_quantity: Option<Amount>,
    pub actual_quantity: Option<Amount>,
    pub unit: String,
}

/// A figure of an assumption that the month's usage speaks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct AssumptionProposal {
    /// `natGb`
    pub key: String,
    /// `GB a month, each NAT gateway`
    pub unit: String,
    pub now: u32,
    pub proposed: u32,
    /// `180 GB a month through 2 gateways.`
    pub why: String,
}

/// What was planned.
#[derive(Debug, Clone, Copy)]
pub struct Planned<'a> {
    pub environment: &'a str,
    pub estimate: &'a Estimate,
    /// The plan's stacks, for the components that they are.
    pub tree: &'a StackTree,
    /// As they stand now.
    pub assumptions: &'a Assumptions,
    /// The first day of the month on which something of it was used, as [`first_used`] tells.
    pub first_day: u8,
}

const KEY: [Field; 5] = [
    Field::Ledger(Dimension::Component),
    Field::SERVICE,
    Field::USAGE_TYPE,
    Field::Ledger(Dimension::ChargeCategory),
    Field::Ledger(Dimension::Currency),
];

/// The question that a month is read for.
pub fn estimated_question(environment: &str, month: Period, cost: Cost) -> Question {
    Question {
        by: KEY.to_vec(),
        from: Some(month),
        to: Some(month),
        filter: vec![Condition::is(Field::ENVIRONMENT, environment)],
        cost,
    }
}

/// The question that [`first_used`] reads: the days of a month on which an environment used something.
pub fn first_used_question(environment: &str, month: Period) -> Question {
    let usage = Condition::is(Field::Ledger(Dimension::ChargeCategory), "Usage");
    Question {
        by: vec![Field::Day],
        filter: vec![Condition::is(Field::ENVIRONMENT, environment), usage],
        ..estimated_question(environment, month, Cost::List)
    }
}

/// The day of the month on which an environment was first used, from 1; that of a month without usage too.
pub fn first_used(used: &Report, month: Period) -> u8 {
    let day = |row: &ReportRow| row.values[&Field::Day.to_string()].parse::<Date>().ok();
    let first = used.rows.iter().filter_map(day).min();
    // Charges may lie before their month.
    match first {
        Some(first) if Period::of(first) == month => first.day,
        _ => 1,
    }
}

/// What is estimated and what was charged of one kind.
#[derive(Default)]
struct Sums {
    estimated: Amount,
    actual: Amount,
    estimated_quantity: Amount,
    actual_quantity: Amount,
}

/// Compares a plan with a month, read for [`estimated_question`], in the question's cost.
pub fn against_actual(
    planned: Planned<'_>,
    question: &Question,
    month: Period,
    months: &[Month<'_>],
    rules: &EnvironmentRules,
) -> EstimateComparison {
    let heads: Vec<_> = months.iter().map(|month| month.head).collect();
    let all = Amount::units(i64::from(month.days()));
    let known_days = known_days(&heads, month).unwrap_or(month.days() as u8);
    let days = known_days.saturating_sub(planned.first_day.saturating_sub(1));
    let known = Amount::units(i64::from(days));
    let scaled = |amount: Amount| proportion(amount, known, all);
    let stacks = components(planned.tree);
    let mut by_component: BTreeMap<String, Sums> = BTreeMap::new();
    let mut by_kind: BTreeMap<Kind, Sums> = BTreeMap::new();
    for item in &planned.estimate.items {
        let amount = scaled(dollars(item));
        let quantity = item.quantity.parse().map(scaled).unwrap_or_default();
        let component = stacks.of(item);
        by_component.entry(component).or_default().estimated += amount;
        let kind = by_kind.entry(of_item(item)).or_default();
        kind.estimated += amount;
        kind.estimated_quantity += quantity;
    }
    let costs = [Cost::List, question.cost];
    let groups = grouped(months, &KEY, &question.filter, &costs, rules);
    for group in &groups.groups {
        let value = |field: usize| groups.value(group, field);
        if value(4) != USD {
            continue;
        }
        let charged = group.costs[question.cost.index()];
        let component = by_component.entry(value(0).to_owned()).or_default();
        component.actual += charged;
        let usage = value(3) == "Usage";
        let kind = match usage {
            true => of_usage(value(1), value(2)),
            false => Kind::beside(value(3)),
        };
        let list = if usage {
            group.costs[Cost::List.index()]
        } else {
            charged
        };
        let sums = by_kind.entry(kind).or_default();
        sums.actual += list;
        if usage {
            sums.actual_quantity += group.quantity;
        }
        by_kind.entry(Kind::Discounts).or_default().actual += charged - list;
    }
    let estimated: Amount = by_component.values().map(|sums| sums.estimated).sum();
    let actual: Amount = by_component.values().map(|sums| sums.actual).sum();
    let mut comparison = EstimateComparison {
        environment: planned.environment.to_owned(),
        month,
        cost: question.cost,
        first_day: planned.first_day,
        days,
        sentence: String::new(),
        estimated_month: planned.estimate.items.iter().map(dollars).sum(),
        estimated,
        actual,
        difference: actual - estimated,
        complete: planned.estimate.complete,
        prices_as_of: planned.estimate.prices_as_of.clone(),
        proposals: proposals::proposals(planned, &by_kind, (days, month)),
        components: told_components(by_component, &stacks, planned.estimate),
        reasons: reasons(by_kind),
        provenance: Provenance::of(months),
    };
    comparison.sentence = sentence(&comparison);
    comparison
}

fn dollars(item: &EstimateItem) -> Amount {
    Amount::from_micros(item.monthly_micros.0)
}

/// Which component every stack of a plan is.
struct Stacks {
    /// By nested stack, as items name it.
    nested: BTreeMap<String, String>,
    /// Of the root's own resources, by logical ID.
    root: BTreeMap<String, String>,
}

impl Stacks {
    fn of(&self, item: &EstimateItem) -> String {
        let nested = self.nested.get(&item.stack);
        nested
            .or_else(|| self.root.get(&item.logical_id))
            .cloned()
            .unwrap_or_default()
    }
}

fn components(tree: &StackTree) -> Stacks {
    let mut stacks = Stacks {
        nested: BTreeMap::new(),
        root: BTreeMap::new(),
    };
    for resource in &tree.root.resources {
        let component = component(&resource.properties).unwrap_or_default();
        match &resource.nested {
            Some(nested) => place(nested, &component, &mut stacks.nested),
            None => {
                stacks.root.insert(resource.logical_id.clone(), component);
            }
        }
    }
    stacks
}

fn place(stack: &StackNode, component_of: &str, nested: &mut BTreeMap<String, String>) {
    let name = stack.path.rsplit('/').next().unwrap_or(&stack.path);
    nested.insert(name.to_owned(), component_of.to_owned());
    for resource in &stack.resources {
        if let Some(below) = &resource.nested {
            let own = component(&resource.properties);
            place(below, own.as_deref().unwrap_or(component_of), nested);
        }
    }
}

/// The tag `Component` among a resource's properties.
fn component(properties: &Value) -> Option<String> {
    let tags = properties.get("Tags")?.list()?;
    let text = |tag: &Value, key: &str| tag.get(key).and_then(Value::as_text);
    let named = tags
        .iter()
        .find(|tag| text(tag, "Key").as_deref() == Some("Component"))?;
    text(named, "Value")
}

fn told_components(
    by_component: BTreeMap<String, Sums>,
    stacks: &Stacks,
    estimate: &Estimate,
) -> Vec<EstimatedComponent> {
    let labels = |component: &str| -> Vec<String> {
        let of_component = |stack: &str| {
            stacks
                .nested
                .get(stack)
                .is_some_and(|known| known == component)
        };
        let parts = estimate
            .parts
            .iter()
            .filter(|part| of_component(&part.stack));
        let labels: BTreeSet<String> = parts.map(|part| part.label.clone()).collect();
        labels.into_iter().collect()
    };
    let mut told: Vec<EstimatedComponent> = by_component
        .into_iter()
        .map(|(component, sums)| EstimatedComponent {
            stacks: labels(&component),
            component,
            estimated: sums.estimated,
            actual: sums.actual,
            difference: sums.actual - sums.estimated,
        })
        .collect();
    told.sort_by_key(|row| std::cmp::Reverse(row.actual.max(row.estimated)));
    told
}

fn reasons(by_kind: BTreeMap<Kind, Sums>) -> Vec<EstimateReason> {
    let mut reasons: Vec<EstimateReason> = by_kind
        .into_iter()
        .filter(|(_, sums)| sums.estimated != Amount::ZERO || sums.actual != Amount::ZERO)
        .map(|(kind, sums)| {
            let unit = kind.unit();
            let counted = |quantity| (!unit.is_empty()).then_some(quantity);
            EstimateReason {
                what: kind.words(),
                estimated: sums.estimated,
                actual: sums.actual,
                difference: sums.actual - sums.estimated,
                estimated_quantity: counted(sums.estimated_quantity),
                actual_quantity: counted(sums.actual_quantity),
                unit: unit.to_owned(),
            }
        })
        .collect();
    reasons.sort_by_key(|reason| std::cmp::Reverse(reason.difference.magnitude()));
    reasons
}

fn sentence(told: &EstimateComparison) -> String {
    let shown = |amount: Amount| money(amount.magnitude(), USD);
    let month = told.month.words();
    let first = match (told.first_day, told.days) {
        (1, days) if u32::from(days) == told.month.days() => month,
        (1, days) => format!("the first {days} days of {month}"),
        (first, days) => format!(
            "{first} to {} {month}, before which it used nothing",
            first + days.max(1) - 1
        ),
    };
    let least = if told.complete { "" } else { "at least " };
    let mut words = format!(
        "{}, {first}: {} against {least}{} estimated",
        told.environment,
        money(told.actual, USD),
        money(told.estimated, USD)
    );
    if told.difference == Amount::ZERO {
        return words + ".";
    }
    let more = told.difference > Amount::ZERO;
    let share = percent(told.difference.magnitude(), told.estimated)
        .map_or(String::new(), |share| format!(" ({share})"));
    words.push_str(&format!(
        ", {}{share} {}",
        shown(told.difference),
        if more { "more" } else { "less" }
    ));
    let main = told
        .reasons
        .iter()
        .find(|reason| (reason.difference > Amount::ZERO) == more);
    if let Some(main) = main {
        words.push_str(&format!(
            ": {} explains {}",
            main.what,
            shown(main.difference)
        ));
    }
    words + "."
}

#[cfg(test)]
mod tests;
