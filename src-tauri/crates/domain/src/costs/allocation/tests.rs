//! Rules on months that are made for them.

use proptest::prelude::*;

use super::*;
use crate::costs::testing::{Line, exact, month};
use crate::costs::{Dimension, EnvironmentRules, Month, report};

fn told(lines: &[(&str, &str)], rule: &AllocationRule) -> AllocatedCosts {
    let lines: Vec<Line> = lines
        .iter()
        .map(|(environment, amount)| {
            Line::new("AmazonEC2", amount).with(Dimension::Environment, environment)
        })
        .collect();
    let imported = month("2026-09", &lines);
    let months = [Month::of_rows(&imported.head, &imported.rows, 0)];
    let question = Question::default();
    let by_environment = allocation_question(&question).unwrap();
    let report = report(&by_environment, &months, &EnvironmentRules::default());
    allocated(&question, &report, rule)
}

fn rule(method: AllocationMethod) -> AllocationRule {
    AllocationRule {
        method,
        ..AllocationRule::default()
    }
}

/// `environment direct shared total`
fn rows(told: &AllocatedCosts) -> Vec<String> {
    let row = |row: &AllocatedRow| {
        let Allocated {
            direct,
            shared,
            total,
        } = row.costs;
        format!("{} {direct} {shared} {total}", row.environment)
    };
    told.rows.iter().map(row).collect()
}

const COSTS: [(&str, &str); 4] = [("a", "60"), ("b", "30"), ("shared", "4"), ("", "6")];

#[test]
fn what_nobody_is_tagged_with_is_shared_out_by_the_rule() {
    assert_eq!(
        rows(&told(&COSTS, &rule(AllocationMethod::None))),
        ["a 60 0 60", "b 30 0 30", " 6 0 6", "shared 4 0 4"]
    );
    assert_eq!(
        rows(&told(&COSTS[..2], &rule(AllocationMethod::Even))),
        ["a 60 0 60", "b 30 0 30"]
    );
    let mut proportional = rule(AllocationMethod::Proportional);
    proportional.shared_environments.insert("shared".to_owned());
    let shared_out = told(&COSTS, &proportional);
    assert_eq!(shared_out.rows[0].costs.shared.to_f64(), 10.0 * 2.0 / 3.0);
    assert_eq!(shared_out.totals["USD"].total, exact("100"));
    assert_eq!(shared_out.totals["USD"].shared, Amount::ZERO);
    assert_eq!(
        shared_out.sentence,
        "$10.00 of $100.00 (10%) are of no environment or of a shared one; they are shared out in \
         proportion to direct costs."
    );
    let mut fixed = rule(AllocationMethod::Fixed);
    fixed.shares = BTreeMap::from([("a".to_owned(), 1), ("new".to_owned(), 3)]);
    assert_eq!(
        rows(&told(&COSTS, &fixed)),
        [
            "a 60 1.5 61.5",
            "b 30 0 30",
            "new 0 4.5 4.5",
            "shared 4 0 4",
            " 6 -6 0"
        ]
    );
}

#[test]
fn rules_that_say_nothing_are_refused() {
    assert_eq!(
        rule(AllocationMethod::Fixed).checked(),
        Err(vec![AllocationError::NoShares])
    );
    let mut odd = rule(AllocationMethod::Even);
    odd.shares.insert("a".to_owned(), 1);
    assert_eq!(odd.checked(), Err(vec![AllocationError::Unused("evenly")]));
    odd.method = AllocationMethod::Fixed;
    assert_eq!(odd.checked(), Ok(()));
    odd.shared_environments.insert("a".to_owned());
    assert_eq!(
        odd.checked(),
        Err(vec![AllocationError::Both("a".to_owned())])
    );
    let by = Question {
        by: vec![Field::SERVICE],
        ..Question::default()
    };
    assert!(allocation_question(&by).is_err());
}

proptest! {
    #[test]
    fn sharing_out_changes_no_total(
        amounts in proptest::collection::vec(-(1_i64 << 62)..(1 << 62), 1..12),
        untagged in any::<i64>(),
        weights in proptest::collection::btree_map("[a-f]", 0_u32..1_000, 0..5),
        method in 0..4_usize,
    ) {
        use AllocationMethod::{Even, Fixed, None, Proportional};
        let rule = AllocationRule {
            method: [None, Even, Proportional, Fixed][method],
            shares: weights,
            shared_environments: BTreeSet::from(["c".to_owned()]),
        };
        let mut direct: BTreeMap<String, Amount> = amounts
            .iter()
            .enumerate()
            .map(|(at, amount)| {
                let name = char::from(b'a' + at as u8).to_string();
                (name, Amount(i128::from(*amount)))
            })
            .collect();
        direct.insert(String::new(), Amount(i128::from(untagged)));
        let before: Amount = direct.values().copied().sum();
        let after = shared_out(&direct, &rule);
        prop_assert_eq!(after.values().map(|row| row.total).sum::<Amount>(), before);
        for row in after.values() {
            prop_assert_eq!(row.direct + row.shared, row.total);
        }
    }
}
