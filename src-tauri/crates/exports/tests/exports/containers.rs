//! The same line items in every container and type give the same months.

use domain::costs::{Dimension, ExportFormat};
use parquet::basic::Compression;

use crate::fixtures::{Table, gzip, write, zip};
use crate::reading::{read, value};

fn table() -> Table {
    Table::focus()
        .row(&[("Tags", r#"{"user_env":"prod","user:Team":"crew, \"A\""}"#)])
        .row(&[
            ("ChargePeriodStart", "2026-09-04T05:00:00Z"),
            ("BilledCost", "0.0005684772"),
            ("Tags", r#"{"user_env":"staging"}"#),
        ])
        .row(&[
            ("BilledCost", "-3.5"),
            ("ChargeCategory", "Credit"),
            ("ResourceId", ""),
        ])
        .row(&[("SubAccountId", "210000000002"), ("RegionId", "eu-west-1")])
}

#[test]
fn the_same_line_items_make_the_same_month_in_every_container() {
    let folder = tempfile::tempdir().unwrap();
    let csv = table().csv();
    let bom = format!("\u{feff}{}", csv.replace('\n', "\r\n"));
    let (first, second) = csv.split_at(csv.len() / 2);
    let two_members = [gzip(first.as_bytes()), gzip(second.as_bytes())].concat();
    let files: Vec<(&str, Vec<u8>)> = vec![
        ("plain.csv", csv.clone().into_bytes()),
        ("windows.csv", bom.into_bytes()),
        ("one.csv.gz", gzip(csv.as_bytes())),
        ("two-members.csv.gz", two_members),
        (
            "archive.zip",
            zip(&[("a/month.csv", csv.as_bytes()), ("read me.txt", b"hello")]),
        ),
        (
            "gzipped.zip",
            zip(&[("month.csv.gz", &gzip(csv.as_bytes()))]),
        ),
        ("plain.parquet", table().parquet(Compression::UNCOMPRESSED)),
        ("snappy.parquet", table().parquet(Compression::SNAPPY)),
        (
            "gzip.parquet",
            table().parquet(Compression::GZIP(Default::default())),
        ),
        (
            "zstd.parquet",
            table().parquet(Compression::ZSTD(Default::default())),
        ),
        ("lz4.parquet", table().parquet(Compression::LZ4_RAW)),
        // A name says nothing: what a file is, is told from what is in it.
        ("misnamed.txt", table().parquet(Compression::SNAPPY)),
    ];
    let mut months = Vec::new();
    for (name, bytes) in files {
        let path = write(folder.path(), name, bytes);
        let read =
            read(std::slice::from_ref(&path)).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(read.files[0].format, ExportFormat::Focus1_2Aws, "{name}");
        assert_eq!(
            (read.rows(), read.rejected(), read.months.len()),
            (4, 0, 1),
            "{name}"
        );
        let mut month = read.months[0].clone();
        assert_eq!(month.head.source, [path.display().to_string()]);
        month.head.source.clear();
        months.push((name, month));
    }
    for (name, month) in &months[1..] {
        assert_eq!(
            month, &months[0].1,
            "{name} is the same month as {}",
            months[0].0
        );
    }
    let month = &months[0].1;
    assert_eq!(month.head.totals["USD"].billed.to_string(), "-1.4994315228");
    assert_eq!(month.head.tag_keys, ["user:Team", "user_env"]);
    let environments: Vec<&str> = (0..month.rows.len())
        .map(|row| value(month, Dimension::Environment, row))
        .collect();
    assert!(environments.contains(&"prod") && environments.contains(&"staging"));
    let team = month
        .tags
        .iter()
        .find(|tag| tag.key == "team")
        .expect("the team's tag");
    assert_eq!(team.value, "crew, \"A\"");
}
