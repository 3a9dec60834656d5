//! How long reports take over 36 months of a large platform once columns are in memory:
//! `cargo bench -p domain --bench costs`. Months of 84,000 rows by day and 9,000 without days.
#![allow(clippy::unwrap_used)]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use domain::costs::testing::{Line, month};
use domain::costs::{
    Condition, Dimension, EnvironmentRules, Field, ImportedMonth, Month, Question, Rows, report,
    trend,
};

const MONTHS: i32 = 36;
const PLACES: usize = 2_800;

/// A month with the same 2,800 places on each of 30 days.
fn imported(at: i32) -> ImportedMonth {
    let services = 30;
    let lines: Vec<Line> = (0..PLACES * 30)
        .map(|line| {
            let (place, day) = (line % PLACES, line / PLACES);
            Line::new(&format!("Service {}", place % services), "0.0123456789")
                .with(Dimension::UsageType, &format!("USE1-Type-{}", place % 220))
                .with(
                    Dimension::Environment,
                    ["prod", "PROD", "staging", "dev", ""][place % 5],
                )
                .with(Dimension::Team, &format!("team {}", place % 8))
                .with(Dimension::Account, &format!("21000000000{}", place % 4))
                .on(day as i16)
        })
        .collect();
    let first: domain::costs::Period = "2024-01".parse().unwrap();
    month(&first.plus(at).to_string(), &lines)
}

fn months<'a>(all: &'a [ImportedMonth], rows: &'a [Rows]) -> Vec<Month<'a>> {
    all.iter()
        .zip(rows)
        .map(|(month, rows)| Month::of_rows(&month.head, rows, 0))
        .collect()
}

fn reports(criterion: &mut Criterion) {
    let all: Vec<ImportedMonth> = (0..MONTHS).map(imported).collect();
    let by_day: Vec<Rows> = all.iter().map(|month| month.rows.clone()).collect();
    let by_month: Vec<Rows> = by_day.iter().map(|rows| rows.by_month().unwrap()).collect();
    let rules = EnvironmentRules::default();
    let (days, whole) = (months(&all, &by_day), months(&all, &by_month));
    println!(
        "{} rows by day, {} without days",
        by_day.iter().map(Rows::len).sum::<usize>(),
        by_month.iter().map(Rows::len).sum::<usize>()
    );
    let by = |fields: &[Field]| Question {
        by: fields.to_vec(),
        ..Question::default()
    };
    let service = by(&[Field::SERVICE]);
    let three = by(&[Field::Month, Field::ENVIRONMENT, Field::USAGE_TYPE]);
    let daily = by(&[Field::Day]);
    let filtered = Question {
        filter: vec![Condition::is(Field::ENVIRONMENT, "staging")],
        ..by(&[Field::Day, Field::SERVICE])
    };
    criterion.bench_function("36 months by service", |bench| {
        bench.iter(|| report(black_box(&service), &whole, &rules));
    });
    criterion.bench_function("36 months by month, environment, usage type", |bench| {
        bench.iter(|| report(black_box(&three), &whole, &rules));
    });
    criterion.bench_function("36 months by day", |bench| {
        bench.iter(|| report(black_box(&daily), &days, &rules));
    });
    criterion.bench_function("36 months by day and service of one environment", |bench| {
        bench.iter(|| report(black_box(&filtered), &days, &rules));
    });
    let question = Question::default();
    criterion.bench_function("trend, anomalies and forecast of 6 months", |bench| {
        bench.iter(|| trend(black_box(&question), &days[30..], &rules));
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10);
    targets = reports
}
criterion_main!(benches);
