//! `arrayctl costs lines`

use domain::costs::{LineItem, LineItems, Question, money};
use engine::{AppResult, costs};

use super::asking::LinesArguments;
use crate::exit::Exit;
use crate::output::{Output, note, table};
use crate::world::World;

pub async fn run(asked: &LinesArguments, world: &World, output: &Output) -> AppResult<Exit> {
    let question = Question {
        from: Some(asked.month),
        to: Some(asked.month),
        ..asked.filter.question(&[])?
    };
    let lines = costs::lines(&world.quiet().await?, &question, asked.limit).await?;
    output.document(&lines);
    output.table(|| {
        lines.notes.iter().for_each(|one| note(one));
        lines.csv()
    });
    text(&lines, asked.limit, output);
    Ok(Exit::Done)
}

fn text(lines: &LineItems, limit: usize, output: &Output) {
    output.line(&lines.sentence);
    output.line(format!("{}.", lines.words));
    output.line("");
    if !lines.items.is_empty() {
        output.line(items(lines));
        output.line("");
    }
    for note in &lines.notes {
        output.line(note);
    }
    if let Some(ledger) = &lines.ledger {
        output.line("");
        super::report::text(ledger, limit, output);
        return;
    }
    output.line(&lines.provenance.sentence);
}

/// One line for each line item.
fn items(lines: &LineItems) -> String {
    let cost = serde_json::json!(lines.question.cost);
    let cost = cost.as_str().unwrap_or_default().to_uppercase();
    let head = [
        "DAY",
        &cost,
        "QUANTITY",
        "USAGE TYPE",
        "SERVICE",
        "RESOURCE",
        "WHERE",
    ];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for item in &lines.items {
        let field = |name: &str| item.fields.get(name).cloned().unwrap_or_default();
        rows.push(vec![
            field("day"),
            money(item.costs.get(lines.question.cost), &item.currency),
            item.quantity.to_string(),
            field("usageType"),
            field("service"),
            field("resource"),
            place(item),
        ]);
    }
    table(&rows, &[1, 2])
}

/// `focus.csv:17`
fn place(item: &LineItem) -> String {
    let file = item.file.rsplit(['/', '\\']).next().unwrap_or_default();
    format!("{file}:{}", item.row)
}
