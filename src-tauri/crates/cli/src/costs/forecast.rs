//! `arrayctl costs forecast`

use domain::costs::{DocumentTable, Series, money};
use engine::{AppResult, costs};

use super::asking::QuestionArguments;
use crate::exit::Exit;
use crate::output::{Output, table};
use crate::world::World;

pub async fn run(asked: &QuestionArguments, world: &World, output: &Output) -> AppResult<Exit> {
    let question = asked.question(&[])?;
    let trend = costs::trend(&world.quiet().await?, &question).await?;
    output.document(&trend);
    output.table(|| DocumentTable::of_trend(&trend).csv());
    output.line(format!("{}.", trend.words));
    for series in &trend.series {
        text(series, output);
    }
    output.line(&trend.provenance.sentence);
    Ok(Exit::Done)
}

fn text(series: &Series, output: &Output) {
    output.line("");
    let shown = |amount| money(amount, &series.currency);
    if let Some(forecast) = &series.forecast {
        output.line(&forecast.sentence);
        let rows = [
            ("Charged already", forecast.so_far),
            ("Taxes and purchases to come", forecast.other_charges),
            ("Expected", forecast.expected),
            ("Low", forecast.low),
            ("High", forecast.high),
        ];
        let rows = rows.map(|(what, amount)| vec![what.to_owned(), shown(amount)]);
        output.line("");
        output.line(table(&rows, &[1]));
    }
    if let Some(why) = &series.no_forecast {
        output.line(why);
    }
    output.line("");
    if series.anomalies.is_empty() {
        output.line("Nothing stands out of the trend.");
    } else {
        output.line("What stands out:");
        for anomaly in &series.anomalies {
            output.line(format!("  {}", anomaly.sentence));
        }
    }
    output.line("");
}
