//! `arrayctl costs drivers`

use domain::costs::{DocumentTable, Waterfall, money};
use engine::{AppResult, costs};

use super::asking::{FilterArguments, SideArguments};
use crate::exit::Exit;
use crate::output::{Output, table};
use crate::world::World;

pub async fn run(
    sides: &SideArguments,
    asked: &FilterArguments,
    top: usize,
    world: &World,
    output: &Output,
) -> AppResult<Exit> {
    let question = asked.question(&[])?;
    let engine = world.quiet().await?;
    let drivers = costs::drivers(&engine, &question, sides.from, sides.to).await?;
    output.document(&drivers);
    output.table(|| DocumentTable::of_drivers(&drivers).csv());
    output.line(format!("{}.", drivers.words));
    for waterfall in &drivers.waterfalls {
        output.line(&waterfall.sentence);
        output.line("");
        output.line(steps(waterfall));
        output.line("");
        output.line(lines(waterfall, top));
        output.line("");
    }
    output.line(&drivers.provenance.sentence);
    Ok(Exit::Done)
}

/// The waterfall, from before to after.
pub fn steps(waterfall: &Waterfall) -> String {
    let shown = |amount| money(amount, &waterfall.currency);
    let mut rows = vec![vec!["Before".to_owned(), shown(waterfall.before)]];
    for step in &waterfall.steps {
        rows.push(vec![
            step.kind.words().to_owned(),
            signed(&shown(step.amount)),
        ]);
    }
    rows.push(vec!["After".to_owned(), shown(waterfall.after)]);
    table(&rows, &[1])
}

fn lines(waterfall: &Waterfall, top: usize) -> String {
    let shown = |amount| money(amount, &waterfall.currency);
    let head = ["CHANGE", "WHY", "WHAT", "BEFORE", "AFTER"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for line in waterfall.lines.iter().take(top) {
        rows.push(vec![
            signed(&shown(line.amount)),
            line.kind.words().to_owned(),
            line.what.clone(),
            shown(line.before),
            shown(line.after),
        ]);
    }
    let more = waterfall.lines.len().saturating_sub(top);
    if more > 0 {
        rows.push(vec![
            String::new(),
            String::new(),
            format!("({more} more: --top)"),
        ]);
    }
    table(&rows, &[0, 3, 4])
}

/// `+$3.00`
pub fn signed(shown: &str) -> String {
    if shown.starts_with('-') {
        shown.to_owned()
    } else {
        format!("+{shown}")
    }
}
