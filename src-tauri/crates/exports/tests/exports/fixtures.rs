//! Small exports made for a test.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::builder::{MapBuilder, StringBuilder};
use arrow_array::{ArrayRef, Float64Array, RecordBatch, StringArray, TimestampMillisecondArray};
use arrow_schema::{DataType, Field, Schema, TimeUnit};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;

/// A table of texts, with what every line item of it has unless it says something else.
#[derive(Clone)]
pub struct Table {
    pub columns: Vec<&'static str>,
    usual: BTreeMap<&'static str, &'static str>,
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// A FOCUS 1.2 export of AWS, of September 2026.
    pub fn focus() -> Self {
        Self::new(&[
            ("ProviderName", "AWS"),
            ("BillingAccountId", "111122223333"),
            ("BillingPeriodStart", "2026-09-01T00:00:00Z"),
            ("BillingCurrency", "USD"),
            ("ChargePeriodStart", "2026-09-03T05:00:00Z"),
            ("ChargeCategory", "Usage"),
            ("ChargeClass", ""),
            ("ChargeFrequency", "Usage-Based"),
            ("CommitmentDiscountId", ""),
            ("CommitmentDiscountStatus", ""),
            ("PricingCategory", "Standard"),
            ("PricingQuantity", "1"),
            ("SubAccountId", "210000000001"),
            ("SubAccountName", "array-prod"),
            ("RegionId", "us-east-1"),
            ("ServiceName", "Amazon Elastic Compute Cloud"),
            ("SkuMeter", "BoxUsage:m6i.large"),
            ("ResourceId", "i-1"),
            ("InvoiceId", "1"),
            ("x_ServiceCode", "AmazonEC2"),
            ("Tags", ""),
            ("BilledCost", "1"),
            ("EffectiveCost", "1"),
            ("ListCost", "1"),
            ("ContractedCost", "1"),
        ])
    }

    /// A legacy CUR, of August 2026.
    pub fn cur() -> Self {
        Self::new(&[
            ("bill/PayerAccountId", "111122223333"),
            ("bill/BillingPeriodStartDate", "2026-08-01T00:00:00Z"),
            ("lineItem/UsageAccountId", "210000000001"),
            ("lineItem/LineItemType", "Usage"),
            ("lineItem/UsageStartDate", "2026-08-02T00:00:00Z"),
            ("lineItem/ProductCode", "AmazonEC2"),
            ("lineItem/UsageType", "BoxUsage:m6i.large"),
            ("lineItem/ResourceId", "i-1"),
            ("lineItem/CurrencyCode", "USD"),
            ("lineItem/UsageAmount", "1"),
            ("lineItem/UnblendedCost", "1"),
            ("lineItem/NetUnblendedCost", ""),
            ("product/ProductName", "Amazon Elastic Compute Cloud"),
            ("product/regionCode", "us-east-1"),
            ("pricing/term", "OnDemand"),
            ("pricing/publicOnDemandCost", "1"),
            ("reservation/ReservationARN", ""),
            ("reservation/EffectiveCost", ""),
            ("reservation/NetEffectiveCost", ""),
            ("reservation/UnusedAmortizedUpfrontFeeForBillingPeriod", ""),
            ("reservation/UnusedRecurringFee", ""),
            ("savingsPlan/SavingsPlanARN", ""),
            ("savingsPlan/SavingsPlanEffectiveCost", ""),
            ("savingsPlan/TotalCommitmentToDate", ""),
            ("savingsPlan/UsedCommitment", ""),
            ("splitLineItem/ParentResourceId", ""),
            ("splitLineItem/SplitCost", ""),
            ("splitLineItem/UnusedCost", ""),
            ("resourceTags/user:environment", ""),
            ("resourceTags/user:Team", ""),
        ])
    }

    fn new(usual: &[(&'static str, &'static str)]) -> Self {
        Self {
            columns: usual.iter().map(|(column, _)| *column).collect(),
            usual: usual.iter().copied().collect(),
            rows: Vec::new(),
        }
    }

    /// One more line item, which differs from the usual in some columns.
    pub fn row(mut self, differs: &[(&str, &str)]) -> Self {
        for (column, _) in differs {
            assert!(self.columns.contains(column), "there is a column {column}");
        }
        let row = self.columns.iter().map(|column| {
            let own = differs.iter().find(|(name, _)| name == column);
            own.map_or(self.usual[column], |(_, value)| value)
                .to_owned()
        });
        let row = row.collect();
        self.rows.push(row);
        self
    }

    pub fn csv(&self) -> String {
        let quoted = |field: &str| {
            if field.contains([',', '"', '\n']) {
                format!("\"{}\"", field.replace('"', "\"\""))
            } else {
                field.to_owned()
            }
        };
        let mut out = self.columns.join(",") + "\n";
        for row in &self.rows {
            let fields: Vec<String> = row.iter().map(|field| quoted(field)).collect();
            out += &(fields.join(",") + "\n");
        }
        out
    }

    /// Typed as AWS types it: costs as doubles, times as timestamps, tags as a map.
    pub fn parquet(&self, compression: Compression) -> Vec<u8> {
        let mut fields = Vec::new();
        let mut arrays: Vec<ArrayRef> = Vec::new();
        for (at, column) in self.columns.iter().enumerate() {
            let texts: Vec<&str> = self.rows.iter().map(|row| row[at].as_str()).collect();
            let array: ArrayRef = if column.ends_with("Cost") || column.ends_with("Quantity") {
                Arc::new(
                    texts
                        .iter()
                        .map(|text| text.parse::<f64>().ok())
                        .collect::<Float64Array>(),
                )
            } else if column.ends_with("PeriodStart") {
                let hours = |text: &str| text[11..13].parse::<i64>().unwrap_or(0) * 3_600_000;
                let day = |text: &str| {
                    let number =
                        |range: std::ops::Range<usize>| text[range].parse().expect("a date");
                    let date = domain::catalogue::Date::new(
                        number(0..4),
                        number(5..7) as u8,
                        number(8..10) as u8,
                    );
                    date.days() * 86_400_000 + hours(text)
                };
                Arc::new(
                    texts
                        .iter()
                        .map(|text| Some(day(text)))
                        .collect::<TimestampMillisecondArray>(),
                )
            } else if *column == "Tags" {
                let mut tags = MapBuilder::new(None, StringBuilder::new(), StringBuilder::new());
                for text in &texts {
                    let object: BTreeMap<String, String> =
                        serde_json::from_str(text).unwrap_or_default();
                    for (key, value) in &object {
                        tags.keys().append_value(key);
                        tags.values().append_value(value);
                    }
                    tags.append(!object.is_empty())
                        .expect("keys and values are as many");
                }
                Arc::new(tags.finish())
            } else {
                let texts = texts.iter().map(|text| (!text.is_empty()).then_some(*text));
                Arc::new(texts.collect::<StringArray>())
            };
            let kind = match array.data_type() {
                DataType::Timestamp(_, _) => DataType::Timestamp(TimeUnit::Millisecond, None),
                other => other.clone(),
            };
            fields.push(Field::new(*column, kind, true));
            arrays.push(array);
        }
        let schema = Arc::new(Schema::new(fields));
        let batch = RecordBatch::try_new(schema.clone(), arrays).expect("columns are equally long");
        let properties = WriterProperties::builder()
            .set_compression(compression)
            .build();
        let mut out = Vec::new();
        let mut writer =
            ArrowWriter::try_new(&mut out, schema, Some(properties)).expect("a writer");
        writer.write(&batch).expect("written");
        writer.close().expect("closed");
        out
    }
}

/// Text as gzip.
pub fn gzip(text: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    out.write_all(text).expect("compressed");
    out.finish().expect("compressed")
}

/// A zip of members.
pub fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        let options = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Deflated);
        out.start_file(*name, options).expect("a member");
        out.write_all(bytes).expect("compressed");
    }
    out.finish().expect("a zip").into_inner()
}

/// Writes a file below a folder, with the folders above it.
pub fn write(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
    fs::write(&path, bytes).expect("written");
    path
}
