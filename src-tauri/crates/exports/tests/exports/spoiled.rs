//! Whatever bytes a file has, reading it ends: with months that add up, or with an error. Never with a
//! panic, and never with a part.

use std::sync::LazyLock;

use domain::costs::{Amount, Cost, TagKeys};
use engine::ErrorCode;
use engine::costs::ports::{CostFiles, Delivery, Reading};
use exports::ExportFiles;
use parquet::basic::Compression;
use proptest::prelude::*;

use crate::fixtures::{Table, gzip, write, zip};
use crate::reading::Patient;

fn table(base: Table) -> Table {
    (0..40).fold(base, |table, row| {
        let cost = format!("{}.{row:04}", row % 7);
        if table.columns.contains(&"BilledCost") {
            let tags = format!(
                r#"{{"user_env":"e{}","user_team":"t{}"}}"#,
                row % 3,
                row % 5
            );
            let id = format!("i-{row}");
            table.row(&[("BilledCost", &cost), ("Tags", &tags), ("ResourceId", &id)])
        } else {
            table.row(&[("lineItem/UnblendedCost", &cost)])
        }
    })
}

/// A valid file of every kind.
static VALID: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let focus = table(Table::focus());
    let csv = focus.csv().into_bytes();
    vec![
        csv.clone(),
        table(Table::cur()).csv().into_bytes(),
        gzip(&csv),
        zip(&[("month.csv", &csv)]),
        zip(&[("month.parquet", &focus.parquet(Compression::SNAPPY))]),
        focus.parquet(Compression::SNAPPY),
        focus.parquet(Compression::UNCOMPRESSED),
        focus.parquet(Compression::GZIP(Default::default())),
        focus.parquet(Compression::ZSTD(Default::default())),
        focus.parquet(Compression::LZ4_RAW),
    ]
});

/// Reads bytes as a file: whole and in order, or refused.
fn held(bytes: &[u8]) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = write(folder.path(), "some file", bytes);
    let survey = match ExportFiles.survey(&[path]) {
        Ok(survey) => survey,
        Err(error) => {
            assert_eq!(error.code, ErrorCode::InvalidInput, "{error}");
            return;
        }
    };
    for delivery in &survey.deliveries {
        whole(delivery);
    }
}

/// Reads a delivery: months that add up, or a refusal.
pub fn whole(delivery: &Delivery) {
    match ExportFiles.read(delivery, &TagKeys::default(), &Patient) {
        Err(error) => assert_eq!(error.code, ErrorCode::InvalidInput, "{error}"),
        Ok(Reading::Cancelled) => unreachable!("nobody cancelled"),
        Ok(Reading::Whole { files, months }) => {
            let rows: u64 = files.iter().map(|file| file.rows).sum();
            let lines: u64 = months.iter().map(|month| month.head.lines).sum();
            assert!(lines <= rows, "{lines} line items of {rows} rows");
            for month in months {
                for cost in Cost::ALL {
                    let column = month.rows.cost(cost).expect("all columns are there");
                    let sum: Amount = (0..column.len()).map(|row| column.get(row)).sum();
                    let total: Amount = month
                        .head
                        .totals
                        .values()
                        .map(|costs| costs.get(cost))
                        .sum();
                    assert_eq!(sum, total, "{cost:?} of {}", month.head.key.period);
                }
            }
        }
    }
}

/// One thing that happens to a file.
#[derive(Debug, Clone)]
pub enum Spoil {
    Flip(usize, u8),
    Cut(usize),
    Insert(usize, Vec<u8>),
    Remove(usize, usize),
    /// Two stretches change places.
    Swap(usize, usize, usize),
}

impl Spoil {
    pub fn apply(&self, bytes: &mut Vec<u8>) {
        let length = bytes.len().max(1);
        match self {
            Self::Flip(at, mask) => {
                if let Some(byte) = bytes.get_mut(at % length) {
                    *byte ^= mask;
                }
            }
            Self::Cut(at) => bytes.truncate(at % length),
            Self::Insert(at, more) => {
                let at = at % length;
                let tail = bytes.split_off(at.min(bytes.len()));
                bytes.extend(more);
                bytes.extend(tail);
            }
            Self::Remove(at, count) => {
                let from = (at % length).min(bytes.len());
                let to = (from + count % 64).min(bytes.len());
                bytes.drain(from..to);
            }
            Self::Swap(a, b, count) => {
                for step in 0..count % 64 {
                    let (a, b) = ((a + step) % length, (b + step) % length);
                    if a < bytes.len() && b < bytes.len() {
                        bytes.swap(a, b);
                    }
                }
            }
        }
    }
}

pub fn spoils() -> impl Strategy<Value = Vec<Spoil>> {
    let one = prop_oneof![
        4 => (any::<usize>(), 1..=255_u8).prop_map(|(at, mask)| Spoil::Flip(at, mask)),
        1 => any::<usize>().prop_map(Spoil::Cut),
        1 => (any::<usize>(), prop::collection::vec(any::<u8>(), 1..20)).prop_map(|(at, more)| Spoil::Insert(at, more)),
        1 => (any::<usize>(), any::<usize>()).prop_map(|(at, count)| Spoil::Remove(at, count)),
        1 => (any::<usize>(), any::<usize>(), any::<usize>()).prop_map(|(a, b, count)| Spoil::Swap(a, b, count)),
    ];
    prop::collection::vec(one, 1..6)
}

proptest! {
    #[test]
    fn arbitrary_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        held(&bytes);
    }

    #[test]
    fn arbitrary_text_below_a_header(text in "[ -~\n\",]{0,300}") {
        held(format!("BilledCost,ChargeCategory,ChargePeriodStart,Tags\n{text}").as_bytes());
    }

    #[test]
    fn spoiled_files_of_every_kind(kind in 0..10_usize, spoils in spoils()) {
        let mut bytes = VALID[kind].clone();
        for spoil in &spoils {
            spoil.apply(&mut bytes);
        }
        held(&bytes);
    }

    #[test]
    fn spoiled_amounts_of_any_size(amounts in prop::collection::vec("-?[0-9]{1,40}(\\.[0-9]{1,40})?([eE]-?[0-9]{1,3})?", 1..60)) {
        let table = amounts.iter().fold(table(Table::focus()), |table, amount| {
            table.row(&[("BilledCost", amount), ("PricingQuantity", amount)])
        });
        held(table.csv().as_bytes());
    }

    #[test]
    fn columns_in_any_order(seed in any::<u64>()) {
        let mut swapped = table(Table::focus());
        let count = swapped.columns.len();
        let mut state = seed;
        for at in (1..count).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let other = (state >> 33) as usize % (at + 1);
            swapped.columns.swap(at, other);
            for row in &mut swapped.rows {
                row.swap(at, other);
            }
        }
        let folder = tempfile::tempdir().unwrap();
        let months = |name: &str, table: &Table| {
            let path = write(folder.path(), name, table.csv());
            crate::reading::read(&[path]).unwrap().months
        };
        let (mut a, b) = (months("a.csv", &swapped), months("b.csv", &table(Table::focus())));
        a[0].head.source.clone_from(&b[0].head.source);
        prop_assert_eq!(a, b);
    }
}
