//! Kinds of files beside the usual: CUR in Parquet, Parquet inside zips, codecs, a reading that is stopped.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use arrow_array::builder::{MapBuilder, StringBuilder};
use arrow_array::{ArrayRef, Float64Array, RecordBatch, StringArray, TimestampMicrosecondArray};
use arrow_schema::{Field, Schema};
use domain::costs::{Dimension, ExportFormat, TagKeys};
use engine::ErrorCode;
use engine::costs::ports::{CostFiles, Reading, Watch};
use exports::ExportFiles;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;

use crate::fixtures::{Table, write, zip};
use crate::reading::read;

fn parquet(columns: Vec<(&str, ArrayRef)>) -> Vec<u8> {
    let fields = columns
        .iter()
        .map(|(name, array)| Field::new(*name, array.data_type().clone(), true));
    let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
    let arrays = columns.into_iter().map(|(_, array)| array).collect();
    let batch = RecordBatch::try_new(schema.clone(), arrays).expect("columns are equally long");
    let mut out = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut out, schema, None).expect("a writer");
    writer.write(&batch).expect("written");
    writer.close().expect("closed");
    out
}

fn texts(values: &[&str]) -> ArrayRef {
    Arc::new(
        values
            .iter()
            .map(|text| Some(*text))
            .collect::<StringArray>(),
    )
}

fn map(rows: &[&[(&str, &str)]]) -> ArrayRef {
    let mut map = MapBuilder::new(None, StringBuilder::new(), StringBuilder::new());
    for row in rows {
        for (key, value) in *row {
            map.keys().append_value(key);
            map.values().append_value(value);
        }
        map.append(true).expect("keys and values are as many");
    }
    Arc::new(map.finish())
}

/// 2 August 2026 in microseconds, as Athena types it.
const START: i64 = 1_785_628_800_000_000;

/// CUR 2.0 as Data Exports types it; tags and products as they are given.
fn cur2(more: Vec<(&'static str, ArrayRef)>) -> Vec<u8> {
    let times = |at: i64| Arc::new(TimestampMicrosecondArray::from(vec![at; 2])) as ArrayRef;
    let mut columns = vec![
        ("bill_payer_account_id", texts(&["1", "1"])),
        (
            "bill_billing_period_start_date",
            times(START - 86_400_000_000),
        ),
        ("line_item_usage_account_id", texts(&["2", "3"])),
        ("line_item_line_item_type", texts(&["Usage", "Tax"])),
        ("line_item_usage_start_date", times(START)),
        ("line_item_product_code", texts(&["AmazonEC2", "AmazonEC2"])),
        ("line_item_usage_type", texts(&["BoxUsage", ""])),
        ("line_item_currency_code", texts(&["USD", "USD"])),
        (
            "line_item_unblended_cost",
            Arc::new(Float64Array::from(vec![0.25, 0.02])) as ArrayRef,
        ),
    ];
    columns.extend(more);
    parquet(columns)
}

fn checked(bytes: Vec<u8>, format: ExportFormat) {
    let folder = tempfile::tempdir().expect("a folder");
    let read = read(&[write(folder.path(), "cur.parquet", bytes)]).expect("it is read");
    assert_eq!(read.files[0].format, format);
    let month = &read.months[0];
    assert_eq!(month.head.key.period.to_string(), "2026-08");
    assert_eq!(month.head.totals["USD"].effective.to_string(), "0.27");
    let environments = &month
        .rows
        .dimension(Dimension::Environment)
        .expect("kept")
        .values;
    assert_eq!(environments, &["", "dev"]);
    let regions = &month
        .rows
        .dimension(Dimension::Region)
        .expect("kept")
        .values;
    assert!(regions.contains(&"eu-west-1".to_owned()), "{regions:?}");
}

#[test]
fn cur_in_parquet_is_read_with_maps_and_with_a_column_for_each_tag() {
    let regions: &[&[(&str, &str)]] = &[&[("region", "eu-west-1")], &[]];
    checked(
        cur2(vec![
            ("product", map(regions)),
            ("resource_tags", map(&[&[("user_env", "dev")], &[]])),
        ]),
        ExportFormat::Cur2,
    );
    checked(
        cur2(vec![
            ("product_region_code", texts(&["eu-west-1", ""])),
            ("resource_tags_user_env", texts(&["dev", ""])),
        ]),
        ExportFormat::LegacyCur,
    );
}

#[test]
fn parquet_inside_a_zip_is_read_like_parquet() {
    let folder = tempfile::tempdir().unwrap();
    let part = |day: &str, cost: &str| {
        let start = format!("2026-09-{day}T00:00:00Z");
        let table = Table::focus().row(&[("BilledCost", cost), ("ChargePeriodStart", &start)]);
        table.parquet(Compression::SNAPPY)
    };
    let (first, second) = (part("01", "1"), part("02", "2"));
    let both = zip(&[("a.snappy.parquet", &first), ("b.parquet", &second)]);
    let read = read(&[write(folder.path(), "month.zip", both)]).unwrap();
    assert_eq!(read.totals()["USD"].billed.to_string(), "3");
    assert!(
        read.files[1].path.ends_with("month.zip: b.parquet"),
        "{}",
        read.files[1].path
    );
    let cut = zip(&[("a.parquet", &first[..first.len() - 9])]);
    let error = crate::reading::read(&[write(folder.path(), "cut.zip", cut)]).unwrap_err();
    assert_eq!(error.fields[0].code, "damaged-file", "{error}");
}

#[test]
fn a_codec_that_is_not_read_is_named() {
    let folder = tempfile::tempdir().unwrap();
    // The writer has no Brotli either: the codec's number is changed where the footer has it.
    let bytes = Table::focus().row(&[]).parquet(Compression::SNAPPY);
    let end = bytes.len() - 8;
    let length = u32::from_le_bytes(bytes[end..end + 4].try_into().unwrap());
    let footer = end - length as usize;
    let mut brotli = bytes.clone();
    let mut changed = 0;
    // Compact Thrift: field 4 of ColumnMetaData is an i32, written 0x15 and the codec in zigzag: 2 is
    // Snappy, 8 Brotli.
    for at in footer..end - 2 {
        if bytes[at..at + 2] == [0x15, 0x02] && bytes[at + 2] == 0x16 {
            brotli[at + 1] = 0x08;
            changed += 1;
        }
    }
    assert!(changed > 5, "the codecs were found: {changed}");
    let error = read(&[write(folder.path(), "month.parquet", brotli)]).unwrap_err();
    assert_eq!(error.code, ErrorCode::InvalidInput);
    assert!(
        error
            .message
            .starts_with("month.parquet is compressed with BROTLI"),
        "{}",
        error.message
    );
}

/// Ends a reading at its first, second or later look.
struct Impatient(AtomicU64);

impl Watch for Impatient {
    fn progress(&self, _: &Path, _: u64, _: u64) -> bool {
        self.0.fetch_sub(1, Ordering::Relaxed) > 1
    }
}

#[test]
fn a_reading_that_is_stopped_gives_nothing_whatever_the_container() {
    let folder = tempfile::tempdir().unwrap();
    let table = (0..9_000).fold(Table::focus(), |table, row| {
        let id = format!("i-{row}");
        table.row(&[("ResourceId", &id)])
    });
    let csv = table.csv();
    let snappy = table.parquet(Compression::SNAPPY);
    for (name, bytes) in [
        ("a.csv", csv.clone().into_bytes()),
        ("a.csv.gz", crate::fixtures::gzip(csv.as_bytes())),
        ("a.zip", zip(&[("a.csv", csv.as_bytes())])),
        ("b.zip", zip(&[("a.parquet", &snappy)])),
        ("a.parquet", snappy),
    ] {
        let path = write(folder.path(), name, bytes);
        let survey = ExportFiles.survey(&[path]).unwrap();
        for looks in [1, 2] {
            let watch = Impatient(AtomicU64::new(looks));
            let reading = ExportFiles.read(&survey.deliveries[0], &TagKeys::default(), &watch);
            assert!(matches!(reading, Ok(Reading::Cancelled)), "{name}, {looks}");
        }
    }
}
