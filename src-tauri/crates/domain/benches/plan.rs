//! How long the parts of a plan take, on the largest preset: `cargo bench -p domain`.
#![allow(clippy::unwrap_used)]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use domain::blueprint::render;
use domain::catalogue::Date;
use domain::environment::{EnvironmentSpec, largest_preset};
use domain::estimate::{Assumptions, PriceBook};
use domain::plan::{AccountFacts, ledger, plan};
use domain::template::{Pseudo, Template, Unmade, expand, structure};
use domain::timeline::{Durations, Operation, predict};

fn parts(criterion: &mut Criterion) {
    let spec = EnvironmentSpec::new(largest_preset(), Date::new(2026, 11, 24)).unwrap();
    let blueprint = render(&spec);
    let pseudo = Pseudo {
        account_id: "000000000000".to_owned(),
        region: blueprint.region.clone(),
        partition: "aws".to_owned(),
        url_suffix: "amazonaws.com".to_owned(),
        stack_name: blueprint.stack_name.clone(),
        stack_id: "arn:aws:cloudformation:us-east-1:000000000000:stack/x/y".to_owned(),
    };
    let tree = expand(&blueprint, &pseudo, &Unmade).unwrap();
    let nested = tree.root.resources.iter().filter(|it| it.nested.is_some());
    println!(
        "{} nested stacks of {} templates, {} bytes",
        nested.count(),
        blueprint.nested.len(),
        blueprint.files().map(|file| file.body.len()).sum::<usize>()
    );
    criterion.bench_function("render", |bench| bench.iter(|| render(black_box(&spec))));
    criterion.bench_function("parse", |bench| {
        bench.iter(|| {
            for file in blueprint.files() {
                black_box(Template::parse(&file.source, &file.body).unwrap());
            }
        });
    });
    criterion.bench_function("expand", |bench| {
        bench.iter(|| expand(black_box(&blueprint), &pseudo, &Unmade).unwrap());
    });
    criterion.bench_function("structure", |bench| {
        bench.iter(|| structure(black_box(&blueprint)));
    });
    criterion.bench_function("predict", |bench| {
        bench.iter(|| predict(black_box(&tree), Operation::Create, Durations::builtin()));
    });
}

/// What the plan page and each keystroke of the wizard ask for.
fn whole(criterion: &mut Criterion) {
    let today = Date::new(2026, 11, 24);
    let file = largest_preset();
    let spec = EnvironmentSpec::new(file.clone(), today).unwrap();
    let facts = AccountFacts::defaults("Practice", "000000000000", true);
    let (book, durations) = (PriceBook::builtin(), Durations::builtin());
    let assumptions = Assumptions::default();
    criterion.bench_function("whole plan", |bench| {
        bench.iter(|| plan(&spec, &facts, book, durations, &assumptions, today).unwrap());
    });
    criterion.bench_function("ledger", |bench| {
        bench.iter(|| ledger(&file, &facts, book, durations, &assumptions, today).unwrap());
    });
}

criterion_group!(benches, parts, whole);
criterion_main!(benches);
