//! The line items behind a figure.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use domain::costs::{Condition, Cost, Costs, Dimension, Field, MonthKey, TagKeys};
use engine::costs::ports::{CostFiles, LineFilter, Lines, Watch};
use exports::ExportFiles;
use parquet::basic::Compression;

use crate::fixtures::{Table, gzip, write, zip};
use crate::reading::{Patient, read};

#[test]
fn the_line_items_that_make_a_figure_are_read_back() {
    let folder = tempfile::tempdir().unwrap();
    let table = Table::focus()
        .row(&[("BilledCost", "1")])
        .row(&[
            ("BilledCost", "2"),
            ("ServiceName", "Amazon Elasticsearch Service"),
        ])
        .row(&[
            ("BilledCost", "3"),
            ("ServiceName", "Amazon OpenSearch Service"),
        ])
        .row(&[
            ("BilledCost", "4"),
            ("ServiceName", "Amazon OpenSearch Service"),
            ("ChargePeriodStart", "2026-09-05T00:00:00Z"),
        ])
        .row(&[
            ("BillingPeriodStart", "2026-08-01T00:00:00Z"),
            ("ServiceName", "Amazon OpenSearch Service"),
        ]);
    let files = [
        write(folder.path(), "month.csv", table.csv()),
        write(
            folder.path(),
            "month.parquet",
            table.parquet(Compression::SNAPPY),
        ),
    ];
    let ask = |file: usize, day: Option<i64>, limit| -> Lines {
        let filter = LineFilter {
            days: day.map(|day| BTreeSet::from([first() + day])),
            values: BTreeMap::from([(
                Dimension::Service,
                BTreeSet::from(["Amazon OpenSearch Service".to_owned()]),
            )]),
            cost: Cost::Billed,
            ..september()
        };
        found(&files[file..=file], &filter, limit)
    };
    for (at, name) in ["month.csv", "month.parquet"].into_iter().enumerate() {
        let all = ask(at, None, 10);
        assert_eq!(rows(&all), [4, 3, 2], "{name}: the largest first");
        assert_eq!((all.count, all.cancelled), (3, false), "{name}");
        assert_eq!(all.totals["USD"].billed.to_string(), "9", "{name}");
        assert!(all.items[0].file.ends_with(name));
        let values = &all.items[0].values;
        let billed = values.iter().find(|value| value.column == "BilledCost");
        assert_eq!(billed.map(|value| value.value.as_str()), Some("4"));
        assert!(values.iter().all(|value| !value.value.is_empty()), "{name}");
        assert_eq!(all.items[0].fields["day"], "2026-09-05", "{name}");
        assert_eq!(rows(&ask(at, Some(4), 10)), [4], "{name}");
        let first = ask(at, None, 1);
        assert_eq!((rows(&first), first.count), (vec![4], 3), "{name}");
    }
}

/// 1 September 2026 in days since 1970.
fn first() -> i64 {
    september().month.period.first_day().days()
}

fn september() -> LineFilter {
    LineFilter {
        month: MonthKey {
            provider: "AWS".to_owned(),
            billing_account: "111122223333".to_owned(),
            period: "2026-09".parse().expect("a month"),
        },
        days: None,
        values: BTreeMap::new(),
        conditions: Vec::new(),
        cost: Cost::Effective,
    }
}

fn found(files: &[PathBuf], filter: &LineFilter, limit: usize) -> Lines {
    ExportFiles
        .lines(files, filter, limit, &TagKeys::default(), &Patient)
        .expect("line items")
}

fn rows(lines: &Lines) -> Vec<u64> {
    lines.items.iter().map(|item| item.row).collect()
}

#[test]
fn line_items_add_up_to_what_was_imported_whatever_the_container() {
    let folder = tempfile::tempdir().unwrap();
    let mut table = Table::cur();
    for number in 1..=300 {
        let cost = format!("{}.{number:03}", number % 7);
        let kind = ["Usage", "Tax", "Credit"][number % 3];
        table = table.row(&[
            ("lineItem/UnblendedCost", &cost),
            ("lineItem/LineItemType", kind),
            (
                "lineItem/ResourceId",
                if number % 2 == 0 { "i-1" } else { "i-2" },
            ),
        ]);
    }
    // A row that cannot be read counts nowhere, and takes no other one's place.
    table = table.row(&[("lineItem/UnblendedCost", "much")]);
    table = table.row(&[
        ("lineItem/UnblendedCost", "9999"),
        ("lineItem/ResourceId", "i-3"),
    ]);
    let csv = table.csv();
    let later = csv.replace("2026-08-02T", "2026-08-03T");
    let files = [
        write(folder.path(), "month.csv", &csv),
        write(folder.path(), "month.csv.gz", gzip(csv.as_bytes())),
        write(
            folder.path(),
            "month.zip",
            zip(&[("a.csv", csv.as_bytes()), ("b.csv", later.as_bytes())]),
        ),
    ];
    for file in &files {
        let read = read(std::slice::from_ref(file)).unwrap();
        let head = &read.months[0].head;
        let filter = LineFilter {
            month: head.key.clone(),
            ..september()
        };
        let all = found(std::slice::from_ref(file), &filter, 5);
        assert_eq!((&all.totals, all.count), (&head.totals, head.lines));
        assert_eq!(all.items.len(), 5);
        assert_eq!(
            (all.items[0].row, all.items[0].fields["resource"].as_str()),
            (302, "i-3")
        );
        let resource = LineFilter {
            conditions: vec![Condition::is(Field::Resource, "i-1")],
            ..filter
        };
        let half = found(std::slice::from_ref(file), &resource, 1_000);
        assert_eq!(half.items.len() as u64, half.count);
        assert!(
            half.items
                .iter()
                .all(|item| item.fields["resource"] == "i-1")
        );
        let mut sums = Costs::default();
        for item in &half.items {
            sums += item.costs;
        }
        assert_eq!(half.totals["USD"], sums);
    }
}

#[test]
fn a_search_that_nobody_waits_for_ends() {
    struct Gone;
    impl Watch for Gone {
        fn progress(&self, _: &Path, _: u64, _: u64) -> bool {
            false
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let table = Table::focus().row(&[]);
    let file = write(
        folder.path(),
        "month.parquet",
        table.parquet(Compression::SNAPPY),
    );
    let lines = ExportFiles.lines(&[file], &september(), 10, &TagKeys::default(), &Gone);
    let lines = lines.unwrap();
    assert!(lines.cancelled);
    assert!(lines.items.is_empty());
}
