//! A month in several files: parts add up, repetitions never do.

use std::path::PathBuf;

use engine::ErrorCode;
use parquet::basic::Compression;

use crate::fixtures::{Table, gzip, write, zip};
use crate::reading::read;

/// September as it was delivered on a day: each day's line items, the last of them still moving.
fn until(day: usize) -> Table {
    (1..=day).fold(Table::focus(), |table, at| {
        let start = format!("2026-09-{at:02}T00:00:00Z");
        let row = |table: Table, id: &str, cost: &str| {
            table.row(&[
                ("ChargePeriodStart", &start),
                ("ResourceId", id),
                ("BilledCost", cost),
            ])
        };
        let table = (0..90).fold(table, |table, resource| {
            row(
                table,
                &format!("i-{resource}"),
                &format!("1.{at:02}{resource:02}"),
            )
        });
        row(table, "i-last", if at == day { "0.5" } else { "1" })
    })
}

/// Every line item whose number leaves this rest.
fn part(whole: &Table, of: usize, rest: usize) -> String {
    let csv = whole.csv();
    let lines = csv.lines().enumerate();
    let kept = lines.filter(|(number, _)| *number == 0 || number % of == rest);
    kept.map(|(_, line)| format!("{line}\n")).collect()
}

fn refused(files: &[PathBuf], names: [&str; 2]) {
    let error = read(files).expect_err("refused");
    assert_eq!(error.code, ErrorCode::InvalidInput);
    assert_eq!(error.fields[0].code, "repeated-month", "{error}");
    for name in names {
        assert!(error.message.contains(name), "{}", error.message);
    }
    assert!(
        error.message.contains("September 2026"),
        "{}",
        error.message
    );
}

#[test]
fn a_month_that_was_exported_twice_is_refused_with_both_names() {
    let folder = tempfile::tempdir().unwrap();
    let older = write(folder.path(), "on-the-20th.csv", until(20).csv());
    let newer = write(
        folder.path(),
        "on-the-24th.csv.gz",
        gzip(until(24).csv().as_bytes()),
    );
    let typed = write(
        folder.path(),
        "typed.parquet",
        until(24).parquet(Compression::SNAPPY),
    );
    refused(
        &[older.clone(), newer.clone()],
        ["on-the-20th.csv", "on-the-24th.csv.gz"],
    );
    refused(
        &[newer.clone(), typed],
        ["on-the-24th.csv.gz", "typed.parquet"],
    );
    refused(&[newer, older], ["on-the-20th.csv", "on-the-24th.csv.gz"]);
    let members = zip(&[
        ("a.csv", until(3).csv().as_bytes()),
        ("b.csv", until(4).csv().as_bytes()),
    ]);
    let both = write(folder.path(), "both.zip", members);
    refused(&[both], ["both.zip: a.csv", "both.zip: b.csv"]);
}

#[test]
fn a_folder_without_a_manifest_is_looked_at_the_same_way() {
    let folder = tempfile::tempdir().unwrap();
    for (name, day) in [
        ("year=2026/month=9/a.csv", 20),
        ("year=2026/month=9/b.csv", 21),
    ] {
        write(folder.path(), name, until(day).csv());
    }
    refused(&[folder.path().to_owned()], ["a.csv", "b.csv"]);
}

#[test]
fn parts_of_one_export_add_up_however_it_was_cut() {
    let folder = tempfile::tempdir().unwrap();
    let whole = until(24);
    let total = read(&[write(folder.path(), "whole.csv", whole.csv())]).unwrap();
    let thirds: Vec<PathBuf> = (0..3)
        .map(|rest| {
            let name = format!("focus-0000{rest}.csv");
            write(folder.path(), &name, part(&whole, 3, rest))
        })
        .collect();
    assert_eq!(read(&thirds).unwrap().totals(), total.totals());
    // A few line items look alike in any export: a tax without a resource, a request that cost nothing.
    let alike = Table::focus().row(&[("BilledCost", "0")]);
    let more = ["1", "2", "3"].iter().fold(alike, |table, cost| {
        table.row(&[("BilledCost", cost), ("ResourceId", "")])
    });
    let other = Table::focus()
        .row(&[("BilledCost", "0")])
        .row(&[("BilledCost", "7")])
        .row(&[("BilledCost", "8")]);
    let files = [
        write(folder.path(), "one.csv", more.csv()),
        write(folder.path(), "other.csv", other.csv()),
    ];
    assert_eq!(
        read(&files).unwrap().totals()["USD"].billed.to_string(),
        "21"
    );
}

#[test]
fn the_same_file_is_taken_once_and_that_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let first = write(folder.path(), "focus.csv", until(3).csv());
    let copy = write(folder.path(), "focus (1).csv", until(3).csv());
    let survey = engine::costs::ports::CostFiles::survey(
        &exports::ExportFiles,
        &[first.clone(), copy.clone(), first.clone()],
    )
    .unwrap();
    assert_eq!(survey.deliveries[0].files.len(), 1);
    assert_eq!(survey.ignored.len(), 1, "{:?}", survey.ignored);
    assert!(
        survey.ignored[0].contains("same content"),
        "{:?}",
        survey.ignored
    );
    let once = read(std::slice::from_ref(&first)).unwrap().totals();
    assert_eq!(read(&[first, copy]).unwrap().totals(), once);
}
