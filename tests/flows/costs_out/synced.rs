//! The practice account's costs in a store on disk, and every line item of them.

use std::collections::BTreeMap;

use domain::costs::{Amount, Field, Period, Question};
use engine::Engine;
use engine::costs::billing::period_of;
use engine::costs::{self, ImportSource, ImportState, import, sync};
use engine::environments::PRACTICE;
use store::Store;

use crate::world::{World, key};

/// A line item of the export, as its CSV has it.
pub type Item = BTreeMap<String, String>;

/// The practice account's costs in a store on disk.
pub struct Synced {
    pub world: World,
    pub engine: Engine,
    /// Every line item that was delivered, read by nothing of the app's.
    pub items: Vec<Item>,
    pub folder: tempfile::TempDir,
}

pub async fn synced() -> Synced {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("console.db");
    let world = World::over(Store::open(&path, &key()).await.unwrap());
    let engine = world.engine();
    let exports = sync::exports(&engine, PRACTICE).await.unwrap();
    let billing = engine.clouds.billing(PRACTICE).await.unwrap();
    let listing = billing
        .objects(&exports[0], &format!("{}data/", exports[0].folder()), None)
        .await
        .unwrap();
    let mut items = Vec::new();
    for object in &listing.objects {
        assert!(period_of(&object.key).is_some());
        let to = folder.path().join("delivered.csv");
        billing.fetch(&exports[0], object, &to).await.unwrap();
        items.extend(read(&std::fs::read_to_string(to).unwrap()));
    }
    let source = ImportSource::DataExport {
        account: PRACTICE.to_owned(),
        export: exports[0].clone(),
    };
    let begun = sync::start(&engine, source).await.unwrap();
    let done = import::carry_out(&engine, &begun.id).await.unwrap();
    assert_eq!(done.state, ImportState::Done, "{:?}", done.failure);
    Synced {
        world,
        engine,
        items,
        folder,
    }
}

pub fn read(text: &str) -> Vec<Item> {
    let mut lines = text.lines().map(cells);
    let head = lines.next().unwrap();
    lines
        .map(|cells| head.iter().cloned().zip(cells).collect())
        .collect()
}

fn cells(line: &str) -> Vec<String> {
    let (mut cells, mut quoted) = (vec![String::new()], false);
    for letter in line.chars() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            other => cells.last_mut().unwrap().push(other),
        }
    }
    cells
}

impl Synced {
    /// What line items add up to, exactly.
    pub fn truth(&self, column: &str, of: impl Fn(&Item) -> bool) -> Amount {
        let items = self.items.iter().filter(|item| of(item));
        items
            .map(|item| item[column].parse::<Amount>().unwrap())
            .sum()
    }

    pub async fn report(&self, by: &[Field], month: Option<Period>) -> domain::costs::Report {
        let question = Question {
            by: by.to_vec(),
            from: month,
            to: month,
            ..Question::default()
        };
        costs::report(&self.engine, &question).await.unwrap()
    }
}

pub fn of_month(item: &Item, month: Period) -> bool {
    item["BillingPeriodStart"].starts_with(&month.to_string())
}

pub const OCTOBER: Period = Period {
    year: 2026,
    month: 10,
};
pub const NOVEMBER: Period = Period {
    year: 2026,
    month: 11,
};
