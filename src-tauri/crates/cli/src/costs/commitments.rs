//! `arrayctl costs commitments`

use domain::costs::{Commitments, DocumentTable, money};
use engine::{AppResult, costs};

use super::asking::QuestionArguments;
use crate::exit::Exit;
use crate::output::{Output, table};
use crate::world::World;

pub async fn run(asked: &QuestionArguments, world: &World, output: &Output) -> AppResult<Exit> {
    let told = costs::commitments(&world.quiet().await?, &asked.question(&[])?).await?;
    output.document(&told);
    output.table(|| DocumentTable::of_commitments(&told).csv());
    output.line(format!("{}.", told.words));
    if told.rows.is_empty() {
        output.line("No savings plan or reservation was bought or used.");
    }
    for currency in &told.currencies {
        output.line(&currency.sentence);
    }
    if !told.rows.is_empty() {
        output.line("");
        output.line(listed(&told));
        output.line("");
    }
    output.line(&told.provenance.sentence);
    Ok(Exit::Done)
}

fn listed(told: &Commitments) -> String {
    let head = [
        "COMMITMENT",
        "PURCHASED",
        "USED",
        "UNUSED",
        "UTILISATION",
        "SAVED",
    ];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for row in &told.rows {
        let shown = |amount| money(amount, &row.currency);
        let share = row.utilisation.map(|part| format!("{:.0}%", part * 100.0));
        rows.push(vec![
            row.id.clone(),
            shown(row.purchased),
            shown(row.used),
            shown(row.unused),
            share.unwrap_or_default(),
            shown(row.saved),
        ]);
    }
    table(&rows, &[1, 2, 3, 4, 5])
}
