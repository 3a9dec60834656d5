//! `arrayctl costs compare`

use domain::costs::{Amount, Comparison, DocumentTable, Field, money, percent};
use engine::{AppResult, costs};

use super::asking::{FilterArguments, SideArguments};
use super::drivers::signed;
use crate::exit::Exit;
use crate::output::{Output, table};
use crate::world::World;

type Asked<'a> = (&'a [Field], &'a SideArguments, &'a FilterArguments);

pub async fn run(
    (by, sides, asked): Asked<'_>,
    top: usize,
    world: &World,
    output: &Output,
) -> AppResult<Exit> {
    let question = asked.question(by)?;
    let engine = world.quiet().await?;
    let compared = costs::compare(&engine, &question, sides.from, sides.to).await?;
    output.document(&compared);
    output.table(|| DocumentTable::of_comparison(by, &compared).csv());
    output.line(format!("{}.", compared.words));
    output.line("");
    output.line(text(&compared, by, top));
    output.line("");
    output.line(&compared.provenance.sentence);
    Ok(Exit::Done)
}

fn text(compared: &Comparison, by: &[Field], top: usize) -> String {
    let names = by.iter().map(|field| field.words().to_uppercase());
    let head = ["BEFORE", "AFTER", "CHANGE", "%"].map(str::to_owned);
    let mut rows: Vec<Vec<String>> = vec![names.chain(head).collect()];
    let figures = |before: Amount, after: Amount, currency: &str| {
        [
            money(before, currency),
            money(after, currency),
            signed(&money(after - before, currency)),
            percent(after - before, before).unwrap_or_default(),
        ]
    };
    for row in compared.rows.iter().take(top) {
        let fields = by.iter();
        let values = fields.map(|field| field.shown(&row.values[&field.to_string()]).to_owned());
        let (before, after) = (row.costs.before, row.costs.after);
        let cost = compared.cost;
        rows.push(
            values
                .chain(figures(before.get(cost), after.get(cost), &row.currency))
                .collect(),
        );
    }
    let labelled = |label: String| {
        let mut cells = vec![label];
        cells.resize(by.len().max(1), String::new());
        cells
    };
    let more = compared.rows.len().saturating_sub(top);
    if more > 0 {
        rows.push(labelled(format!("({more} more: --top)")));
    }
    for (currency, total) in &compared.totals {
        let mut cells = labelled("Total".to_owned());
        let (before, after) = (total.before, total.after);
        cells.extend(figures(
            before.get(compared.cost),
            after.get(compared.cost),
            currency,
        ));
        rows.push(cells);
    }
    let width = by.len();
    table(&rows, &[width, width + 1, width + 2, width + 3])
}
