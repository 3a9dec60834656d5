//! A whole import of cost exports into a new encrypted store, for the comparison of `tests/bench/costs.py`.
//! Run with `cargo run --release -p store --example costs EXPORT NEW-FOLDER`; prints one line of JSON.
#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};

use domain::costs::{Amount, ColumnName, Grain, Rows, TagKeys};
use engine::costs::ports::{CostFiles, Ledger, Reading, Watch};
use exports::ExportFiles;
use store::Store;

#[allow(dead_code)]
#[path = "../tests/store/fixtures.rs"]
mod fixtures;
#[path = "../benches/import/mod.rs"]
mod import;

struct Patient;

impl Watch for Patient {
    fn progress(&self, _: &Path, _: u64, _: u64) -> bool {
        true
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut args = std::env::args_os().skip(1).map(PathBuf::from);
    let (export, folder) = (args.next().unwrap(), args.next().unwrap());
    std::fs::create_dir(&folder).unwrap();
    let path = folder.join("ledger.db");
    let store = Store::open(&path, &fixtures::key()).await.unwrap();
    let import = import::running(&export);
    let ledger: &dyn Ledger = &store;
    ledger.add_import(&import).await.unwrap();
    ledger
        .lease_import("measured", "me", 0, i64::MAX)
        .await
        .unwrap();
    for delivery in ExportFiles.survey(&[export]).unwrap().deliveries {
        let Reading::Whole { months, .. } = ExportFiles
            .read(&delivery, &TagKeys::default(), &Patient)
            .unwrap()
        else {
            unreachable!("nobody cancels");
        };
        ledger
            .replace_months(&months, &import, "me", 0)
            .await
            .unwrap();
    }
    let (mut groups, mut lines, mut billed, mut effective) = (0, 0, Amount::ZERO, Amount::ZERO);
    for month in ledger.months().await.unwrap() {
        let rows = ledger
            .rows(&[month.id], Grain::Day, &[ColumnName::Day])
            .await
            .unwrap();
        groups += rows.iter().map(Rows::len).sum::<usize>();
        lines += month.head.lines;
        for costs in month.head.totals.values() {
            billed += costs.billed;
            effective += costs.effective;
        }
    }
    store.close().await;
    println!(
        r#"{{"groups":{groups},"rows":{lines},"billed":"{billed}","effective":"{effective}"}}"#
    );
}
