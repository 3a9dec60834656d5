//! Money that buys nothing, as far as costs themselves can tell.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::group::grouped;
use super::ratio::proportion;
use super::usage::without_region;
use super::waterfall::in_environment;
use super::words::money;
use super::{Amount, Condition, Dimension, EnvironmentRules, Field, Month, Provenance, Question};

/// What is probably wasted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct WasteList {
    pub words: String,
    /// The surest money first.
    pub findings: Vec<Waste>,
    /// What cost data cannot tell, so that nobody takes the list for whole.
    pub cannot_tell: Vec<String>,
    pub provenance: Provenance,
}

/// How sure a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase", rename = "WasteConfidence")]
pub enum Confidence {
    /// The bill itself says so.
    High,
    /// Nothing else is likely.
    Medium,
    /// Worth a look.
    Low,
}

impl Confidence {
    /// `sure`, `likely`, `worth a look`
    pub fn words(self) -> &'static str {
        match self {
            Self::High => "sure",
            Self::Medium => "likely",
            Self::Low => "worth a look",
        }
    }
}

/// Something that probably buys nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Waste {
    /// Stable: `idle-nat`, `idle-load-balancer`, `unused-commitment`, `growing-snapshots`.
    pub code: String,
    pub title: String,
    pub confidence: Confidence,
    pub currency: String,
    /// What it costs a month.
    pub monthly: Amount,
    /// `320 NAT gateway hours in dev carried 0.2 GB.`
    pub evidence: String,
    /// How it was found.
    pub found_by: String,
    /// What to do about it.
    pub remedy: String,
    /// Filters for the line items.
    pub filter: Vec<Condition>,
    /// Resources by ARN or ID, where they are known.
    pub resources: Vec<String>,
}

/// What waste is looked for by.
const KEY: [Field; 8] = [
    Field::Ledger(Dimension::Account),
    Field::Ledger(Dimension::Region),
    Field::ENVIRONMENT,
    Field::SERVICE,
    Field::USAGE_TYPE,
    Field::Ledger(Dimension::Commitment),
    Field::Ledger(Dimension::CommitmentStatus),
    Field::Ledger(Dimension::Currency),
];
/// Below this much data an hour nothing is behind a NAT gateway: 7 GB a month.
const IDLE_NAT_GB: f64 = 0.01;
/// Below this many capacity units an hour nobody calls a load balancer.
const IDLE_LCU: f64 = 0.01;
/// Hours below which something may only have been there for a while.
const SHORT: f64 = 48.0;

/// What cost data cannot tell.
const CANNOT_TELL: [&str; 3] = [
    "Whether a volume is attached: exports charge attached and unattached volumes alike.",
    "Whether search nodes or instances are too large for their load: costs hold no load.",
    "Whether a snapshot is still wanted.",
];

/// The question that the months are read for.
pub fn waste_question(asked: &Question) -> Question {
    Question {
        by: KEY.to_vec(),
        ..asked.clone()
    }
}

/// One place: account, region, environment, currency.
type Place = [String; 4];

#[derive(Default, Clone)]
struct Use {
    cost: Amount,
    quantity: f64,
    usage_types: BTreeSet<String>,
}

/// Looks for what buys nothing, in months that are read for [`waste_question`]; money is that of a month
/// on average, in the question's cost.
pub fn waste(question: &Question, months: &[Month<'_>], rules: &EnvironmentRules) -> WasteList {
    let groups = grouped(months, &KEY, &question.filter, &[question.cost], rules);
    let mut places: BTreeMap<(Place, &'static str), Use> = BTreeMap::new();
    let mut unused: BTreeMap<(String, String), Amount> = BTreeMap::new();
    for group in &groups.groups {
        let value = |field: usize| groups.value(group, field);
        let cost = group.costs[question.cost.index()];
        if value(6) == "Unused" {
            let key = (value(7).to_owned(), value(5).to_owned());
            *unused.entry(key).or_default() += cost;
            continue;
        }
        let plain = without_region(value(4));
        let Some((_, kind)) = KINDS.iter().find(|(part, _)| plain.contains(part)) else {
            continue;
        };
        let place = [0, 1, 2, 7].map(|field| value(field).to_owned());
        let used = places.entry((place, kind)).or_default();
        used.cost += cost;
        used.quantity += group.quantity.to_f64();
        used.usage_types.insert(value(4).to_owned());
    }
    let count = months
        .iter()
        .map(|month| month.head.key.period)
        .collect::<BTreeSet<_>>()
        .len();
    let mut findings: Vec<Waste> = places
        .iter()
        .filter_map(|((place, kind), used)| {
            let beside = |kind| {
                places
                    .get(&(place.clone(), kind))
                    .map_or(0.0, |used| used.quantity)
            };
            found(kind, place, used, beside)
        })
        .chain(unused.iter().filter(|(_, cost)| cost.0 > 0).map(commitment))
        .collect();
    for finding in &mut findings {
        finding.monthly = proportion(
            finding.monthly,
            Amount::units(1),
            Amount::units(count.max(1) as i64),
        );
    }
    findings.retain(|finding| finding.monthly > Amount::ZERO);
    put_in_order(&mut findings);
    let provenance = Provenance::of(months);
    WasteList {
        words: Question {
            by: Vec::new(),
            ..question.clone()
        }
        .words(provenance.range()),
        findings,
        cannot_tell: CANNOT_TELL.map(str::to_owned).to_vec(),
        provenance,
    }
}

/// The surest money first.
pub(super) fn put_in_order(findings: &mut [Waste]) {
    findings.sort_by(|one, other| {
        one.confidence
            .cmp(&other.confidence)
            .then_with(|| other.monthly.cmp(&one.monthly))
            .then_with(|| (&one.code, &one.evidence).cmp(&(&other.code, &other.evidence)))
    });
}

/// Parts of usage types, and what they are.
const KINDS: [(&str, &str); 8] = [
    ("NatGateway-Hours", "nat-hours"),
    ("NatGateway-Bytes", "nat-bytes"),
    ("LoadBalancerUsage", "lb-hours"),
    ("LCUUsage", "lb-capacity"),
    ("IdleAddress", "idle-address"),
    ("VolumeUsage.gp2", "gp2"),
    ("xtendedSupport", "extended-support"),
    ("ESInstance", "search"),
];

fn found(
    kind: &str,
    place: &Place,
    used: &Use,
    beside: impl Fn(&'static str) -> f64,
) -> Option<Waste> {
    let hours = used.quantity;
    let shown = |number: f64| format!("{number:.1}");
    let whole = used.cost;
    let (code, title, confidence, monthly, evidence, found_by, remedy) = match kind {
        "nat-hours" if hours >= SHORT && beside("nat-bytes") < hours * IDLE_NAT_GB => (
            "idle-nat",
            "NAT gateways that carry nothing",
            Confidence::Medium,
            whole,
            format!(
                "{} NAT gateway hours carried {} GB",
                shown(hours),
                shown(beside("nat-bytes"))
            ),
            "Hours are charged, and less than 0.01 GB an hour goes through.",
            "Delete the gateways, or share one for all zones (network.nat = \"single\").",
        ),
        "lb-hours" if hours >= SHORT && beside("lb-capacity") < hours * IDLE_LCU => (
            "idle-load-balancer",
            "Load balancers that nobody calls",
            Confidence::Medium,
            whole,
            format!(
                "{} load balancer hours used {} LCU hours",
                shown(hours),
                shown(beside("lb-capacity"))
            ),
            "Hours are charged, and less than 0.01 capacity units an hour are used.",
            "Delete the ingress or service that the load balancer belongs to.",
        ),
        "idle-address" => (
            "idle-address",
            "Public addresses that nothing uses",
            Confidence::High,
            whole,
            format!("{} hours of idle public addresses", shown(hours)),
            "AWS charges them as idle.",
            "Release the Elastic IP addresses.",
        ),
        "extended-support" => (
            "extended-support",
            "Versions beyond standard support",
            Confidence::High,
            whole,
            format!("{} hours of extended support", shown(hours)),
            "AWS charges extended support beside the usual price.",
            "Update to a version in standard support; the charge ends with it.",
        ),
        "gp2" => (
            "gp2-volumes",
            "Volumes of the older kind",
            Confidence::High,
            proportion(whole, Amount::units(1), Amount::units(5)),
            format!("{} GB-months of gp2 volumes", shown(hours)),
            "gp3 costs a fifth less at list price for the same size and baseline.",
            "Change the volumes to gp3; they stay attached meanwhile.",
        ),
        "search" if !place[2].is_empty() && !place[2].starts_with("prod") => (
            "search-outside-production",
            "Search nodes outside production",
            Confidence::Low,
            proportion(whole, Amount::units(1), Amount::units(2)),
            format!("{} node hours in {}", shown(hours), place[2]),
            "Search runs in an environment that is not production; how busy it is, costs do not tell. \
             Counted is half of it.",
            "Look at CPUUtilization and JVMMemoryPressure of the domain before choosing smaller nodes.",
        ),
        _ => return None,
    };
    let fields = [
        Field::Ledger(Dimension::Account),
        Field::Ledger(Dimension::Region),
        Field::ENVIRONMENT,
    ];
    let mut filter: Vec<Condition> = fields
        .iter()
        .zip(place)
        .map(|(field, value)| Condition::is(field.clone(), value))
        .collect();
    filter.push(Condition {
        field: Field::USAGE_TYPE,
        is: used.usage_types.iter().cloned().collect(),
        not: false,
    });
    Some(Waste {
        code: code.to_owned(),
        title: title.to_owned(),
        confidence,
        currency: place[3].clone(),
        monthly,
        evidence: format!(
            "{}.",
            in_environment(&format!("{evidence}, {}", place[1]), &place[2])
        ),
        found_by: found_by.to_owned(),
        remedy: remedy.to_owned(),
        filter,
        resources: Vec::new(),
    })
}

fn commitment(((currency, id), cost): (&(String, String), &Amount)) -> Waste {
    Waste {
        code: "unused-commitment".to_owned(),
        title: "Commitments that nothing used".to_owned(),
        confidence: Confidence::High,
        currency: currency.clone(),
        monthly: *cost,
        evidence: format!("{} of {id} went unused.", money(*cost, currency)),
        found_by: "The export charges the unused part as a line of its own.".to_owned(),
        remedy: "Move work to what it covers, or commit to less when it ends.".to_owned(),
        filter: vec![
            Condition::is(Field::Ledger(Dimension::Commitment), id),
            Condition::is(Field::Ledger(Dimension::CommitmentStatus), "Unused"),
        ],
        resources: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Line, exact, month};
    use super::*;

    fn usage(usage_type: &str, environment: &str, amount: &str, quantity: &str) -> Line {
        Line::new("Amazon Virtual Private Cloud", amount)
            .with(Dimension::UsageType, usage_type)
            .with(Dimension::Environment, environment)
            .quantity(quantity)
    }

    #[test]
    fn what_buys_nothing_is_found_and_what_is_used_is_not() {
        let month = month(
            "2026-09",
            &[
                usage("USE1-NatGateway-Hours", "dev", "32.4", "720"),
                usage("USE1-NatGateway-Bytes", "dev", "0.009", "0.2"),
                usage("USE1-NatGateway-Hours", "prod", "32.4", "720"),
                usage("USE1-NatGateway-Bytes", "prod", "45", "1000"),
                usage("USE1-LoadBalancerUsage", "dev", "16.2", "720"),
                usage("USE1-LCUUsage", "prod", "1", "90"),
                usage("USE1-PublicIPv4:IdleAddress", "prod", "3.6", "720"),
                usage("USE1-EBS:VolumeUsage.gp2", "prod", "10", "100"),
                usage("USE1-NatGateway-Hours", "new", "1", "20"),
                Line::new("Savings Plans", "8")
                    .with(Dimension::Commitment, "arn:plan")
                    .with(Dimension::CommitmentStatus, "Unused"),
            ],
        );
        let months = [Month::of_rows(&month.head, &month.rows, 0)];
        let list = waste(&Question::default(), &months, &EnvironmentRules::default());
        let told: Vec<(&str, Confidence, String)> = list
            .findings
            .iter()
            .map(|one| (one.code.as_str(), one.confidence, one.monthly.to_string()))
            .collect();
        let expected = [
            ("unused-commitment", Confidence::High, "8"),
            ("idle-address", Confidence::High, "3.6"),
            ("gp2-volumes", Confidence::High, "2"),
            ("idle-nat", Confidence::Medium, "32.4"),
            ("idle-load-balancer", Confidence::Medium, "16.2"),
        ];
        assert_eq!(
            told,
            expected.map(|(code, sure, money)| (code, sure, money.to_owned()))
        );
        let nat = &list.findings[3];
        assert_eq!(
            nat.evidence,
            "720.0 NAT gateway hours carried 0.2 GB, us-east-1 in dev."
        );
        assert_eq!(nat.monthly, exact("32.4"));
    }
}
