//! Whole export trees: partitions, manifests, metadata, deliveries of one month.

use std::path::Path;

use engine::costs::ports::{CostFiles, Survey};
use exports::ExportFiles;

use crate::fixtures::{Table, write};
use crate::reading::read;

fn one(day: &str) -> String {
    Table::focus().row(&[("ChargePeriodStart", day)]).csv()
}

fn survey(folder: &Path) -> Result<Survey, engine::AppError> {
    ExportFiles.survey(&[folder.to_owned()])
}

fn periods(survey: &Survey) -> Vec<(String, usize)> {
    let delivery = |delivery: &engine::costs::ports::Delivery| {
        let period = delivery
            .period
            .map_or_else(|| "loose".to_owned(), |period| period.to_string());
        (period, delivery.files.len())
    };
    survey.deliveries.iter().map(delivery).collect()
}

#[test]
fn each_month_of_a_data_exports_tree_is_a_delivery_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    for (month, parts) in [("2026-09", 1), ("2026-10", 2)] {
        let mut uris = Vec::new();
        for part in 1..=parts {
            let name = format!("prefix/crew/data/BILLING_PERIOD={month}/crew-0000{part}.csv");
            write(folder.path(), &name, one("2026-09-03T05:00:00Z"));
            uris.push(format!("\"s3://bucket/{name}\""));
        }
        let manifest = format!(
            r#"{{"executionId":"e","dataFiles":[{}],"billingPeriod":"{month}"}}"#,
            uris.join(",")
        );
        let name = format!("prefix/crew/metadata/BILLING_PERIOD={month}/crew-Manifest.json");
        write(folder.path(), &name, manifest);
    }
    write(folder.path(), "prefix/crew/data/.DS_Store", "x");
    write(folder.path(), "prefix/crew/data/notes.txt", "not an export");
    let survey = survey(folder.path()).unwrap();
    assert_eq!(
        periods(&survey),
        [("2026-09".to_owned(), 1), ("2026-10".to_owned(), 2)]
    );
    let told = survey.ignored.join("\n");
    assert!(
        told.contains("crew-Manifest.json: describes the export"),
        "{told}"
    );
    assert!(
        told.contains("notes.txt") && told.contains(".DS_Store"),
        "{told}"
    );
}

#[test]
fn a_month_of_which_a_file_is_missing_is_refused_with_its_name() {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        "crew/data/BILLING_PERIOD=2026-09/crew-00001.csv",
        one("2026-09-03"),
    );
    write(
        folder.path(),
        "crew/metadata/BILLING_PERIOD=2026-09/crew-Manifest.json",
        r#"{"dataFiles":["s3://b/crew/data/BILLING_PERIOD=2026-09/crew-00001.csv",
            "s3://b/crew/data/BILLING_PERIOD=2026-09/crew-00002.csv"]}"#,
    );
    let error = survey(folder.path()).unwrap_err();
    assert!(
        error
            .message
            .starts_with("2026-09 is delivered in part: 1 of 2 files"),
        "{}",
        error.message
    );
    assert!(
        error.fields[0].message.contains("crew-00002.csv"),
        "{:?}",
        error.fields
    );
}

#[test]
fn only_the_newest_delivery_of_a_legacy_month_counts() {
    let folder = tempfile::tempdir().unwrap();
    let cur = |cost: &str| Table::cur().row(&[("lineItem/UnblendedCost", cost)]).csv();
    let month = "cur/20260801-20260901";
    write(
        folder.path(),
        &format!("{month}/old-assembly/cur-1.csv"),
        cur("1"),
    );
    write(
        folder.path(),
        &format!("{month}/new-assembly/cur-1.csv"),
        cur("2"),
    );
    let manifest = |assembly: &str| {
        format!(
            r#"{{"assemblyId":"{assembly}","billingPeriod":{{"start":"20260801T000000.000Z"}},
                "reportKeys":["p/cur/20260801-20260901/{assembly}/cur-1.csv"]}}"#
        )
    };
    write(
        folder.path(),
        &format!("{month}/cur-Manifest.json"),
        manifest("new-assembly"),
    );
    write(
        folder.path(),
        &format!("{month}/new-assembly/cur-Manifest.json"),
        manifest("new-assembly"),
    );
    write(
        folder.path(),
        &format!("{month}/old-assembly/cur-Manifest.json"),
        manifest("old-assembly"),
    );
    let all = survey(folder.path()).unwrap();
    assert_eq!(periods(&all), [("2026-08".to_owned(), 1)]);
    assert!(
        all.ignored
            .iter()
            .any(|told| told.contains("old-assembly/cur-1.csv: of an older delivery"))
    );
    let read = read(&[folder.path().to_owned()]).unwrap();
    assert_eq!(read.totals()["USD"].billed.to_string(), "2");
}

#[test]
fn two_deliveries_without_a_manifest_are_never_added_up() {
    let folder = tempfile::tempdir().unwrap();
    for execution in ["1", "2"] {
        let name = format!("crew/data/BILLING_PERIOD=2026-09/{execution}/crew-00001.csv");
        write(folder.path(), &name, one("2026-09-03"));
    }
    let error = survey(folder.path()).unwrap_err();
    assert!(
        error.message.contains("2 deliveries of 2026-09"),
        "{}",
        error.message
    );
}

#[test]
fn partitions_of_hive_are_months_and_loose_files_come_together() {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        "t/year=2026/month=8/part-0.csv",
        one("2026-08-03"),
    );
    write(
        folder.path(),
        "t/year=2026/month=9/part-0.csv",
        one("2026-09-03"),
    );
    write(folder.path(), "a.csv", one("2026-09-03"));
    write(folder.path(), "b.csv", one("2026-09-04"));
    let survey = survey(folder.path()).unwrap();
    assert_eq!(
        periods(&survey),
        [
            ("loose".to_owned(), 2),
            ("2026-08".to_owned(), 1),
            ("2026-09".to_owned(), 1)
        ]
    );
    assert_eq!(
        survey.bytes,
        survey
            .deliveries
            .iter()
            .map(|delivery| delivery.bytes)
            .sum::<u64>()
    );
}

#[test]
fn what_is_in_the_way_is_named_all_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let good = write(folder.path(), "good.csv", one("2026-09-03"));
    let empty = write(folder.path(), "empty.csv", "");
    let other = write(folder.path(), "other.csv", "a,b\n1,2\n");
    let error = ExportFiles.survey(&[good, empty, other]).unwrap_err();
    let fields: Vec<&str> = error
        .fields
        .iter()
        .map(|field| field.code.as_str())
        .collect();
    assert_eq!(fields, ["empty-file", "unknown-format"]);
    let error = ExportFiles
        .survey(&[folder.path().join("gone.csv")])
        .unwrap_err();
    assert!(
        error.message.starts_with("gone.csv cannot be read"),
        "{}",
        error.message
    );
}
