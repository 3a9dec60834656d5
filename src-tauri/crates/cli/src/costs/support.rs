//! `arrayctl costs support`

use domain::costs::{DocumentTable, Field, SupportCosts, money};
use engine::{AppResult, costs};

use super::asking::QuestionArguments;
use crate::exit::Exit;
use crate::output::{Output, table};
use crate::world::World;

pub async fn run(asked: &QuestionArguments, world: &World, output: &Output) -> AppResult<Exit> {
    let told = costs::support(&world.quiet().await?, &asked.question(&[])?).await?;
    output.document(&told);
    output.table(|| DocumentTable::of_support(&told).csv());
    output.line(&told.sentence);
    if !told.months.is_empty() {
        output.line("");
        output.line(months(&told));
    }
    output.line("");
    for cluster in &told.clusters {
        output.line(&cluster.sentence);
    }
    output.line(&told.provenance.sentence);
    Ok(Exit::Done)
}

fn months(told: &SupportCosts) -> String {
    let head = ["MONTH", "ENVIRONMENT", "REGION", "CLUSTER MONTHS", "COST"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for month in &told.months {
        rows.push(vec![
            month.month.to_string(),
            Field::ENVIRONMENT.shown(&month.environment).to_owned(),
            month.region.clone(),
            format!("{:.2}", month.cluster_months.to_f64()),
            money(month.amount, &month.currency),
        ]);
    }
    table(&rows, &[3, 4])
}
