//! The reference data beside the repository: real, generated, and the specification's own examples.

use std::collections::BTreeMap;
use std::fs;

use domain::costs::{Amount, Cost, Dimension, ExportFormat, newest_service};

use crate::reading::{read, reference, value};

fn amount(text: &str) -> Amount {
    text.parse().expect("an amount")
}

/// Adds a column of a plain CSV up, by exact decimals and without this crate's reader.
fn column_total(text: &str, column: &str) -> Amount {
    let mut rows = text.lines().map(fields);
    let header = rows.next().expect("a header");
    let at = header
        .iter()
        .position(|name| name == column)
        .expect("the column");
    rows.filter(|row| row[at] != "NULL")
        .map(|row| amount(&row[at]))
        .sum()
}

fn fields(line: &str) -> Vec<String> {
    let (mut fields, mut field, mut quoted) = (Vec::new(), String::new(), false);
    for character in line.chars() {
        match character {
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(std::mem::take(&mut field)),
            other => field.push(other),
        }
    }
    fields.push(field);
    fields
}

#[test]
fn all_of_the_real_sample_comes_in() {
    let Some(path) = reference("focus/focus_sample_dev_v1.0.csv") else {
        return;
    };
    let text = fs::read_to_string(&path).expect("the sample");
    let read = read(&[path]).expect("the sample is an export");
    assert_eq!((read.rows(), read.rejected()), (598, 0));
    assert_eq!(read.files[0].format, ExportFormat::Focus1_0);
    let usd = read.totals()["USD"];
    for (cost, column) in [
        (Cost::Billed, "BilledCost"),
        (Cost::Effective, "EffectiveCost"),
        (Cost::List, "ListCost"),
        (Cost::Contracted, "ContractedCost"),
    ] {
        assert_eq!(usd.get(cost), column_total(&text, column), "{column}");
    }
    let providers: Vec<&str> = read
        .months
        .iter()
        .map(|month| month.head.key.provider.as_str())
        .collect();
    assert!(
        providers.contains(&"AWS") && providers.contains(&"Oracle"),
        "{providers:?}"
    );
}

#[test]
fn the_generated_set_has_its_truth_in_every_group() {
    let (Some(csv), Some(parquet), Some(golden)) = (
        reference("focus/gen_dev_50k.csv.gz"),
        reference("focus/gen_dev_50k.parquet"),
        reference("focus/gen_dev_50k.golden_groupby.csv"),
    ) else {
        return;
    };
    let golden = fs::read_to_string(golden).expect("the golden groups");
    for path in [csv, parquet] {
        let read = read(std::slice::from_ref(&path)).expect("an export");
        assert_eq!(
            (read.rows(), read.rejected()),
            (50_000, 0),
            "{}",
            path.display()
        );
        assert_eq!(read.files[0].format, ExportFormat::Focus1_2Aws);
        let mut groups: BTreeMap<[String; 4], ([f64; 3], u64)> = BTreeMap::new();
        let month = &read.months[0];
        let first = month.head.key.period.first_day().days();
        let (days, lines) = (month.rows.days().unwrap(), month.rows.lines().unwrap());
        for row in 0..month.rows.len() {
            let date = domain::catalogue::Date::from_days(first + i64::from(days[row]));
            let environment = match value(month, Dimension::Environment, row) {
                "" => "(untagged)",
                tagged => tagged,
            };
            let key = [
                date.to_string(),
                value(month, Dimension::Service, row).to_owned(),
                environment.to_owned(),
                value(month, Dimension::ChargeCategory, row).to_owned(),
            ];
            let group = groups.entry(key).or_default();
            for (sum, cost) in group
                .0
                .iter_mut()
                .zip([Cost::Billed, Cost::Effective, Cost::List])
            {
                *sum += month.rows.cost(cost).unwrap().get(row).to_f64();
            }
            group.1 += u64::from(lines[row]);
        }
        let mut expected = 0;
        for line in golden.lines().skip(1) {
            let row = fields(line);
            let key = [
                row[0].clone(),
                newest_service(&row[1]).to_owned(),
                row[2].clone(),
                row[3].clone(),
            ];
            let (sums, lines) = groups
                .get(&key)
                .unwrap_or_else(|| panic!("{key:?} is missing"));
            for (sum, text) in sums.iter().zip(&row[4..7]) {
                let truth: f64 = text.parse().unwrap();
                assert!((sum - truth).abs() < 1e-6, "{key:?}: {sum} is not {truth}");
            }
            assert_eq!(lines.to_string(), row[7], "{key:?}");
            expected += 1;
        }
        assert_eq!(groups.len(), expected, "no group but the golden ones");
    }
}

#[test]
fn every_example_of_the_specification_comes_in() {
    let Some(folder) = reference("focus/spec_examples") else {
        return;
    };
    for entry in fs::read_dir(folder).expect("the examples") {
        let path = entry.expect("an entry").path();
        let text = fs::read_to_string(&path).expect("text");
        let rows = text
            .lines()
            .skip(1)
            .filter(|line| !line.trim().is_empty())
            .count() as u64;
        let read = read(std::slice::from_ref(&path))
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert_eq!(
            (read.rows(), read.rejected()),
            (rows, 0),
            "{}",
            path.display()
        );
        let billed: Amount = read.totals().values().map(|costs| costs.billed).sum();
        let text = text.trim_start_matches('\u{feff}');
        let text: Vec<&str> = text
            .lines()
            .filter(|line| !line.trim().is_empty())
            .collect();
        assert_eq!(
            billed,
            column_total(&text.join("\n"), "BilledCost"),
            "{}",
            path.display()
        );
    }
}

#[test]
fn the_legacy_cur_adds_up_exactly() {
    let Some(path) = reference("cur/nise_legacy_cur_2026-08.csv.gz") else {
        return;
    };
    let mut text = String::new();
    let file = fs::File::open(&path).expect("the report");
    std::io::Read::read_to_string(&mut flate2::read::MultiGzDecoder::new(file), &mut text)
        .expect("text");
    let read = read(&[path]).expect("a report");
    assert_eq!((read.rows(), read.rejected()), (4_512, 0));
    assert_eq!(read.files[0].format, ExportFormat::LegacyCur);
    let usd = read.totals()["USD"];
    assert_eq!(usd.billed, column_total(&text, "lineItem/UnblendedCost"));
    let month = &read.months[0];
    assert_eq!(month.head.key.period.to_string(), "2026-08");
    assert!(month.tags.iter().any(|tag| tag.key == "environment"));
}
