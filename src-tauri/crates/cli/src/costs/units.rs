//! `arrayctl costs units`

use domain::costs::{CountedBy, DocumentTable, UnitSeries, money};
use engine::{AppResult, costs};

use super::rules::UnitsCommand;
use crate::exit::Exit;
use crate::output::{Output, table};
use crate::world::World;

pub async fn run(command: &UnitsCommand, world: &World, output: &Output) -> AppResult<Exit> {
    let engine = world.quiet().await?;
    match command {
        UnitsCommand::Show(question) => {
            let told = costs::units(&engine, &question.question(&[])?).await?;
            output.document(&told);
            output.table(|| DocumentTable::of_units(&told).csv());
            output.line(format!("{}.", told.words));
            for series in &told.units {
                output.line(&series.sentence);
                let unit = series.unit;
                if series.months.iter().all(|month| month.each.is_none()) {
                    output.line(format!(
                        "Say it with: arrayctl costs units set {unit} MONTH COUNT"
                    ));
                }
                output.line(months(series));
                output.line("");
            }
            output.line(&told.provenance.sentence);
        }
        UnitsCommand::Set { unit, month, count } => {
            let counts = costs::set_unit_count(&engine, (*unit, *month), Some(*count)).await?;
            output.document(&serde_json::json!({ "counts": counts }));
            let month = month.words();
            output.line(format!("{month}: {count} {unit}."));
        }
        UnitsCommand::Remove { unit, month } => {
            let counts = costs::set_unit_count(&engine, (*unit, *month), None).await?;
            output.document(&serde_json::json!({ "counts": counts }));
            let month = month.words();
            output.line(format!("{month}: no count of {unit} is kept."));
        }
    }
    Ok(Exit::Done)
}

fn months(series: &UnitSeries) -> String {
    let head = ["MONTH", "COST", "COUNT", "EACH", "CHANGE", ""];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for month in &series.months {
        let shown = |amount| money(amount, &series.currency);
        let note = match (month.counted_by, month.whole) {
            (_, false) => "goes on",
            (CountedBy::Launches, _) => "launches and updates from here",
            (CountedBy::Nobody, _) => "nobody counted",
            (CountedBy::Given, _) => "",
        };
        rows.push(vec![
            month.month.to_string(),
            shown(month.amount),
            month.count.map_or(String::new(), |count| count.to_string()),
            month.each.map_or(String::new(), shown),
            month.change.map_or(String::new(), |change| {
                super::drivers::signed(&shown(change))
            }),
            note.to_owned(),
        ]);
    }
    table(&rows, &[1, 2, 3, 4])
}
