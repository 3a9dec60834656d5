//! Assumptions that a month's usage speaks for.

use std::collections::BTreeMap;

use super::kinds::{
    BALANCER_HOURS, BALANCER_UNITS, BUCKETS, BUILDS, IMAGES, INTERNET, Kind, LOGS, NAT_DATA, ZONES,
    of_item,
};
use super::{AssumptionProposal, Planned, Sums};
use crate::costs::{Amount, Period, grouped};
use crate::estimate::ASSUMPTIONS;

/// Changes below this are noise.
const WORTH_TELLING: f64 = 0.1;

/// One for each assumption that is more than a tenth off. Nothing where the export has no quantities.
pub(super) fn proposals(
    planned: Planned<'_>,
    by_kind: &BTreeMap<Kind, Sums>,
    (days, month): (u8, Period),
) -> Vec<AssumptionProposal> {
    let measured = by_kind
        .values()
        .any(|sums| sums.actual_quantity > Amount::ZERO);
    if !measured || days == 0 {
        return Vec::new();
    }
    let whole = f64::from(month.days()) / f64::from(days);
    let used = |kind: usize| {
        let sums = by_kind.get(&Kind::Known(kind));
        sums.map_or(0.0, |sums| sums.actual_quantity.to_f64()) * whole
    };
    let estimated = |kind: usize| {
        let sums = by_kind.get(&Kind::Known(kind));
        sums.map_or(0.0, |sums| sums.estimated_quantity.to_f64()) * whole
    };
    // How many of the plan's resources share what was used.
    let count = |kind: usize| {
        let items = planned.estimate.items.iter();
        items
            .filter(|item| of_item(item) == Kind::Known(kind))
            .count()
            .max(1) as f64
    };
    let hours = f64::from(month.days()) * 24.0;
    let (gateways, registries, buckets) = (count(NAT_DATA), count(IMAGES), count(BUCKETS));
    let per = |kind: usize, unit: &str, of: f64, words: &str| {
        let why = format!("{} {unit} over {} {words}", shown(used(kind)), shown(of));
        (used(kind) / of, why)
    };
    let whole_of =
        |kind: usize, words: &str| (used(kind), format!("{} {words}", shown(used(kind))));
    let mut found = vec![
        (
            "natGb",
            per(NAT_DATA, "GB a month", gateways, "NAT gateways"),
        ),
        (
            "internetGb",
            whole_of(INTERNET, "GB a month to the internet"),
        ),
        (
            "zoneGb",
            (
                used(ZONES) / 2.0,
                format!("{} GB a month, both sides", shown(used(ZONES))),
            ),
        ),
        ("logGb", whole_of(LOGS, "GB of logs a month")),
        ("imageGb", per(IMAGES, "GB", registries, "repositories")),
        ("bucketGb", per(BUCKETS, "GB", buckets, "buckets")),
        (
            "loadBalancers",
            (
                used(BALANCER_HOURS) / hours,
                format!(
                    "{} load balancer hours a month",
                    shown(used(BALANCER_HOURS))
                ),
            ),
        ),
    ];
    if used(BALANCER_HOURS) > 0.0 {
        let why = format!("{} LCU hours a month", shown(used(BALANCER_UNITS)));
        let units = used(BALANCER_UNITS) / used(BALANCER_HOURS);
        found.push(("loadBalancerUnits", (units, why)));
    }
    if estimated(BUILDS) > 0.0 {
        let now = f64::from(planned.assumptions.get("builds").unwrap_or_default());
        let why = format!(
            "{} build minutes a month, {} estimated",
            shown(used(BUILDS)),
            shown(estimated(BUILDS))
        );
        found.push(("builds", (now * used(BUILDS) / estimated(BUILDS), why)));
    }
    found
        .into_iter()
        .filter_map(|(key, (value, why))| proposal(planned, key, value, why))
        .collect()
}

fn proposal(
    planned: Planned<'_>,
    key: &str,
    value: f64,
    why: String,
) -> Option<AssumptionProposal> {
    let known = ASSUMPTIONS.iter().find(|known| known.key == key)?;
    let now = planned.assumptions.get(key)?;
    // What is used at all is not assumed away.
    let least = if value > 0.0 { 1.0 } else { 0.0 };
    let proposed = value.round().max(least) as u32;
    let off = (value - f64::from(now)).abs();
    let worth = proposed != now && off > f64::from(now) * WORTH_TELLING;
    worth.then(|| AssumptionProposal {
        key: key.to_owned(),
        unit: known.unit.to_owned(),
        now,
        proposed,
        why: why + ".",
    })
}

/// `1,204`, `0.4`
fn shown(number: f64) -> String {
    if number >= 10.0 || number.fract() == 0.0 {
        grouped(number.round() as u128)
    } else {
        format!("{number:.1}")
    }
}
