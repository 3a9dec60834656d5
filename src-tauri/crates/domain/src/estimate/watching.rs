//! What watching costs: alarms, dashboards, budgets, logs, Datadog.

use super::charges::{Charge, priced, unpriced};
use super::ledger::{Context, number};
use crate::template::{ResourceNode, Value};

pub fn alarm(resource: &ResourceNode) -> Vec<Charge> {
    let properties = &resource.properties;
    let metrics = properties
        .get("Metrics")
        .and_then(Value::list)
        .map_or(1, |metrics| {
            metrics
                .iter()
                .filter(|metric| metric.get("MetricStat").is_some())
                .count()
                .max(1) as u64
        });
    if number(properties.get("Period")).is_some_and(|period| period < 60) {
        return vec![unpriced(
            "High-resolution alarm",
            "The price book has no price for high-resolution alarms.",
        )];
    }
    vec![priced(
        "CloudWatch",
        "alarm metric",
        metrics,
        "Alarm",
        match metrics {
            1 => "1 standard metric".to_owned(),
            many => format!("{many} standard metrics"),
        },
        "/monitoring.alarms",
    )]
}

/// The resources of a type in the order of the tree, and where this one stands among them.
fn place_among(resource: &ResourceNode, context: &Context<'_>) -> usize {
    context
        .all
        .iter()
        .filter(|placed| placed.resource.resource_type == resource.resource_type)
        .position(|placed| std::ptr::eq(placed.resource, resource))
        .unwrap_or(0)
}

pub fn dashboard(resource: &ResourceNode, context: &Context<'_>) -> Vec<Charge> {
    let paid = u64::from(place_among(resource, context) >= 3);
    vec![priced(
        "CloudWatch",
        "dashboard",
        paid,
        "Dashboard",
        "beyond the three free ones of an account",
        "",
    )]
}

pub fn budget(resource: &ResourceNode, context: &Context<'_>) -> Vec<Charge> {
    if place_among(resource, context) < 2 {
        return Vec::new();
    }
    vec![unpriced(
        "Budget beyond the first two",
        "The price book has no price for budgets.",
    )]
}

/// The assumption is of all log groups together, so the first one carries it.
pub fn logs(resource: &ResourceNode, context: &Context<'_>) -> Vec<Charge> {
    if place_among(resource, context) > 0 {
        return Vec::new();
    }
    let gb = u64::from(context.assumptions.log_gb);
    let days = context
        .all
        .iter()
        .filter(|placed| placed.resource.resource_type == resource.resource_type)
        .map(|placed| number(placed.resource.properties.get("RetentionInDays")))
        .max_by_key(|days| days.unwrap_or(u64::MAX))
        .flatten();
    let taken = priced(
        "CloudWatch",
        "log ingestion",
        gb,
        "Logs taken in",
        format!("{gb} GB over all log groups"),
        "/monitoring.log_retention_days",
    );
    let kept = match days {
        Some(days) => priced(
            "CloudWatch",
            "log storage",
            (gb * days).div_ceil(30),
            "Logs kept",
            format!("{gb} GB a month for {days} days, before compression"),
            "/monitoring.log_retention_days",
        ),
        None => unpriced(
            "Logs kept",
            "A log group keeps its logs forever, so what they cost grows every month.",
        ),
    };
    vec![taken, kept]
}

/// Datadog bills by itself, for what it sees through its role, of which there is one.
pub fn datadog() -> Vec<Charge> {
    vec![unpriced(
        "Datadog",
        "Datadog bills by its own contract, by hosts and logs; ask the account's owner.",
    )]
}
