use std::path::Path;

use domain::costs::testing::{Line, month};
use domain::costs::{ColumnName, Cost, Dimension, Grain, ImportedMonth, Rows};
use engine::costs::import::{Import, ImportSource};
use engine::costs::ports::Ledger;
use store::Store;

use crate::fixtures::{key, place, sql};

/// Costs of which some differ from the effective one, and of different digits.
fn imported() -> ImportedMonth {
    let lines: Vec<Line> = (0..300)
        .map(|line| {
            Line::new(&format!("service {}", line % 3), &format!("{line}.1234567"))
                .with(Dimension::UsageType, &format!("type {}", line % 10))
                .cost(Cost::Billed, if line % 4 == 0 { "0" } else { "1.5" })
                .cost(Cost::List, &format!("{line}.1234567"))
                .cost(Cost::Contracted, &format!("{line}.123456789012345678"))
                .on((line % 30) as i16)
        })
        .collect();
    month("2026-09", &lines)
}

async fn stored(path: &Path, month: &ImportedMonth) -> (Store, i64) {
    let store = Store::open(path, &key()).await.unwrap();
    let paths = vec!["costs.csv".to_owned()];
    let import = Import::begun("one".to_owned(), ImportSource::Files { paths }, "me", 0);
    let ledger: &dyn Ledger = &store;
    ledger.add_import(&import).await.unwrap();
    assert!(ledger.lease_import("one", "me", 0, 1000).await.unwrap());
    let months = std::slice::from_ref(month);
    ledger
        .replace_months(months, &import, "me", 0)
        .await
        .unwrap();
    let id = ledger.months().await.unwrap()[0].id;
    (store, id)
}

async fn read(store: &Store, id: i64, grain: Grain, names: &[ColumnName]) -> Rows {
    let ledger: &dyn Ledger = store;
    ledger.rows(&[id], grain, names).await.unwrap().remove(0)
}

/// Amounts of every row, in whichever form they are kept.
fn costs(rows: &Rows, cost: Cost) -> Vec<String> {
    let column = rows.cost(cost).unwrap();
    (0..rows.len())
        .map(|row| column.get(row).to_string())
        .collect()
}

#[tokio::test]
async fn rows_come_back_at_every_grain_whichever_columns_are_asked_for() {
    let (_folder, path) = place();
    let month = imported();
    let (store, id) = stored(&path, &month).await;
    for grain in Grain::ALL {
        let written = match grain {
            Grain::Day => month.rows.clone(),
            _ => month.rows.coarser(grain).unwrap(),
        };
        // One cost alone, which is kept beside another that is not asked for.
        let alone = read(&store, id, grain, &[ColumnName::Cost(Cost::Billed)]).await;
        assert_eq!(costs(&alone, Cost::Billed), costs(&written, Cost::Billed));
        let whole = read(&store, id, grain, &ColumnName::all(grain)).await;
        for cost in Cost::ALL {
            assert_eq!(costs(&whole, cost), costs(&written, cost), "{grain:?}");
        }
        assert_eq!(whole.days(), written.days());
        assert_eq!(whole.lines(), written.lines());
        for dimension in Dimension::ALL {
            assert_eq!(whole.dimension(dimension), written.dimension(dimension));
        }
    }
    store.close().await;
}

#[tokio::test]
async fn a_month_of_an_earlier_version_answers_by_day_as_well() {
    let (_folder, path) = place();
    let month = imported();
    let (store, id) = stored(&path, &month).await;
    store.close().await;
    sql(
        &path,
        "DELETE FROM ledger_columns WHERE grain = 'serviceDay'",
    )
    .await
    .unwrap();
    let store = Store::open(&path, &key()).await.unwrap();
    let names = [ColumnName::Day, ColumnName::Cost(Cost::List)];
    let rows = read(&store, id, Grain::ServiceDay, &names).await;
    assert_eq!(costs(&rows, Cost::List), costs(&month.rows, Cost::List));
    assert_eq!(rows.days(), month.rows.days());
    store.close().await;
}

#[tokio::test]
async fn a_month_knows_how_large_it_is() {
    let (_folder, path) = place();
    let (store, _) = stored(&path, &imported()).await;
    let ledger: &dyn Ledger = &store;
    let told = ledger.months().await.unwrap()[0].bytes;
    store.close().await;
    // What the migration tells of months that were there before it.
    let measured = "UPDATE ledger_months SET bytes = LENGTH(head) + (
        SELECT SUM(LENGTH(bytes)) FROM ledger_columns WHERE month_id = ledger_months.id)";
    sql(&path, measured).await.unwrap();
    let store = Store::open(&path, &key()).await.unwrap();
    let ledger: &dyn Ledger = &store;
    assert_eq!(ledger.months().await.unwrap()[0].bytes, told);
    store.close().await;
    assert!(told > 3_000, "300 rows of 19 columns: {told}");
}
