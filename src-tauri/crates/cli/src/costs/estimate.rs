//! `arrayctl costs estimate`

use domain::costs::{DocumentTable, EstimateComparison, money};
use engine::costs::{self, EstimateComparisons};
use engine::{AppError, AppResult, ErrorCode};

use super::asking::EstimateArguments;
use crate::exit::Exit;
use crate::output::{Output, table};
use crate::world::World;

pub async fn run(asked: &EstimateArguments, world: &World, output: &Output) -> AppResult<Exit> {
    let engine = world.quiet().await?;
    let environment = asked.environment.as_deref();
    let told = match (&asked.adopt, environment) {
        (None, _) => costs::estimates(&engine, environment, asked.month, asked.cost.into()).await?,
        (Some(keys), Some(name)) => costs::adopt_estimate(&engine, name, asked.month, keys).await?,
        (Some(_), None) => return Err(nobody()),
    };
    shown(&told, output);
    Ok(Exit::Done)
}

fn nobody() -> AppError {
    AppError::new(
        ErrorCode::InvalidInput,
        "Assumptions are taken over from one environment.",
    )
    .hint("Name it: arrayctl costs estimate staging --adopt")
}

fn shown(told: &EstimateComparisons, output: &Output) {
    output.document(told);
    output.table(|| DocumentTable::of_estimates(&told.environments)[0].csv());
    if told.environments.is_empty() {
        output.line("No environment was launched from here, so there is no estimate to compare.");
    }
    for environment in &told.environments {
        one(environment, output);
    }
    if !told.adopted.is_empty() {
        let keys = told.adopted.join(", ");
        output.line(format!(
            "Taken over: {keys}. The next plan assumes it, whichever environment it is of."
        ));
    }
}

fn one(told: &EstimateComparison, output: &Output) {
    output.line(&told.sentence);
    output.line("");
    let dollars = |amount| money(amount, "USD");
    let head = ["COMPONENT", "STACKS", "ESTIMATED", "ACTUAL", "DIFFERENCE"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for row in &told.components {
        let name = match row.component.as_str() {
            "" => "(untagged)",
            component => component,
        };
        let stacks = match row.stacks.is_empty() {
            true => "not in the plan".to_owned(),
            false => row.stacks.join(", "),
        };
        let amounts = [row.estimated, row.actual, row.difference].map(dollars);
        rows.push(
            [name.to_owned(), stacks]
                .into_iter()
                .chain(amounts)
                .collect(),
        );
    }
    output.line(table(&rows, &[2, 3, 4]));
    output.line("");
    let mut rows = vec![
        ["WHAT", "ESTIMATED", "ACTUAL", "DIFFERENCE"]
            .map(str::to_owned)
            .to_vec(),
    ];
    for reason in &told.reasons {
        let amounts = [reason.estimated, reason.actual, reason.difference].map(dollars);
        rows.push([reason.what.clone()].into_iter().chain(amounts).collect());
    }
    output.line(table(&rows, &[1, 2, 3]));
    for proposal in &told.proposals {
        output.line(format!(
            "  {}: {} is assumed, {} would fit ({}): {}",
            proposal.key, proposal.now, proposal.proposed, proposal.unit, proposal.why
        ));
    }
    if !told.proposals.is_empty() {
        let name = &told.environment;
        output.line(format!(
            "Take that over with: arrayctl costs estimate {name} --adopt"
        ));
    }
    output.line(&told.provenance.sentence);
    output.line("");
}
