//! How long a report over 36 months takes from the encrypted store, on its first asking and on every
//! further one: `cargo bench -p store --bench reports`. Of a platform like Array's with months of 6,000
//! rows by day (200 without days), and of one fourteen times as large.
#![allow(clippy::unwrap_used)]

use std::hint::black_box;
use std::path::Path;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use domain::costs::testing::{Line, exact, month};
use domain::costs::{
    Condition, Cost, Costs, Dimension, EnvironmentRules, Field, Grain, ImportedMonth, Kept, Month,
    Period, Question, Report, ResourceRow, Table, TagRow, report, trend, trend_question,
    with_other_resources,
};
use engine::costs::ports::Ledger;
use store::Store;
use tokio::runtime::Runtime;

#[allow(dead_code)]
#[path = "../tests/store/fixtures.rs"]
mod fixtures;
#[path = "import/mod.rs"]
mod import;

const MONTHS: i32 = 36;
/// Services, and usage types of each, in each of five environments; and the resources that are named.
const SIZES: [(&str, usize, usize, usize); 2] =
    [("like Array", 10, 4, 300), ("14 times it", 28, 20, 2_000)];
const ENVIRONMENTS: [&str; 5] = ["prod", "PROD", "staging", "dev", ""];

/// A month with the same places on each of 30 days.
fn imported(at: i32, services: usize, types: usize, resources: usize) -> ImportedMonth {
    let places = ENVIRONMENTS.len() * services * types;
    let lines: Vec<Line> = (0..places * 30)
        .map(|line| {
            let (place, day) = (line % places, line / places);
            // Amounts that compress no better than real ones: ten digits that nothing repeats.
            let noise = (line as u64 + at as u64 * 7_919).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20;
            let amount = format!("{}.{:010}", noise % 3, noise / 3 % 10_000_000_000);
            let covered = if place % 7 == 0 { "0" } else { &amount };
            let environment = place % ENVIRONMENTS.len();
            let kind = place / ENVIRONMENTS.len();
            let service = kind % services;
            Line::new(&format!("Service {service}"), &amount)
                .cost(Cost::Billed, covered)
                .with(Dimension::UsageType, &format!("USE1-Type-{kind}"))
                .with(Dimension::Environment, ENVIRONMENTS[environment])
                .with(Dimension::Team, &format!("team {}", service % 8))
                .with(
                    Dimension::Account,
                    &format!("21000000000{}", environment.min(3)),
                )
                .on(day as i16)
        })
        .collect();
    let first: Period = "2024-01".parse().unwrap();
    let mut month = month(&first.plus(at).to_string(), &lines);
    month.resources = (0..resources)
        .map(|one| resource(at, one, services))
        .collect();
    month.tags = (0..200).map(tag).collect();
    month.head.tag_keys = vec!["user:cost-centre".to_owned()];
    month
}

/// A tenth of the resources is another every month.
fn resource(at: i32, one: usize, services: usize) -> ResourceRow {
    let generation = if one.is_multiple_of(10) { at } else { 0 };
    let cost = format!("{}.{:010}", one % 90, one * 7_919 % 10_000_000_000);
    ResourceRow {
        id: format!("arn:aws:ec2:us-east-1:210000000001:instance/i-0{generation:06x}{one:010x}"),
        name: format!("crew-api-{one}"),
        account: "210000000001".to_owned(),
        region: "us-east-1".to_owned(),
        service: format!("Service {}", one % services),
        usage_type: format!("USE1-Type-{}", one % 80),
        environment: ENVIRONMENTS[one % ENVIRONMENTS.len()].to_owned(),
        component: "api".to_owned(),
        team: format!("team {}", one % 8),
        currency: "USD".to_owned(),
        costs: Costs::from_array([exact(&cost); 4]),
        quantity: exact("744"),
        first_day: 19_723,
        last_day: 19_753,
        lines: 744,
    }
}

fn tag(one: usize) -> TagRow {
    TagRow {
        key: if one.is_multiple_of(2) {
            "cost-centre"
        } else {
            "owner"
        }
        .to_owned(),
        raw_key: "user:cost-centre".to_owned(),
        value: format!("value {one}"),
        currency: "USD".to_owned(),
        costs: Costs::from_array([exact("0.0000000001"); 4]),
    }
}

async fn fill(path: &Path, services: usize, types: usize, resources: usize) {
    let store = Store::open(path, &fixtures::key()).await.unwrap();
    let import = import::running(path);
    let ledger: &dyn Ledger = &store;
    ledger.add_import(&import).await.unwrap();
    let leased = ledger.lease_import(&import.id, "me", 0, i64::MAX).await;
    assert!(leased.unwrap(), "nobody else imports");
    for at in 0..MONTHS {
        ledger
            .replace_months(
                &[imported(at, services, types, resources)],
                &import,
                "me",
                0,
            )
            .await
            .unwrap();
    }
}

/// What the engine's reports do; of resources, what all others cost is asked as well.
async fn asked(store: &Store, question: &Question, last: usize, trending: bool) -> usize {
    let known = answered(store, question, last, trending).await;
    let (Some(report), kept) = (known, question.kept().unwrap()) else {
        return 0;
    };
    if kept != Kept::Resources {
        return report.rows.len();
    }
    let whole = answered(store, &Question::default(), last, false)
        .await
        .unwrap();
    with_other_resources(report, &whole).rows.len()
}

/// Months, the columns that the question needs, the answer.
async fn answered(
    store: &Store,
    question: &Question,
    last: usize,
    trending: bool,
) -> Option<Report> {
    let ledger: &dyn Ledger = store;
    let months = ledger.months().await.unwrap();
    let (grain, tag) = match question.kept().unwrap() {
        Kept::Rows(grain) => (grain, None),
        Kept::Resources => (Grain::Resource, None),
        Kept::Tags(key) => (Grain::Tag, Some(key)),
    };
    let asked = &months[months.len() - last..];
    let ids: Vec<i64> = asked.iter().map(|month| month.id).collect();
    let columns = match trending {
        true => question.columns_of_cost(),
        false => question.columns(),
    };
    let rows = ledger.rows(&ids, grain, &columns).await.unwrap();
    let months: Vec<Month<'_>> = asked
        .iter()
        .zip(&rows)
        .map(|(month, rows)| Month {
            head: &month.head,
            imported_at_ms: month.imported_at_ms,
            table: match &tag {
                Some(key) => Table::of_tag(key, rows, &month.head),
                None => Table::of_rows(rows),
            },
        })
        .collect();
    let rules = EnvironmentRules::default();
    if trending {
        black_box(trend(black_box(question), &months, &rules));
        return None;
    }
    Some(report(black_box(question), &months, &rules))
}

fn reports(criterion: &mut Criterion) {
    for size in SIZES {
        of_size(criterion, size);
    }
}

fn of_size(
    criterion: &mut Criterion,
    (size, services, types, resources): (&str, usize, usize, usize),
) {
    let runtime = Runtime::new().unwrap();
    let (_folder, path) = fixtures::place();
    runtime.block_on(fill(&path, services, types, resources));
    let by = |fields: &[Field]| Question {
        by: fields.to_vec(),
        ..Question::default()
    };
    let filtered = Question {
        filter: vec![Condition::is(Field::ENVIRONMENT, "staging")],
        ..by(&[Field::Day, Field::SERVICE])
    };
    let three = by(&[Field::Month, Field::ENVIRONMENT, Field::USAGE_TYPE]);
    let opened = || {
        let key = fixtures::key();
        runtime.block_on(Store::open(&path, &key)).unwrap()
    };
    let store = opened();
    for (name, question, last, trending) in [
        ("36 months by service", by(&[Field::SERVICE]), 36, false),
        (
            "36 months by month, environment, usage type",
            three,
            36,
            false,
        ),
        ("36 months by resource", by(&[Field::Resource]), 36, false),
        (
            "36 months by tag",
            by(&[Field::Tag("cost-centre".to_owned())]),
            36,
            false,
        ),
        ("36 months by day", by(&[Field::Day]), 36, false),
        (
            "36 months by day and service, one environment",
            filtered,
            36,
            false,
        ),
        (
            "trend, anomalies, forecast of 6 months",
            trend_question(&Question::default()),
            6,
            true,
        ),
    ] {
        criterion.bench_function(&format!("{size}: {name}, first"), |bench| {
            bench.iter_batched(
                opened,
                |store| runtime.block_on(asked(&store, &question, last, trending)),
                BatchSize::PerIteration,
            );
        });
        criterion.bench_function(&format!("{size}: {name}, again"), |bench| {
            bench.iter(|| runtime.block_on(asked(&store, &question, last, trending)));
        });
    }
    runtime.block_on(store.close());
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10);
    targets = reports
}
criterion_main!(benches);
