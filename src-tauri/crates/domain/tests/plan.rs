//! Plans of the presets: sums that hold, prices that are never guessed, digests that repeat.
#![allow(clippy::unwrap_used)]

use domain::catalogue::{Date, REGIONS};
use domain::environment::{
    EnvironmentFile, EnvironmentKind, EnvironmentSpec, Severity, every_preset, set,
};
use domain::estimate::{ASSUMPTIONS, Assumptions, PriceBook, PriceConfidence, PriceError};
use domain::money::MicroUsd;
use domain::plan::{AccountFacts, Plan, ledger, plan};
use domain::timeline::Durations;

const TODAY: Date = Date::new(2026, 11, 24);

fn planned(file: EnvironmentFile, book: &PriceBook) -> Plan {
    let spec = EnvironmentSpec::new(file, TODAY).unwrap();
    let facts = AccountFacts::defaults("Practice", "000000000000", true);
    plan(
        &spec,
        &facts,
        book,
        Durations::builtin(),
        &Assumptions::default(),
        TODAY,
    )
    .unwrap()
}

#[test]
fn sums_are_the_sums_of_their_parts() {
    for file in every_preset() {
        let plan = planned(file, PriceBook::builtin());
        let estimate = &plan.estimate;
        println!("== {} {}", plan.kind, estimate.headline());
        for item in &estimate.items {
            println!(
                "{:>12} {:<22} {} | {} | {}",
                item.monthly_micros.to_string(),
                item.stack,
                item.what,
                item.assumption,
                item.field
            );
        }
        for item in &estimate.unpriced {
            println!(
                "    unpriced {:<22} {} | {}",
                item.stack, item.what, item.why
            );
        }
        for part in &estimate.parts {
            println!("  {} {} {}", part.label, part.monthly_micros, part.complete);
        }
        for check in &plan.checks {
            println!(
                "  {:?} {} {} [{}]",
                check.severity,
                check.code,
                check.message,
                check.evidence.as_deref().unwrap_or("")
            );
        }
        let items: MicroUsd = estimate.items.iter().map(|item| item.monthly_micros).sum();
        let parts: MicroUsd = estimate.parts.iter().map(|part| part.monthly_micros).sum();
        assert_eq!(items, estimate.monthly_micros, "the total is its items");
        assert_eq!(parts, estimate.monthly_micros, "the total is its parts");
        assert_eq!(
            estimate.complete,
            estimate.unpriced.is_empty(),
            "complete means nothing unpriced"
        );
        assert!(
            !estimate
                .unpriced
                .iter()
                .any(|item| item.why.contains("does not know")),
            "every type of the blueprints is in the table: {:?}",
            estimate.unpriced
        );
        assert!(
            estimate
                .items
                .iter()
                .all(|item| item.monthly_micros > MicroUsd::ZERO),
            "nothing renders as 0"
        );
    }
}

#[test]
fn a_missing_price_is_unpriced_and_never_nothing() {
    let whole = planned(
        EnvironmentFile::preset("crew", EnvironmentKind::Staging),
        PriceBook::builtin(),
    );
    let mut moved = 0;
    let of_the_region =
        |key: &&(String, String, String)| matches!(key.2.as_str(), "us-east-1" | "all");
    for key in PriceBook::builtin().keys().filter(of_the_region) {
        let plan = planned(
            EnvironmentFile::preset("crew", EnvironmentKind::Staging),
            &PriceBook::builtin().without(key),
        );
        let lost = whole.estimate.items.len() - plan.estimate.items.len();
        assert_eq!(
            plan.estimate.unpriced.len(),
            whole.estimate.unpriced.len() + lost,
            "{key:?} moves over"
        );
        if lost > 0 {
            assert!(!plan.estimate.complete, "{key:?} leaves the sum incomplete");
            assert!(
                plan.estimate.headline().starts_with("at least "),
                "and the words say so"
            );
            moved += 1;
        }
    }
    assert!(moved > 10, "the staging preset uses many prices");
}

#[test]
fn what_rests_on_prices_that_nobody_has_read_is_said() {
    for file in every_preset() {
        let plan = planned(file, PriceBook::builtin());
        let doubtful: i64 = plan
            .estimate
            .items
            .iter()
            .filter(|item| item.confidence == PriceConfidence::Low)
            .map(|item| item.monthly_micros.0)
            .sum();
        let said = plan
            .checks
            .iter()
            .find(|check| check.code == "prices-to-verify");
        assert!(doubtful > 0, "the book still holds such prices");
        let words = &said.unwrap().message;
        assert!(
            words.starts_with(&MicroUsd(doubtful).to_string()),
            "{words}"
        );
    }
}

#[test]
fn one_gateway_costs_what_a_person_calculates() {
    let plan = planned(
        EnvironmentFile::preset("crew", EnvironmentKind::Staging),
        PriceBook::builtin(),
    );
    let sum = |what: &str| -> MicroUsd {
        plan.estimate
            .items
            .iter()
            .filter(|item| item.what == what)
            .map(|item| item.monthly_micros)
            .sum()
    };
    assert_eq!(
        sum("NAT gateway hours"),
        MicroUsd(32_850_000),
        "730 x $0.045"
    );
    assert_eq!(sum("NAT gateway data"), MicroUsd(4_500_000), "100 x $0.045");
    assert_eq!(sum("Control plane"), MicroUsd(73_000_000), "730 x $0.10");
}

#[test]
fn another_region_never_takes_this_regions_prices() {
    let mut file = EnvironmentFile::preset("crew", EnvironmentKind::Staging);
    file.region = "eu-central-1".to_owned();
    file.network.zones = vec!["eu-central-1a".to_owned(), "eu-central-1b".to_owned()];
    let keys: Vec<_> = PriceBook::builtin().keys().cloned().collect();
    let virginia = keys
        .iter()
        .filter(|(_, _, region)| region != "us-east-1")
        .fold(PriceBook::builtin().clone(), |book, key| book.without(key));
    let plan = planned(file, &virginia);
    assert!(
        plan.estimate.items.is_empty() && plan.estimate.unpriced.len() > 30,
        "nothing is taken from Virginia: {:?}",
        plan.estimate.items
    );
}

#[test]
fn presets_are_priced_in_full_where_the_book_says_so() {
    let unpriced = |kind, region: &str| {
        let mut file = EnvironmentFile::preset("crew", kind);
        set(&mut file, "region", region).unwrap();
        let items = planned(file, PriceBook::builtin()).estimate.unpriced;
        items.into_iter().map(|item| item.what).collect::<Vec<_>>()
    };
    let none: Vec<String> = Vec::new();
    for kind in [EnvironmentKind::Development, EnvironmentKind::Staging] {
        assert_eq!(unpriced(kind, "us-east-1"), none, "{kind}");
    }
    assert_eq!(
        unpriced(EnvironmentKind::Production, "us-east-1"),
        vec!["Datadog"],
        "which bills by its own contract"
    );
    for region in REGIONS {
        let left = unpriced(EnvironmentKind::Staging, region.code);
        assert!(left.len() <= 10, "{}: {left:?}", region.code);
    }
}

#[test]
fn a_bad_row_refuses_the_book_with_its_place() {
    let book = |usd: &str| {
        format!(
            r#"{{"compiled":"2026-11-24","sources":{{"x":"a list"}},"rows":[{{"service":"NAT","item":"i","region":"r","unit":"hour","usd":"{usd}","source":"x","asOf":"2026-11-24","confidence":"high","note":""}}]}}"#
        )
    };
    assert!(PriceBook::parse(&book("0.045")).is_ok());
    for bad in [
        "",
        "0",
        "0.0",
        "-1",
        "1e3",
        "0.0000000001",
        ".5",
        "99999999999999999999",
    ] {
        assert!(
            matches!(
                PriceBook::parse(&book(bad)),
                Err(PriceError::Row { row: 1, .. })
            ),
            "`{bad}` is no price"
        );
    }
    assert!(
        PriceBook::builtin().keys().count() > 150,
        "the built-in book parses"
    );
}

#[test]
fn the_same_plan_has_the_same_digest_and_a_changed_one_another() {
    let plan = |nodes| {
        let mut file = EnvironmentFile::preset("crew", EnvironmentKind::Staging);
        file.node_groups[0].desired_size = nodes;
        planned(file, PriceBook::builtin())
    };
    assert_eq!(plan(2), plan(2), "a plan is a function of its inputs");
    assert_ne!(
        plan(2).digest,
        plan(3).digest,
        "one node more is another plan"
    );
}

#[test]
fn a_used_up_quota_stops_and_a_file_with_errors_has_no_figures() {
    let file = EnvironmentFile::preset("crew", EnvironmentKind::Staging);
    let mut facts = AccountFacts::defaults("Practice", "000000000000", true);
    assert!(facts.quotas.len() >= 12, "the defaults parse");
    for quota in &mut facts.quotas {
        if quota.resource_type == "AWS::EC2::EIP" {
            quota.used = Some(quota.limit);
        }
    }
    let spec = EnvironmentSpec::new(file.clone(), TODAY).unwrap();
    let (book, durations, usual) = (
        PriceBook::builtin(),
        Durations::builtin(),
        Assumptions::default(),
    );
    let plan = plan(&spec, &facts, book, durations, &usual, TODAY).unwrap();
    assert!(
        plan.checks
            .iter()
            .any(|check| check.code == "quota-L-0263D0A3" && check.severity == Severity::Error),
        "no address is left: {:?}",
        plan.checks
    );
    let good = ledger(&file, &facts, book, durations, &usual, TODAY).unwrap();
    assert!(good.figures.is_some());
    let mut bad = file;
    bad.cluster.version = "0.1".to_owned();
    let bad = ledger(&bad, &facts, book, durations, &usual, TODAY).unwrap();
    assert!(
        bad.figures.is_none() && !bad.problems.is_empty(),
        "an error leaves no figures"
    );
}

#[test]
fn assumptions_can_be_set_and_a_slip_is_answered() {
    let mut assumptions = Assumptions::default();
    assumptions.set("natGb", "250").unwrap();
    assert_eq!(assumptions.nat_gb, 250);
    assert!(
        assumptions
            .set("natgb", "1")
            .unwrap_err()
            .contains("`natGb`")
    );
    assert!(assumptions.set("natGb", "1.5").is_err());
    let json = serde_json::to_value(Assumptions::default()).unwrap();
    for known in ASSUMPTIONS {
        assert_eq!(
            json[known.key], known.default,
            "{} is what the window calls it too",
            known.key
        );
    }
}
