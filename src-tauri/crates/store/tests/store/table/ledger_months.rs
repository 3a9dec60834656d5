use std::path::Path;

use domain::costs::testing::{Line, exact, month};
use domain::costs::{
    ColumnName, Cost, Costs, Dimension, Grain, ImportedMonth, ResourceRow, Rows, TagRow, Text,
};
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
    for grain in Grain::OF_LEDGER {
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

fn with_details() -> ImportedMonth {
    let costs = Costs::from_array([exact("10"), exact("9.5"), exact("12"), exact("10")]);
    let resource = |id: &str| ResourceRow {
        id: id.to_owned(),
        name: "api".to_owned(),
        account: "210000000001".to_owned(),
        region: "us-east-1".to_owned(),
        service: "service 1".to_owned(),
        usage_type: "type 1".to_owned(),
        environment: "prod".to_owned(),
        component: String::new(),
        team: "crew".to_owned(),
        currency: "USD".to_owned(),
        costs,
        quantity: exact("744"),
        first_day: 20_697,
        last_day: 20_726,
        lines: 30,
    };
    let tag = |value: &str| TagRow {
        key: "cost-centre".to_owned(),
        raw_key: "user:Cost-Centre".to_owned(),
        value: value.to_owned(),
        currency: "USD".to_owned(),
        costs,
    };
    ImportedMonth {
        resources: vec![resource("i-2"), resource("i-1")],
        tags: vec![tag("7"), tag("12")],
        ..imported()
    }
}

/// Values of a text column, row by row.
fn texts(rows: &Rows, text: Text) -> Vec<&str> {
    let column = rows.text(text).unwrap();
    let codes = column.codes.iter();
    codes
        .map(|code| column.values[*code as usize].as_str())
        .collect()
}

#[tokio::test]
async fn details_come_back_and_so_do_those_that_an_earlier_version_kept_as_json() {
    let (_folder, path) = place();
    let month = with_details();
    let (store, id) = stored(&path, &month).await;
    let ledger: &dyn Ledger = &store;
    assert_eq!(ledger.resources(id).await.unwrap(), month.resources);
    store.close().await;
    let packed = |json: String| {
        let bytes = lz4_flex::compress_prepend_size(json.as_bytes());
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        format!("X'{hex}'")
    };
    let older = format!(
        "DELETE FROM ledger_columns WHERE grain IN ('resource', 'tag');
        INSERT INTO ledger_columns (month_id, grain, name, bytes)
        VALUES ({id}, 'detail', 'resources', {}), ({id}, 'detail', 'tags', {})",
        packed(serde_json::to_string(&month.resources).unwrap()),
        packed(serde_json::to_string(&month.tags).unwrap()),
    );
    sql(&path, &older).await.unwrap();
    let store = Store::open(&path, &key()).await.unwrap();
    let ledger: &dyn Ledger = &store;
    assert_eq!(ledger.resources(id).await.unwrap(), month.resources);
    let tags = read(&store, id, Grain::Tag, &ColumnName::all(Grain::Tag)).await;
    assert_eq!(texts(&tags, Text::TagValue), ["7", "12"]);
    assert_eq!(texts(&tags, Text::RawTagKey), ["user:Cost-Centre"; 2]);
    assert_eq!(costs(&tags, Cost::Effective), ["9.5", "9.5"]);
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
