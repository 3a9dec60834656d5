//! A planned environment against months that are made for it.

use super::*;
use crate::costs::testing::{Line, exact, month};
use crate::costs::{ImportedMonth, report};
use crate::environment::{EnvironmentSpec, largest_preset};
use crate::estimate::PriceBook;
use crate::plan::{AccountFacts, Plan, plan, tree};
use crate::timeline::Durations;

const TODAY: crate::catalogue::Date = crate::catalogue::Date::new(2026, 11, 24);

fn planned() -> Plan {
    let spec = EnvironmentSpec::new(largest_preset(), TODAY).unwrap();
    let facts = AccountFacts::defaults("Practice", "000000000000", true);
    let (book, durations) = (PriceBook::builtin(), Durations::builtin());
    plan(
        &spec,
        &facts,
        book,
        durations,
        &Assumptions::default(),
        TODAY,
    )
    .unwrap()
}

fn compared(plan: &Plan, imported: &ImportedMonth) -> EstimateComparison {
    let tree = tree(&plan.blueprint, &plan.account).unwrap();
    let assumptions = Assumptions::default();
    let period = imported.head.key.period;
    let used = report(
        &first_used_question("staging", period),
        &[Month::of_rows(&imported.head, &imported.rows, 0)],
        &EnvironmentRules::default(),
    );
    let planned = Planned {
        environment: "staging",
        estimate: &plan.estimate,
        tree: &tree,
        assumptions: &assumptions,
        first_day: first_used(&used, period),
    };
    let question = estimated_question("staging", period, Cost::Effective);
    let months = [Month::of_rows(&imported.head, &imported.rows, 0)];
    against_actual(
        planned,
        &question,
        period,
        &months,
        &EnvironmentRules::default(),
    )
}

fn used(usage_type: &str, component: &str, quantity: &str, amount: &str) -> Line {
    Line::new("Amazon Virtual Private Cloud", amount)
        .with(Dimension::Environment, "staging")
        .with(Dimension::Component, component)
        .with(Dimension::UsageType, usage_type)
        .quantity(quantity)
}

/// NAT carries much more than was assumed; a credit, a discount and something nobody planned.
fn september() -> ImportedMonth {
    month("2026-09", &september_lines())
}

fn september_lines() -> Vec<Line> {
    vec![
        used("USE1-NatGateway-Hours", "network", "1440", "64.8"),
        used("USE1-NatGateway-Bytes", "network", "3000", "135").cost(Cost::Effective, "130"),
        used("USE1-LoadBalancerUsage", "crew-web", "1440", "32.4"),
        used("USE1-LCUUsage", "crew-web", "4320", "34.56"),
        used("USE1-Gadget", "", "1", "5"),
        used("USE1-Gadget", "", "1", "-40").with(Dimension::ChargeCategory, "Credit"),
        used("USE1-Other", "network", "1", "1000").with(Dimension::Environment, "production"),
        used("USE1-Other", "network", "1", "7").with(Dimension::Currency, "EUR"),
    ]
}

#[test]
fn components_and_reasons_add_up_to_the_difference() {
    let plan = planned();
    let told = compared(&plan, &september());
    assert_eq!(told.actual, exact("226.76"), "staging's dollars alone");
    assert_eq!(
        told.estimated,
        Amount::from_micros(plan.estimate.monthly_micros.0)
    );
    let sum = |amounts: &mut dyn Iterator<Item = Amount>| amounts.sum::<Amount>();
    assert_eq!(
        sum(&mut told.components.iter().map(|row| row.difference)),
        told.difference
    );
    assert_eq!(
        sum(&mut told.reasons.iter().map(|row| row.difference)),
        told.difference
    );
    let network = told
        .components
        .iter()
        .find(|row| row.component == "network")
        .unwrap();
    assert_eq!(network.actual, exact("194.8"));
    assert!(network.stacks.iter().any(|stack| stack == "Network"));
    let crew = told
        .components
        .iter()
        .find(|row| row.component == "crew-web")
        .unwrap();
    assert!(
        crew.stacks.is_empty() && crew.estimated == Amount::ZERO,
        "no template makes it"
    );
    let unknown: Vec<&str> = told
        .components
        .iter()
        .filter(|row| row.component.is_empty() && row.estimated > Amount::ZERO)
        .map(|row| row.component.as_str())
        .collect();
    assert!(unknown.is_empty(), "every planned stack says its component");
    let of = |what: &str| {
        told.reasons
            .iter()
            .find(|reason| reason.what == what)
            .unwrap()
    };
    assert_eq!(of("NAT data").actual, exact("135"), "at list price");
    assert_eq!(of("NAT data").actual_quantity, Some(exact("3000")));
    assert_eq!(of("discounts and commitments").actual, exact("-5"));
    assert_eq!(of("credits").actual, exact("-40"));
}

#[test]
fn what_was_used_is_proposed_as_the_assumption() {
    let told = compared(&planned(), &september());
    let proposed = |key: &str| told.proposals.iter().find(|proposal| proposal.key == key);
    let gateways = planned()
        .estimate
        .items
        .iter()
        .filter(|item| item.what == "NAT gateway data")
        .count() as u32;
    let nat = proposed("natGb").unwrap();
    assert_eq!((nat.now, nat.proposed), (100, 3000 / gateways));
    assert_eq!(proposed("loadBalancers").unwrap().proposed, 2);
    assert_eq!(proposed("loadBalancerUnits").unwrap().proposed, 3);
    // Taken over, nothing more is proposed of them.
    let mut assumptions = Assumptions::default();
    for proposal in &told.proposals {
        assumptions
            .set(&proposal.key, &proposal.proposed.to_string())
            .unwrap();
        assert_eq!(assumptions.get(&proposal.key), Some(proposal.proposed));
    }
}

#[test]
fn an_environment_that_came_within_the_month_is_compared_from_its_first_day() {
    let plan = planned();
    let mut lines = september_lines();
    for line in &mut lines {
        *line = line.clone().on(11);
    }
    lines.push(used("USE1-Other", "", "1", "9").with(Dimension::Environment, "production"));
    lines.push(used("USE1-Gadget", "", "1", "-3").with(Dimension::ChargeCategory, "Credit"));
    let told = compared(&plan, &month("2026-09", &lines));
    assert_eq!((told.first_day, told.days), (12, 19));
    let share = told.estimated.to_f64() / told.estimated_month.to_f64();
    assert!((share - 19.0 / 30.0).abs() < 1e-9, "{share}");
    assert!(
        told.sentence
            .starts_with("staging, 12 to 30 September 2026, before which it used nothing: $"),
        "{}",
        told.sentence
    );
}

#[test]
fn a_month_that_goes_on_is_compared_by_its_days() {
    let plan = planned();
    let mut half = september();
    half.head.as_of_ms = Some((half.head.first_day + 15) * 86_400_000);
    let told = compared(&plan, &half);
    assert_eq!(told.days, 15);
    assert_eq!(
        told.estimated_month,
        Amount::from_micros(plan.estimate.monthly_micros.0)
    );
    let doubled = told.estimated + told.estimated;
    assert!((doubled - told.estimated_month).magnitude() < exact("0.000000001"));
    assert!(
        told.sentence
            .contains("the first 15 days of September 2026"),
        "{}",
        told.sentence
    );
    let nat = told
        .proposals
        .iter()
        .find(|proposal| proposal.key == "natGb")
        .unwrap();
    let whole = compared(&plan, &september());
    let nat_whole = whole
        .proposals
        .iter()
        .find(|proposal| proposal.key == "natGb")
        .unwrap();
    assert_eq!(
        nat.proposed,
        nat_whole.proposed * 2,
        "what half a month used, twice"
    );
}

#[test]
fn nothing_is_proposed_where_nothing_is_measured() {
    let line = used("USE1-NatGateway-Bytes", "network", "0", "135");
    assert!(
        compared(&planned(), &month("2026-09", &[line]))
            .proposals
            .is_empty()
    );
}
