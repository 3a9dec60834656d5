//! `arrayctl costs budget`

use domain::costs::{Budget, DocumentTable, money};
use engine::costs::{self, Budgets};
use engine::{AppError, AppResult, ErrorCode};

use super::rules::BudgetCommand;
use crate::exit::Exit;
use crate::output::Output;
use crate::world::World;

pub async fn run(command: &BudgetCommand, world: &World, output: &Output) -> AppResult<Exit> {
    let engine = world.quiet().await?;
    match command {
        BudgetCommand::Set {
            monthly,
            environment,
            currency,
            cost,
        } => {
            let budget = Budget {
                environment: environment.clone(),
                currency: currency.clone(),
                monthly: *monthly,
                cost: (*cost).into(),
            };
            shown(&costs::set_budget(&engine, budget).await?, output);
        }
        BudgetCommand::Remove { environment } => {
            shown(
                &costs::remove_budget(&engine, environment.as_deref()).await?,
                output,
            );
        }
        BudgetCommand::List { month } => shown(&costs::budgets(&engine, *month).await?, output),
        BudgetCommand::Check { month, forecast } => {
            let budgets = costs::budgets(&engine, *month).await?;
            if budgets.budgets.is_empty() {
                return Err(nothing_to_check(&budgets));
            }
            shown(&budgets, output);
            if budgets.over(*forecast) {
                return Ok(Exit::OverBudget);
            }
        }
    }
    Ok(Exit::Done)
}

/// A check that checks nothing must not pass.
fn nothing_to_check(budgets: &Budgets) -> AppError {
    AppError::new(ErrorCode::NotFound, budgets.sentence.clone()).hint(
        "Set one with: arrayctl costs budget set 1200 --environment staging; import costs with: arrayctl \
         costs import PATH.",
    )
}

fn shown(budgets: &Budgets, output: &Output) {
    output.document(budgets);
    output.table(|| DocumentTable::of_budgets(&budgets.budgets).csv());
    output.line(&budgets.sentence);
    for state in &budgets.budgets {
        output.line(format!("  {}", state.sentence));
    }
    for budget in &budgets.unknown {
        let monthly = money(budget.monthly, &budget.currency);
        output.line(format!("  {monthly} a month for {}", budget.of()));
    }
    if budgets.month.is_some() {
        output.line(&budgets.provenance.sentence);
    }
}
