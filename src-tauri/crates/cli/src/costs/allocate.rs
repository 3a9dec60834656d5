//! `arrayctl costs allocate`, and `costs report --allocated`

use domain::costs::{
    AllocatedCosts, AllocationMethod, AllocationRule, DocumentTable, Field, Question, money,
};
use engine::{AppResult, Engine, costs};

use super::rules::AllocateArguments;
use crate::exit::Exit;
use crate::output::{Output, table};
use crate::world::World;

pub async fn run(asked: &AllocateArguments, world: &World, output: &Output) -> AppResult<Exit> {
    let engine = world.quiet().await?;
    let rule = match asked.method {
        None => costs::allocation(&engine).await?,
        Some(method) => {
            let rule = AllocationRule {
                method: method.into(),
                shares: asked.share.iter().cloned().collect(),
                shared_environments: asked.shared.iter().cloned().collect(),
            };
            costs::set_allocation(&engine, rule).await?
        }
    };
    output.document(&rule);
    output.line(format!("{}.", rule.words()));
    Ok(Exit::Done)
}

/// The report with shares.
pub async fn report(engine: &Engine, question: &Question, output: &Output) -> AppResult<()> {
    let told = costs::allocated(engine, question).await?;
    output.document(&told);
    output.table(|| DocumentTable::of_allocated(&told).csv());
    output.line(&told.sentence);
    output.line(format!("{}.", told.words));
    output.line("");
    output.line(rows(&told));
    output.line("");
    output.line(&told.provenance.sentence);
    Ok(())
}

fn rows(told: &AllocatedCosts) -> String {
    let head = ["MONTH", "ENVIRONMENT", "DIRECT", "SHARED", "TOTAL"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for row in &told.rows {
        let costs = [row.costs.direct, row.costs.shared, row.costs.total];
        let names = [
            row.month.map_or(String::new(), |month| month.to_string()),
            Field::ENVIRONMENT.shown(&row.environment).to_owned(),
        ];
        let amounts = costs.map(|amount| money(amount, &row.currency));
        rows.push(names.into_iter().chain(amounts).collect());
    }
    for (currency, costs) in &told.totals {
        let amounts = [costs.direct, costs.shared, costs.total];
        let names = [String::new(), "Total".to_owned()];
        let amounts = amounts.map(|amount| money(amount, currency));
        rows.push(names.into_iter().chain(amounts).collect());
    }
    if told.rows.iter().all(|row| row.month.is_none()) {
        rows.iter_mut().for_each(|row| drop(row.remove(0)));
        return table(&rows, &[1, 2, 3]);
    }
    table(&rows, &[2, 3, 4])
}

impl From<super::rules::MethodChoice> for AllocationMethod {
    fn from(choice: super::rules::MethodChoice) -> Self {
        use super::rules::MethodChoice;
        match choice {
            MethodChoice::None => Self::None,
            MethodChoice::Even => Self::Even,
            MethodChoice::Proportional => Self::Proportional,
            MethodChoice::Fixed => Self::Fixed,
        }
    }
}
