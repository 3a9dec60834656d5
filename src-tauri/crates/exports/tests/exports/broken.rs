//! What is wrong with a file is said with file, row, column and reason; too much, and nothing comes in.

use engine::ErrorCode;
use parquet::basic::Compression;

use crate::fixtures::{Table, gzip, write, zip};
use crate::reading::read;

#[test]
fn a_broken_line_item_is_named_and_the_others_come_in() {
    let folder = tempfile::tempdir().unwrap();
    let long = "x".repeat(500);
    let mut csv = Table::focus()
        .row(&[])
        .row(&[("BilledCost", "ten")])
        .row(&[("ChargePeriodStart", "yesterday")])
        .row(&[("BillingPeriodStart", "soon")])
        .row(&[("EffectiveCost", "1e30")])
        .row(&[("ListCost", &long)])
        .row(&[("ChargePeriodStart", "1999-01-01")])
        .csv();
    csv += "too,few\n";
    csv += &format!("{}{}\n", ",".repeat(40), "too many");
    let read = read(&[write(folder.path(), "month.csv", csv)]).unwrap();
    assert_eq!((read.rows(), read.rejected()), (1, 8));
    let mut rejected: Vec<(u64, &str, &str)> = read.files[0]
        .rejected
        .iter()
        .map(|rejected| {
            (
                rejected.row,
                rejected.column.as_str(),
                rejected.reason.as_str(),
            )
        })
        .collect();
    rejected.sort_unstable();
    let cut = format!("`{}…` is not a number", "x".repeat(60));
    assert_eq!(
        rejected,
        [
            (2, "BilledCost", "`ten` is not a number"),
            (3, "ChargePeriodStart", "`yesterday` is no date or time"),
            (4, "BillingPeriodStart", "`soon` is no date or time"),
            (5, "EffectiveCost", "`1e30` is larger than any bill"),
            (6, "ListCost", cut.as_str()),
            (
                7,
                "ChargePeriodStart",
                "it lies 10105 days away from its billing month"
            ),
            (8, "", "it has 2 fields where the header has 25"),
            (9, "", "it has 41 fields where the header has 25"),
        ]
    );
}

#[test]
fn too_many_broken_line_items_end_the_import() {
    let folder = tempfile::tempdir().unwrap();
    let mut table = Table::focus();
    for row in 0..150 {
        table = table.row(&[("BilledCost", if row % 4 == 0 { "1" } else { "?" })]);
    }
    let error = read(&[write(folder.path(), "month.csv", table.csv())]).unwrap_err();
    assert_eq!(error.code, ErrorCode::InvalidInput);
    assert!(
        error.message.starts_with("101 of the first "),
        "{}",
        error.message
    );
    assert!(
        error.message.ends_with("Nothing was changed."),
        "{}",
        error.message
    );
    assert_eq!(error.fields.len(), 20);
    assert!(error.fields[0].field.ends_with("month.csv"));
    assert_eq!(
        error.fields[0].message,
        "Row 2, BilledCost: `?` is not a number."
    );
}

#[test]
fn nothing_said_is_nothing_and_odd_ways_of_writing_are_understood() {
    let folder = tempfile::tempdir().unwrap();
    let csv = Table::focus()
        .row(&[
            ("ListCost", "NULL"),
            ("ResourceId", "null"),
            ("Tags", "None"),
            ("SkuMeter", "\\N"),
        ])
        .row(&[
            ("BilledCost", "$10,000.00 "),
            ("ChargePeriodStart", "9/5/26"),
            ("BillingPeriodStart", "2026-09-01 00:00:00"),
        ])
        .row(&[
            ("BillingPeriodStart", "NULL"),
            ("ChargePeriodStart", "2026-08-31 23:00:00+00:00"),
        ])
        .csv();
    let read = read(&[write(folder.path(), "month.csv", csv)]).unwrap();
    assert_eq!((read.rows(), read.rejected()), (3, 0));
    let months: Vec<String> = read
        .months
        .iter()
        .map(|month| month.head.key.period.to_string())
        .collect();
    assert_eq!(
        months,
        ["2026-08", "2026-09"],
        "a line without a billing period is of its own month"
    );
    let september = &read.months[1];
    assert_eq!(september.head.totals["USD"].billed.to_string(), "10001");
    assert_eq!(september.head.totals["USD"].list.to_string(), "1");
    let unstated = september
        .head
        .findings
        .iter()
        .find(|finding| finding.code == "unstated-cost");
    assert_eq!(unstated.map(|finding| finding.lines), Some(1));
    assert!(september.tags.is_empty());
}

#[test]
fn text_that_is_no_utf_8_comes_in_and_a_number_that_is_none_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let mut bytes = Table::focus()
        .row(&[("ServiceName", "Caf@")])
        .row(&[("BilledCost", "@1")])
        .csv()
        .into_bytes();
    for byte in &mut bytes {
        if *byte == b'@' {
            *byte = 0xe9;
        }
    }
    let read = read(&[write(folder.path(), "latin.csv", bytes)]).unwrap();
    assert_eq!((read.rows(), read.rejected()), (1, 1));
    assert_eq!(
        read.files[0].rejected[0].reason,
        "`\u{fffd}1` is not a number"
    );
}

#[test]
fn currencies_are_never_added_up() {
    let folder = tempfile::tempdir().unwrap();
    let csv = Table::focus()
        .row(&[])
        .row(&[("BillingCurrency", "eur"), ("BilledCost", "5")])
        .csv();
    let read = read(&[write(folder.path(), "month.csv", csv)]).unwrap();
    let totals = read.totals();
    assert_eq!(totals["USD"].billed.to_string(), "1");
    assert_eq!(totals["EUR"].billed.to_string(), "5");
}

#[test]
fn a_file_that_is_no_whole_export_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut table = Table::focus();
    for row in 0..3_000 {
        let (id, cost) = (format!("i-{row}"), format!("0.{row}"));
        table = table.row(&[("ResourceId", &id), ("BilledCost", &cost)]);
    }
    let zipped = gzip(table.csv().as_bytes());
    let columns = table.parquet(Compression::SNAPPY);
    let mut middle = columns.clone();
    for byte in &mut middle[2_000..2_400] {
        *byte ^= 0x5a;
    }
    let unclosed = format!("{}\"{}", table.csv(), "x".repeat(5 << 20));
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("empty.csv", Vec::new(), "is empty: it has 0 bytes"),
        (
            "cut.csv.gz",
            zipped[..zipped.len() / 2].to_vec(),
            "is damaged",
        ),
        (
            "cut.parquet",
            columns[..columns.len() / 2].to_vec(),
            "is damaged",
        ),
        ("middle.parquet", middle, "is damaged"),
        (
            "foot.parquet",
            [&columns[..columns.len() - 6], b"xxPAR1"].concat(),
            "is damaged",
        ),
        (
            "unclosed.csv",
            unclosed.into_bytes(),
            "a quotation mark is not closed",
        ),
        (
            "other.csv",
            b"BilledCost,ChargeCategory\n1,Usage\n".to_vec(),
            "it has no column ChargePeriodStart, so it is no FOCUS export",
        ),
        (
            "cur.csv",
            b"lineItem/UnblendedCost,lineItem/LineItemType\n1,Usage\n".to_vec(),
            "it has no column line_item_usage_start_date, so it is no CUR export",
        ),
        (
            "picture.csv",
            b"\x89PNG\r\n\x1a\n\0\0\0".to_vec(),
            "is neither CSV, CSV.gz, zip nor Parquet",
        ),
        ("nothing.zip", zip(&[]), "is a zip without a CSV in it"),
        (
            "other.zip",
            zip(&[("a.csv", b"a,b\n1,2\n")]),
            "is no cost export",
        ),
        (
            "cut.zip",
            zip(&[("a.csv", table.csv().as_bytes())])[..500].to_vec(),
            "is damaged",
        ),
    ];
    for (name, bytes, what) in cases {
        let error = read(&[write(folder.path(), name, bytes)]).expect_err(name);
        assert_eq!(error.code, ErrorCode::InvalidInput, "{name}");
        assert!(error.message.starts_with(name), "{name}: {}", error.message);
        assert!(error.message.contains(what), "{name}: {}", error.message);
        assert!(
            error.message.ends_with("Nothing was changed."),
            "{name}: {}",
            error.message
        );
        assert!(error.hint.is_some(), "{name} says what to do");
        assert!(
            error.fields[0].field.ends_with(name),
            "{name} is named as a field"
        );
    }
}

#[test]
fn a_header_alone_is_an_export_without_line_items() {
    let folder = tempfile::tempdir().unwrap();
    let read = read(&[write(folder.path(), "month.csv", Table::focus().csv())]).unwrap();
    assert_eq!(
        (read.rows(), read.months.len(), read.files.len()),
        (0, 0, 1)
    );
}
