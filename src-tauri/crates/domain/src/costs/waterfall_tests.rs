use proptest::prelude::*;

use super::super::testing::{Line, exact, month};
use super::super::{Cost, ImportedMonth};
use super::*;

fn asked(before: &ImportedMonth, after: &ImportedMonth, days: Option<u8>) -> Drivers {
    let span = |month: &ImportedMonth| Span {
        days,
        ..Span::month(month.head.key.period)
    };
    let months = [before, after].map(|month| [Month::of_rows(&month.head, &month.rows, 0)]);
    drivers(
        &Question::default(),
        (span(before), &months[0]),
        (span(after), &months[1]),
        &EnvironmentRules::default(),
    )
}

fn usage(usage_type: &str, environment: &str, amount: &str, quantity: &str) -> Line {
    Line::new("Amazon Virtual Private Cloud", amount)
        .with(Dimension::UsageType, usage_type)
        .with(Dimension::Environment, environment)
        .quantity(quantity)
}

fn category(category: &str, amount: &str) -> Line {
    Line::new("AmazonS3", amount).with(Dimension::ChargeCategory, category)
}

/// Lines as `kind what amount`.
fn told(drivers: &Drivers) -> Vec<String> {
    let lines = drivers.waterfalls[0].lines.iter();
    lines
        .map(|line| format!("{:?} {} {}", line.kind, line.what, line.amount))
        .collect()
}

#[test]
fn price_usage_new_and_gone_are_told_apart() {
    let before = month(
        "2026-09",
        &[
            usage("USE1-NatGateway-Bytes", "staging", "45", "1000"),
            usage("USE1-BoxUsage:m6i.large", "prod", "96", "1000"),
            usage("USE1-LCUUsage", "prod", "8", "1000"),
            usage("USE1-EBS:SnapshotUsage", "dev", "5", "100"),
        ],
    );
    let after = month(
        "2026-10",
        &[
            // More of it at the same price.
            usage("USE1-NatGateway-Bytes", "staging", "243", "5400"),
            // Less of it and cheaper.
            usage("USE1-BoxUsage:m6i.large", "prod", "48", "750"),
            usage("USE1-LCUUsage", "prod", "8", "1000"),
            usage("USE1-SpotUsage:c6g.large", "", "12", "300"),
        ],
    );
    let drivers = asked(&before, &after, None);
    assert_eq!(
        told(&drivers),
        [
            "Usage NAT data in staging 198",
            "Usage m6i.large instances in prod -24",
            "Price m6i.large instances in prod -24",
            "New c6g.large spot instances, untagged 12",
            "Gone snapshots in dev -5",
        ]
    );
    let waterfall = &drivers.waterfalls[0];
    assert_eq!(
        (waterfall.before, waterfall.after),
        (exact("154"), exact("311"))
    );
    assert_eq!(
        waterfall.sentence,
        "$157.00 more: NAT data in staging alone is $198.00 more, other changes offset some of it."
    );
    assert_eq!(drivers.words, "October 2026 against September 2026");
}

#[test]
fn charges_that_are_no_usage_stand_apart() {
    let commitment = |line: Line| line.with(Dimension::Commitment, "arn:sp");
    let before = month("2026-09", &[category("Usage", "1"), category("Tax", "2")]);
    let after = month(
        "2026-10",
        &[
            category("Usage", "1"),
            category("Tax", "3"),
            category("Credit", "-10"),
            category("Adjustment", "0.5"),
            category("Usage", "-4").with(Dimension::ChargeClass, "Correction"),
            category("Purchase", "7"),
            commitment(category("Purchase", "20")),
            commitment(category("Usage", "6")).with(Dimension::CommitmentStatus, "Unused"),
        ],
    );
    let drivers = asked(&before, &after, None);
    let steps: Vec<(DriverKind, String)> = drivers.waterfalls[0]
        .steps
        .iter()
        .map(|step| (step.kind, step.amount.to_string()))
        .collect();
    let expected = [
        (DriverKind::UnusedCommitment, "6"),
        (DriverKind::CommitmentPurchase, "20"),
        (DriverKind::Purchase, "7"),
        (DriverKind::Credit, "-10"),
        (DriverKind::Refund, "-4"),
        (DriverKind::Adjustment, "0.5"),
        (DriverKind::Tax, "1"),
    ];
    assert_eq!(
        steps,
        expected.map(|(kind, amount)| (kind, amount.to_owned()))
    );
}

#[test]
fn a_month_that_is_not_over_is_compared_with_as_many_days() {
    let days = |count: i16| -> Vec<Line> {
        (0..count)
            .map(|day| usage("USE1-NatGateway-Hours", "prod", "1", "24").on(day))
            .collect()
    };
    let drivers = asked(
        &month("2026-09", &days(30)),
        &month("2026-10", &days(12)),
        Some(12),
    );
    assert_eq!(drivers.waterfalls[0].before, exact("12"));
    assert_eq!(drivers.waterfalls[0].sentence, "The same as before.");
    assert_eq!(
        drivers.words,
        "the first 12 days of October 2026 against the first 12 days of September 2026"
    );
}

#[test]
fn currencies_have_waterfalls_of_their_own() {
    let euro = |amount: &str| category("Usage", amount).with(Dimension::Currency, "EUR");
    let before = month("2026-09", &[category("Usage", "1"), euro("1")]);
    let after = month("2026-10", &[category("Usage", "2"), euro("5")]);
    let drivers = asked(&before, &after, None);
    let told: Vec<(&str, &str)> = drivers
        .waterfalls
        .iter()
        .map(|waterfall| (waterfall.currency.as_str(), waterfall.sentence.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ("EUR", "€4.00 more: AmazonS3, untagged explains €4.00."),
            ("USD", "$1.00 more: AmazonS3, untagged explains $1.00."),
        ]
    );
}

fn any_line() -> impl Strategy<Value = Line> {
    let pick = |values: &'static [&'static str]| prop::sample::select(values);
    (
        pick(&["USE1-NatGateway-Bytes", "USE1-BoxUsage:m6i.large", ""]),
        pick(&["prod", "staging", ""]),
        pick(&[
            "Usage",
            "Usage",
            "Usage",
            "Tax",
            "Credit",
            "Purchase",
            "Adjustment",
        ]),
        pick(&["", "", "Correction"]),
        pick(&["", "", "Used", "Unused"]),
        -5_000_000_000_000_000_i64..50_000_000_000_000_000,
        -1_000_000_i64..9_000_000_000_000,
    )
        .prop_map(
            |(usage_type, environment, category, class, status, amount, quantity)| {
                let mut line = usage(usage_type, environment, "0", "0")
                    .with(Dimension::ChargeCategory, category)
                    .with(Dimension::ChargeClass, class)
                    .with(Dimension::CommitmentStatus, status);
                line.costs.effective = Amount(i128::from(amount) * 7);
                line.quantity = Amount(i128::from(quantity) * 11);
                line
            },
        )
}

proptest! {
    #[test]
    fn the_parts_are_the_whole_exactly(
        before in prop::collection::vec(any_line(), 0..40),
        after in prop::collection::vec(any_line(), 0..40),
    ) {
        let (before, after) = (month("2026-09", &before), month("2026-10", &after));
        let drivers = asked(&before, &after, None);
        let total = |month: &ImportedMonth| {
            month.head.totals.get("USD").map_or(Amount::ZERO, |costs| costs.get(Cost::Effective))
        };
        for waterfall in &drivers.waterfalls {
            prop_assert_eq!(waterfall.before, total(&before));
            prop_assert_eq!(waterfall.after, total(&after));
            prop_assert_eq!(waterfall.difference, total(&after) - total(&before));
            let steps: Amount = waterfall.steps.iter().map(|step| step.amount).sum();
            let lines: Amount = waterfall.lines.iter().map(|line| line.amount).sum();
            prop_assert_eq!(steps, waterfall.difference);
            prop_assert_eq!(lines, waterfall.difference);
        }
    }
}
