//! The line items behind a figure.

use std::collections::BTreeMap;

use domain::costs::{Dimension, MonthKey, TagKeys};
use engine::costs::ports::{CostFiles, LineFilter, Lines};
use exports::ExportFiles;
use parquet::basic::Compression;

use crate::fixtures::{Table, write};
use crate::reading::Patient;

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
    let ask = |file: usize, day, limit| -> Lines {
        let filter = LineFilter {
            month: MonthKey {
                provider: "AWS".to_owned(),
                billing_account: "111122223333".to_owned(),
                period: "2026-09".parse().unwrap(),
            },
            day,
            values: BTreeMap::from([(
                Dimension::Service,
                vec!["Amazon OpenSearch Service".to_owned()],
            )]),
            resource: None,
        };
        ExportFiles
            .lines(
                &files[file..=file],
                &filter,
                limit,
                &TagKeys::default(),
                &Patient,
            )
            .unwrap()
    };
    for (at, name) in ["month.csv", "month.parquet"].into_iter().enumerate() {
        let all = ask(at, None, 10);
        let rows: Vec<u64> = all.items.iter().map(|item| item.row).collect();
        assert_eq!(
            (rows.as_slice(), all.count, all.whole),
            ([2, 3, 4].as_slice(), 3, true),
            "{name}"
        );
        assert_eq!(all.items[0].file, name);
        let billed = |item: usize| {
            let value = all.items[item]
                .values
                .iter()
                .find(|(column, _)| column == "BilledCost");
            value.map(|(_, value)| value.as_str())
        };
        assert_eq!((billed(0), billed(2)), (Some("2"), Some("4")), "{name}");
        assert!(
            all.items[0]
                .values
                .iter()
                .all(|(_, value)| !value.is_empty()),
            "{name}"
        );
        let day = ask(at, Some(4), 10);
        assert_eq!((day.items.len(), day.items[0].row), (1, 4), "{name}");
        let first = ask(at, None, 1);
        assert_eq!((first.items.len(), first.count), (1, 3), "{name}");
    }
}
