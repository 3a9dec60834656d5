//! A plan as text.

use std::collections::{BTreeMap, BTreeSet};

use domain::estimate::{Assumptions, Estimate, EstimateItem, NOT_INCLUDED};
use domain::plan::{Check, Outcome, Plan};
use domain::timeline::Confidence;

use crate::output::table;

/// The whole plan; with every item of the estimate where that is wanted.
pub fn text(plan: &Plan, assumptions: &Assumptions, items: bool) -> String {
    let stacks: BTreeSet<&str> = plan
        .resources
        .iter()
        .map(|resource| resource.stack.as_str())
        .collect();
    let range = &plan.timeline.range;
    let doubt = match plan.timeline.confidence {
        Confidence::Low => "; low confidence",
        _ => "",
    };
    let facts = [
        ("Cost", monthly(&plan.estimate)),
        (
            "Time",
            format!(
                "{} ({:.0} to {:.0} min{doubt})",
                plan.timeline.sentence,
                range.low / 60.0,
                range.high / 60.0
            ),
        ),
        (
            "Resources",
            format!("{} in {} stacks", plan.resources.len(), stacks.len()),
        ),
    ]
    .map(|(what, found)| vec![format!("  {what}"), found]);
    let mut text = vec![
        format!(
            "{} ({}) in {}, account {} ({})",
            plan.environment, plan.kind, plan.region, plan.account.name, plan.account.number
        ),
        table(&facts, &[]),
        String::new(),
        "Checks".to_owned(),
    ];
    text.extend(checks(&plan.checks, true));
    text.push(match passed(plan) {
        0 => "  nothing to note".to_owned(),
        many => format!("  ok     {many} more hold"),
    });
    text.push(String::new());
    text.extend(cost(plan, assumptions, items));
    text.push(String::new());
    text.push("What decides the time".to_owned());
    let rows: Vec<Vec<String>> = plan
        .timeline
        .critical_path
        .iter()
        .filter(|step| step.seconds >= 1.0)
        .map(|step| {
            vec![
                format!("  {}/{}", step.stack, step.logical_id),
                step.resource_type.clone(),
                span(step.seconds),
            ]
        })
        .collect();
    text.push(table(&rows, &[2]));
    text.push(String::new());
    text.push(format!("Plan digest {}", plan.digest));
    text.join("\n")
}

fn passed(plan: &Plan) -> usize {
    let holds = |check: &&Check| check.outcome == Outcome::Passed;
    plan.checks.iter().filter(holds).count()
}

/// `at least $487.70 a month, 3 items unpriced`.
pub fn monthly(estimate: &Estimate) -> String {
    let sum = estimate.monthly_micros;
    match estimate.unpriced.len() {
        0 => format!("{sum} a month"),
        1 => format!("at least {sum} a month, 1 item unpriced"),
        many => format!("at least {sum} a month, {many} items unpriced"),
    }
}

/// Checks that say the same of several things are said once; in short without what was seen and what
/// to do.
pub fn checks(checks: &[Check], whole: bool) -> Vec<String> {
    let mut groups: Vec<Vec<&Check>> = Vec::new();
    for check in checks
        .iter()
        .filter(|check| check.outcome != Outcome::Passed)
    {
        match groups.last_mut() {
            Some(group) if group[0].code == check.code && group[0].remedy == check.remedy => {
                group.push(check);
            }
            _ => groups.push(vec![check]),
        }
    }
    let mut lines = Vec::new();
    for group in groups {
        let first = group[0];
        let mark = match first.outcome {
            Outcome::CannotTell => "?    ",
            _ if first.stops() => "stops",
            _ => "note ",
        };
        if !whole {
            let more = match group.len() {
                1 => String::new(),
                many => format!(" ({} more like it)", many - 1),
            };
            lines.push(format!("  {mark}  {}{more}", first.message));
            continue;
        }
        for (index, check) in group.iter().enumerate() {
            let mark = if index == 0 { mark } else { "     " };
            lines.push(format!("  {mark}  {}", check.message));
            lines.extend(check.evidence.iter().map(|seen| format!("         {seen}")));
        }
        lines.push(format!("         {} [{}]", first.remedy, first.code));
    }
    lines
}

fn cost(plan: &Plan, assumptions: &Assumptions, items: bool) -> Vec<String> {
    let estimate = &plan.estimate;
    let newest = estimate.items.iter().map(|item| item.as_of.as_str()).max();
    let least = |complete: bool| if complete { "" } else { "at least" };
    let mut rows = Vec::new();
    for part in &estimate.parts {
        rows.push(vec![
            format!("  {}", part.label),
            least(part.complete).to_owned(),
            part.monthly_micros.to_string(),
        ]);
        if items {
            let of_part = estimate
                .items
                .iter()
                .filter(|item| item.stack == part.stack);
            rows.extend(alike(of_part));
        }
    }
    rows.push(vec![
        "  Together".to_owned(),
        least(estimate.complete).to_owned(),
        estimate.monthly_micros.to_string(),
    ]);
    let mut text = vec![
        format!(
            "Cost a month, list prices of {} to {}",
            estimate.prices_as_of,
            newest.unwrap_or(&estimate.prices_as_of)
        ),
        table(&rows, &[2]),
    ];
    text.extend(unpriced(estimate));
    if items {
        let sources: BTreeSet<&str> = estimate.items.iter().map(|i| i.source.as_str()).collect();
        text.extend(sources.iter().map(|source| format!("  price: {source}")));
    }
    text.push(format!("  assumed: {}", assumed(assumptions)));
    let more = if items { "" } else { " Each item: --items." };
    text.push(format!(
        "  Not in it: {NOT_INCLUDED}. Change what is assumed: --assume natGb=250.{more}"
    ));
    text
}

/// Items that differ in nothing but their resource are one row: ten alarms.
fn alike<'a>(items: impl Iterator<Item = &'a EstimateItem>) -> Vec<Vec<String>> {
    let mut groups: Vec<Vec<&EstimateItem>> = Vec::new();
    for item in items {
        let same = |group: &&mut Vec<&EstimateItem>| {
            (&group[0].what, &group[0].quantity, &group[0].assumption)
                == (&item.what, &item.quantity, &item.assumption)
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.push(item),
            None => groups.push(vec![item]),
        }
    }
    groups
        .into_iter()
        .map(|group| {
            let item = group[0];
            let times = match group.len() {
                1 => String::new(),
                many => format!("{many} x "),
            };
            vec![
                format!("    {}", item.what),
                format!(
                    "{times}{} {} x ${}",
                    item.quantity, item.unit, item.unit_price
                ),
                group
                    .iter()
                    .map(|item| item.monthly_micros)
                    .sum::<domain::money::MicroUsd>()
                    .to_string(),
                item.assumption.clone(),
            ]
        })
        .collect()
}

/// `hours=730 natGb=100 ...`, as `--assume` takes them.
fn assumed(assumptions: &Assumptions) -> String {
    let figures = serde_json::to_value(assumptions).unwrap_or_default();
    domain::estimate::ASSUMPTIONS
        .iter()
        .map(|known| format!("{}={}", known.key, figures[known.key]))
        .collect::<Vec<_>>()
        .join(" ")
}

/// What has no price; the same thing in many stacks is one line.
fn unpriced(estimate: &Estimate) -> Vec<String> {
    let mut stacks: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for item in &estimate.unpriced {
        stacks
            .entry((&item.what, &item.why))
            .or_default()
            .push(&item.stack);
    }
    let line = |((what, why), stacks): (_, Vec<&str>)| match stacks.as_slice() {
        [one] => format!("  unpriced in {one}: {what} ({why})"),
        many => format!("  unpriced in {} stacks: {what} ({why})", many.len()),
    };
    stacks.into_iter().map(line).collect()
}

fn span(seconds: f64) -> String {
    if seconds < 60.0 {
        format!("{seconds:.0} s")
    } else {
        format!("{:.0} min", seconds / 60.0)
    }
}
