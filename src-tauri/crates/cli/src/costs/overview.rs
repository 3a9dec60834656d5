//! `arrayctl costs overview`

use domain::costs::{Overview, Period, money, percent};
use engine::{AppResult, costs};

use super::asking::FilterArguments;
use super::drivers::steps;
use crate::exit::Exit;
use crate::output::{Output, table};
use crate::world::World;

pub async fn run(
    month: Option<Period>,
    asked: &FilterArguments,
    world: &World,
    output: &Output,
) -> AppResult<Exit> {
    let question = asked.question(&[])?;
    let overview = costs::overview(&world.quiet().await?, &question, month).await?;
    output.document(&overview);
    text(&overview, output);
    Ok(Exit::Done)
}

fn text(overview: &Overview, output: &Output) {
    for one in &overview.currencies {
        output.line(&one.sentence);
        if let Some(forecast) = &one.forecast {
            output.line(&forecast.sentence);
        }
        for said in one
            .no_forecast
            .iter()
            .chain(one.budgets.iter().map(|state| &state.sentence))
        {
            output.line(said);
        }
        for anomaly in &one.anomalies {
            output.line(&anomaly.sentence);
        }
        output.line("");
        if let Some(waterfall) = &one.waterfall {
            output.line(steps(waterfall));
            output.line("");
        }
        let mut rows = vec![["ENVIRONMENT", "COST", "SHARE"].map(str::to_owned).to_vec()];
        let report = &overview.environments;
        for row in report
            .rows
            .iter()
            .filter(|row| row.currency == one.currency)
        {
            let amount = row.costs.get(overview.cost);
            let field = domain::costs::Field::ENVIRONMENT;
            rows.push(vec![
                field.shown(&row.values["environment"]).to_owned(),
                money(amount, &one.currency),
                percent(amount, one.amount).unwrap_or_default(),
            ]);
        }
        output.line(table(&rows, &[1, 2]));
        output.line("");
    }
    output.line(&overview.provenance.sentence);
}
