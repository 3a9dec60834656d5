//! How long a report over 36 months takes from the encrypted store, on its first asking and on every
//! further one: `cargo bench -p store --bench reports`. Of a platform like Array's with months of 6,000
//! rows by day (200 without days), and of one fourteen times as large.
#![allow(clippy::unwrap_used)]

use std::hint::black_box;
use std::path::Path;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use domain::costs::testing::{Line, month};
use domain::costs::{
    Condition, Cost, Dimension, EnvironmentRules, Field, ImportedMonth, Kept, Month, Period,
    Question, Table, report, trend, trend_question,
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
/// Services, and usage types of each, in each of five environments.
const SIZES: [(&str, usize, usize); 2] = [("like Array", 10, 4), ("14 times it", 28, 20)];
const ENVIRONMENTS: [&str; 5] = ["prod", "PROD", "staging", "dev", ""];

/// A month with the same places on each of 30 days.
fn imported(at: i32, services: usize, types: usize) -> ImportedMonth {
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
    month(&first.plus(at).to_string(), &lines)
}

async fn fill(path: &Path, services: usize, types: usize) {
    let store = Store::open(path, &fixtures::key()).await.unwrap();
    let import = import::running(path);
    let ledger: &dyn Ledger = &store;
    ledger.add_import(&import).await.unwrap();
    let leased = ledger.lease_import(&import.id, "me", 0, i64::MAX).await;
    assert!(leased.unwrap(), "nobody else imports");
    for at in 0..MONTHS {
        ledger
            .replace_months(&[imported(at, services, types)], &import, "me", 0)
            .await
            .unwrap();
    }
}

/// What the engine's reports do: months, the columns that the question needs, the answer.
async fn asked(store: &Store, question: &Question, last: usize, trending: bool) -> usize {
    let ledger: &dyn Ledger = store;
    let months = ledger.months().await.unwrap();
    let Ok(Kept::Rows(grain)) = question.kept() else {
        unreachable!("only rows are asked for");
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
            table: Table::of_rows(rows),
        })
        .collect();
    let rules = EnvironmentRules::default();
    if trending {
        return trend(black_box(question), &months, &rules).series.len();
    }
    report(black_box(question), &months, &rules).rows.len()
}

fn reports(criterion: &mut Criterion) {
    for (size, services, types) in SIZES {
        of_size(criterion, size, services, types);
    }
}

fn of_size(criterion: &mut Criterion, size: &str, services: usize, types: usize) {
    let runtime = Runtime::new().unwrap();
    let (_folder, path) = fixtures::place();
    runtime.block_on(fill(&path, services, types));
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
