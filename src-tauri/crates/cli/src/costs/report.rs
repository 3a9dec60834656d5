//! `arrayctl costs report`

use domain::costs::{Amount, Costs, Report, ReportRow, csv, money, percent};
use engine::{AppResult, costs};

use super::asking::ReportArguments;
use crate::exit::Exit;
use crate::output::{Output, table};
use crate::world::World;

pub async fn run(asked: &ReportArguments, world: &World, output: &Output) -> AppResult<Exit> {
    let question = asked.question.question(&asked.by)?;
    if asked.allocated {
        super::allocate::report(&world.quiet().await?, &question, output).await?;
        return Ok(Exit::Done);
    }
    let report = costs::report(&world.quiet().await?, &question).await?;
    output.document(&report);
    output.table(|| csv(&report));
    text(&report, asked.top, output);
    Ok(Exit::Done)
}

pub fn text(report: &Report, top: usize, output: &Output) {
    output.line(&report.sentence);
    output.line(format!("{}.", report.words));
    output.line("");
    let question = &report.question;
    let names = question.by.iter().map(|field| field.words().to_uppercase());
    let cost = serde_json::json!(question.cost);
    let cost = cost.as_str().unwrap_or_default().to_uppercase();
    let mut lines = vec![
        names
            .chain([cost, "SHARE".to_owned()])
            .collect::<Vec<String>>(),
    ];
    let amount = |row: &ReportRow| row.costs.get(question.cost);
    let whole = |currency: &str| {
        let costs = report
            .totals
            .get(currency)
            .map(|costs| costs.get(question.cost));
        costs.unwrap_or_default()
    };
    let figures = |part: Amount, currency: &str| {
        [
            money(part, currency),
            percent(part, whole(currency)).unwrap_or_default(),
        ]
    };
    let (shown, rest) = report.rows.split_at(top.min(report.rows.len()));
    for row in shown {
        let fields = question.by.iter();
        let values = fields.map(|field| field.shown(&row.values[&field.to_string()]).to_owned());
        let cells = values.chain(figures(amount(row), &row.currency));
        lines.push(cells.collect());
    }
    let named = |what: String, part: Amount, currency: &str| {
        let mut cells = vec![what];
        cells.resize(question.by.len().max(1), String::new());
        cells.extend(figures(part, currency));
        cells
    };
    for (currency, costs) in &report.totals {
        let of_currency: Vec<&ReportRow> = rest
            .iter()
            .filter(|row| row.currency == *currency)
            .collect();
        if !of_currency.is_empty() {
            let sum: Amount = of_currency.iter().map(|row| amount(row)).sum();
            let what = format!("({} more: --top {})", of_currency.len(), report.rows.len());
            lines.push(named(what, sum, currency));
        }
        if !question.by.is_empty() {
            lines.push(named(
                "Total".to_owned(),
                Costs::get(costs, question.cost),
                currency,
            ));
        }
    }
    let width = question.by.len();
    output.line(table(&lines, &[width, width + 1]));
    output.line("");
    output.line(&report.provenance.sentence);
}
