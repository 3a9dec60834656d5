//! Waste that only several months show, and the resources behind findings.

use std::collections::{BTreeMap, BTreeSet};

use super::group::grouped;
use super::usage::without_region;
use super::waterfall::in_environment;
use super::{
    Amount, Condition, Confidence, Dimension, EnvironmentRules, Field, Month, Period, Question,
    ResourceRow, Waste, WasteList,
};

/// Months that growth is looked for in, the newest among them.
const GROWTH_MONTHS: i32 = 4;
/// Below this, in GB-months, nobody looks.
const SMALL: f64 = 1.0;
/// Growth over all months below which it is no finding.
const GROWN: f64 = 1.05;
/// Resources that a finding names.
const MOST_NAMED: usize = 5;

const KEY: [Field; 6] = [
    Field::Month,
    Field::Ledger(Dimension::Account),
    Field::Ledger(Dimension::Region),
    Field::ENVIRONMENT,
    Field::USAGE_TYPE,
    Field::Ledger(Dimension::Currency),
];

/// The question that the months are read for: those that lead up to the newest, which must all be over.
pub fn growth_question(asked: &Question, newest: Period) -> Question {
    Question {
        by: KEY.to_vec(),
        from: Some(newest.plus(1 - GROWTH_MONTHS)),
        to: Some(newest),
        ..asked.clone()
    }
}

/// Snapshots that grew in every one of at least three months. Money is what the newest month costs more
/// than the first.
pub fn growing_snapshots(
    question: &Question,
    months: &[Month<'_>],
    rules: &EnvironmentRules,
) -> Vec<Waste> {
    let groups = grouped(months, &KEY, &question.filter, &[question.cost], rules);
    let mut places: BTreeMap<[String; 4], BTreeMap<String, (Amount, Amount)>> = BTreeMap::new();
    let mut usage_types: BTreeSet<String> = BTreeSet::new();
    for group in &groups.groups {
        let value = |field: usize| groups.value(group, field);
        if !without_region(value(4)).starts_with("EBS:SnapshotUsage") {
            continue;
        }
        usage_types.insert(value(4).to_owned());
        let place = [1, 2, 3, 5].map(|field| value(field).to_owned());
        let month = places
            .entry(place)
            .or_default()
            .entry(value(0).to_owned())
            .or_default();
        month.0 += group.costs[question.cost.index()];
        month.1 += group.quantity;
    }
    places
        .iter()
        .filter_map(|(place, by_month)| growing(place, by_month, &usage_types))
        .collect()
}

fn growing(
    [account, region, environment, currency]: &[String; 4],
    by_month: &BTreeMap<String, (Amount, Amount)>,
    usage_types: &BTreeSet<String>,
) -> Option<Waste> {
    let months: Vec<(Amount, f64)> = by_month
        .values()
        .map(|(cost, quantity)| (*cost, quantity.to_f64()))
        .collect();
    let ((before, first), (after, last)) = (*months.first()?, *months.last()?);
    let always = months.windows(2).all(|pair| pair[1].1 > pair[0].1);
    if months.len() < 3 || !always || last < SMALL || last < first * GROWN {
        return None;
    }
    let fields = [
        Field::Ledger(Dimension::Account),
        Field::Ledger(Dimension::Region),
        Field::ENVIRONMENT,
    ];
    let mut filter: Vec<Condition> = fields
        .into_iter()
        .zip([account, region, environment])
        .map(|(field, value)| Condition::is(field, value))
        .collect();
    filter.push(Condition {
        field: Field::USAGE_TYPE,
        is: usage_types.iter().cloned().collect(),
        not: false,
    });
    let evidence = format!(
        "Snapshots grew from {first:.1} to {last:.1} GB-months over {} months, {region}",
        months.len()
    );
    Some(Waste {
        code: "growing-snapshots".to_owned(),
        title: "Snapshots that only grow".to_owned(),
        confidence: Confidence::Low,
        currency: currency.clone(),
        monthly: after - before,
        evidence: format!("{}.", in_environment(&evidence, environment)),
        found_by: "More is charged in every month than in the one before, and never less: nothing seems to \
                   delete old snapshots. Counted is the growth."
            .to_owned(),
        remedy: "Set a retention in Data Lifecycle Manager or AWS Backup, and delete snapshots of volumes that \
                 are gone."
            .to_owned(),
        filter,
        resources: Vec::new(),
    })
}

impl WasteList {
    /// Takes in more findings, in the list's order.
    pub fn add(&mut self, findings: Vec<Waste>) {
        self.findings.extend(findings);
        self.findings
            .retain(|finding| finding.monthly > Amount::ZERO);
        super::waste::put_in_order(&mut self.findings);
    }

    /// Names the resources that cost the most behind each finding, where the ledger keeps them.
    pub fn name(&mut self, resources: &[ResourceRow], cost: super::Cost, rules: &EnvironmentRules) {
        for finding in &mut self.findings {
            let mut sums: BTreeMap<&str, Amount> = BTreeMap::new();
            for row in resources
                .iter()
                .filter(|row| row.currency == finding.currency)
            {
                if finding
                    .filter
                    .iter()
                    .all(|condition| holds(condition, row, rules))
                {
                    *sums.entry(&row.id).or_default() += row.costs.get(cost);
                }
            }
            let mut named: Vec<(&str, Amount)> = sums.into_iter().collect();
            named.sort_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(other.0)));
            let ids = named
                .into_iter()
                .take(MOST_NAMED)
                .map(|(id, _)| id.to_owned());
            finding.resources = ids.collect();
        }
    }
}

/// Whether a resource passes a condition; what is not kept of resources holds for none.
fn holds(condition: &Condition, row: &ResourceRow, rules: &EnvironmentRules) -> bool {
    let environment;
    let value = match &condition.field {
        Field::Ledger(Dimension::Account) => &row.account,
        Field::Ledger(Dimension::Region) => &row.region,
        Field::Ledger(Dimension::UsageType) => &row.usage_type,
        Field::Ledger(Dimension::Environment) => {
            environment = rules.environment(&row.environment).unwrap_or_default();
            &environment
        }
        _ => return false,
    };
    condition.is.contains(value) != condition.not
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Line, exact, month};
    use super::super::{ImportedMonth, waste};
    use super::*;

    fn snapshots(sizes: &[&str]) -> Vec<Waste> {
        let imported: Vec<ImportedMonth> = sizes
            .iter()
            .zip(6..)
            .map(|(gb, at)| {
                let line = Line::new("Amazon Elastic Block Store", gb)
                    .with(Dimension::UsageType, "USE1-EBS:SnapshotUsage")
                    .with(Dimension::Environment, "production")
                    .quantity(gb);
                month(&format!("2026-{at:02}"), &[line])
            })
            .collect();
        let months: Vec<Month<'_>> = imported
            .iter()
            .map(|month| Month::of_rows(&month.head, &month.rows, 0))
            .collect();
        growing_snapshots(&Question::default(), &months, &EnvironmentRules::default())
    }

    #[test]
    fn snapshots_that_grow_in_every_month_are_found() {
        let found = snapshots(&["10", "12", "15", "19"]);
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0].monthly, found[0].confidence),
            (exact("9"), Confidence::Low)
        );
        assert_eq!(
            found[0].evidence,
            "Snapshots grew from 10.0 to 19.0 GB-months over 4 months, us-east-1 in production."
        );
        for held in [
            &["10", "12"][..],
            &["10", "12", "11", "19"],
            &["10", "10.2", "10.4"],
            &["0.1", "0.2", "0.4"],
        ] {
            assert_eq!(snapshots(held), [], "{held:?}");
        }
    }

    #[test]
    fn the_resources_behind_a_finding_are_named() {
        let imported = month("2026-09", &[]);
        let months = [Month::of_rows(&imported.head, &imported.rows, 0)];
        let rules = EnvironmentRules::default();
        let mut list = waste(&Question::default(), &months, &rules);
        list.add(snapshots(&["10", "12", "15"]));
        let row = |id: &str, usage_type: &str, amount: &str| ResourceRow {
            id: id.to_owned(),
            name: String::new(),
            account: "210000000001".to_owned(),
            region: "us-east-1".to_owned(),
            service: "Amazon Elastic Block Store".to_owned(),
            usage_type: usage_type.to_owned(),
            environment: "production".to_owned(),
            component: String::new(),
            team: String::new(),
            currency: "USD".to_owned(),
            costs: super::super::Costs::from_array([exact(amount); 4]),
            quantity: exact("1"),
            first_day: 0,
            last_day: 0,
            lines: 1,
        };
        let resources = [
            row("snap-1", "USE1-EBS:SnapshotUsage", "2"),
            row("snap-2", "USE1-EBS:SnapshotUsage", "9"),
            row("vol-1", "USE1-EBS:VolumeUsage.gp3", "50"),
        ];
        list.name(&resources, super::super::Cost::Effective, &rules);
        assert_eq!(list.findings[0].resources, ["snap-2", "snap-1"]);
    }
}
