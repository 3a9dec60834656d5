//! Taking a change of costs apart: price, usage, new, gone, and charges that are no usage.

use std::collections::BTreeMap;

use super::group::grouped;
use super::ratio::proportion;
use super::usage::usage_words;
use super::words::money;
use super::{
    Amount, Condition, Dimension, DriverKind, DriverLine, DriverStep, Drivers, EnvironmentRules,
    Field, Month, Provenance, Question, Span, Waterfall,
};

/// What lines are told apart by, in this order.
const KEY: [Dimension; 8] = [
    Dimension::Service,
    Dimension::UsageType,
    Dimension::Environment,
    Dimension::ChargeCategory,
    Dimension::ChargeClass,
    Dimension::Commitment,
    Dimension::CommitmentStatus,
    Dimension::Currency,
];
/// A cost a unit that differs by less than a millionth is the same: exports round every line.
const SAME_PRICE: i128 = 1_000_000;

/// The question that one side's months are read for, over its months and days.
pub fn drivers_question(asked: &Question, span: Span) -> Question {
    let mut filter = asked.filter.clone();
    filter.extend(span.condition());
    Question {
        by: KEY.map(Field::Ledger).to_vec(),
        from: Some(span.from),
        to: Some(span.to),
        filter,
        cost: asked.cost,
    }
}

/// Why costs changed from one span to another. Months are those of the spans, read for
/// [`drivers_question`]; of the question, filter and cost count.
pub fn drivers(
    question: &Question,
    (before, months_before): (Span, &[Month<'_>]),
    (after, months_after): (Span, &[Month<'_>]),
    rules: &EnvironmentRules,
) -> Drivers {
    let mut sides: BTreeMap<Vec<String>, [Side; 2]> = BTreeMap::new();
    for (at, (span, months)) in [(before, months_before), (after, months_after)]
        .into_iter()
        .enumerate()
    {
        let asked = drivers_question(question, span);
        let groups = grouped(months, &asked.by, &asked.filter, &[question.cost], rules);
        for group in &groups.groups {
            let key = (0..KEY.len())
                .map(|field| groups.value(group, field).to_owned())
                .collect();
            sides.entry(key).or_default()[at] = Side {
                there: true,
                cost: group.costs[question.cost.index()],
                quantity: group.quantity,
            };
        }
    }
    let mut by_currency: BTreeMap<String, Vec<DriverLine>> = BTreeMap::new();
    let mut totals: BTreeMap<String, [Amount; 2]> = BTreeMap::new();
    for (key, [before, after]) in &sides {
        let currency = key[KEY.len() - 1].clone();
        let total = totals.entry(currency.clone()).or_default();
        total[0] += before.cost;
        total[1] += after.cost;
        let lines = by_currency.entry(currency).or_default();
        lines.extend(parts(key, before, after));
    }
    let waterfalls = by_currency
        .into_iter()
        .map(|(currency, lines)| waterfall(&currency, totals[&currency], lines))
        .collect();
    let filter: Vec<String> = question.filter.iter().map(Condition::words).collect();
    let mut words = format!("{} against {}", after.words(), before.words());
    if !filter.is_empty() {
        words.push_str(&format!(", where {}", filter.join(" and ")));
    }
    Drivers {
        words,
        cost: question.cost,
        before,
        after,
        waterfalls,
        provenance: Provenance::of_both(months_before, months_after),
    }
}

#[derive(Clone, Copy, Default)]
struct Side {
    there: bool,
    cost: Amount,
    quantity: Amount,
}

/// The change of one key, by kinds; their amounts add up to it.
fn parts(key: &[String], before: &Side, after: &Side) -> Vec<DriverLine> {
    let kind = charge(key);
    let difference = after.cost - before.cost;
    let amounts: Vec<(DriverKind, Amount)> = match kind {
        Some(kind) => vec![(kind, difference)],
        None if !before.there => vec![(DriverKind::New, difference)],
        None if !after.there => vec![(DriverKind::Gone, difference)],
        None if before.quantity.0 <= 0 || after.quantity.0 <= 0 => {
            vec![(DriverKind::Unmeasured, difference)]
        }
        None => {
            let more = after.quantity - before.quantity;
            let usage = proportion(before.cost, more, before.quantity);
            let price = difference - usage;
            if price.0.abs() <= after.cost.0.abs().max(before.cost.0.abs()) / SAME_PRICE {
                vec![(DriverKind::Usage, difference)]
            } else {
                vec![(DriverKind::Usage, usage), (DriverKind::Price, price)]
            }
        }
    };
    let measured = |side: &Side| (kind.is_none() && side.quantity.0 > 0).then_some(side.quantity);
    amounts
        .into_iter()
        .filter(|(_, amount)| *amount != Amount::ZERO)
        .map(|(kind, amount)| DriverLine {
            kind,
            amount,
            what: what(kind, key),
            values: KEY[..KEY.len() - 1]
                .iter()
                .zip(key)
                .map(|(dimension, value)| (Field::Ledger(*dimension).to_string(), value.clone()))
                .collect(),
            before: before.cost,
            after: after.cost,
            quantity_before: measured(before),
            quantity_after: measured(after),
        })
        .collect()
}

/// The kind of a charge that is no usage.
fn charge(key: &[String]) -> Option<DriverKind> {
    let (category, class, commitment, status) = (&key[3], &key[4], &key[5], &key[6]);
    match (category.as_str(), class.as_str(), status.as_str()) {
        (_, "Correction", _) => Some(DriverKind::Refund),
        ("Tax", ..) => Some(DriverKind::Tax),
        ("Credit", ..) => Some(DriverKind::Credit),
        ("Adjustment", ..) => Some(DriverKind::Adjustment),
        ("Purchase", ..) if commitment.is_empty() => Some(DriverKind::Purchase),
        ("Purchase", ..) => Some(DriverKind::CommitmentPurchase),
        (_, _, "Unused") => Some(DriverKind::UnusedCommitment),
        _ => None,
    }
}

/// `NAT data in staging`
fn what(kind: DriverKind, key: &[String]) -> String {
    let (service, usage_type, environment) = (&key[0], &key[1], &key[2]);
    match kind {
        DriverKind::Tax => format!("tax on {service}"),
        DriverKind::Credit => format!("credits for {service}"),
        DriverKind::Refund => format!("corrections of {service}"),
        DriverKind::Adjustment => format!("adjustments of {service}"),
        DriverKind::CommitmentPurchase => format!("commitments bought for {service}"),
        DriverKind::Purchase => format!("purchases of {service}"),
        DriverKind::UnusedCommitment => format!("unused commitments of {service}"),
        _ => in_environment(&usage_words(service, usage_type), environment),
    }
}

/// `NAT data in staging`, `NAT data, untagged`
pub(super) fn in_environment(what: &str, environment: &str) -> String {
    if environment.is_empty() {
        format!("{what}, untagged")
    } else {
        format!("{what} in {environment}")
    }
}

fn waterfall(
    currency: &str,
    [before, after]: [Amount; 2],
    mut lines: Vec<DriverLine>,
) -> Waterfall {
    lines.sort_by(|one, other| {
        let size = |line: &DriverLine| line.amount.0.unsigned_abs();
        size(other).cmp(&size(one)).then_with(|| {
            (&one.what, one.kind, &one.values).cmp(&(&other.what, other.kind, &other.values))
        })
    });
    let mut steps: BTreeMap<DriverKind, DriverStep> = BTreeMap::new();
    let mut by_name: BTreeMap<&str, Amount> = BTreeMap::new();
    for line in &lines {
        let step = steps.entry(line.kind).or_insert(DriverStep {
            kind: line.kind,
            amount: Amount::ZERO,
            lines: 0,
        });
        step.amount += line.amount;
        step.lines += 1;
        *by_name.entry(&line.what).or_default() += line.amount;
    }
    let difference = after - before;
    let why = explanation(difference, &by_name, currency);
    let sentence = match difference.0.signum() {
        0 => "The same as before.".to_owned(),
        1 => format!("{} more{why}.", money(difference, currency)),
        _ => format!("{} less{why}.", money(-difference, currency)),
    };
    Waterfall {
        currency: currency.to_owned(),
        before,
        after,
        difference,
        steps: steps.into_values().collect(),
        lines,
        sentence,
    }
}

/// `: NAT data in staging explains $198.00`; nothing where nothing changed.
fn explanation(difference: Amount, by_name: &BTreeMap<&str, Amount>, currency: &str) -> String {
    let sign = difference.0.signum();
    let largest = by_name
        .iter()
        .filter(|(_, amount)| amount.0.signum() == sign && sign != 0)
        .max_by_key(|(_, amount)| amount.0.unsigned_abs());
    match largest {
        Some((what, amount)) if amount.0.unsigned_abs() <= difference.0.unsigned_abs() => {
            format!(
                ": {what} explains {}",
                money(Amount(amount.0.abs()), currency)
            )
        }
        Some((what, amount)) => {
            let word = if sign > 0 { "more" } else { "less" };
            let amount = money(Amount(amount.0.abs()), currency);
            format!(": {what} alone is {amount} {word}, other changes offset some of it")
        }
        None => String::new(),
    }
}

#[cfg(test)]
#[path = "waterfall_tests.rs"]
mod tests;
