//! `arrayctl costs`: what the platform costs. Only `sync` and `exports` call AWS; reports never do.

mod allocate;
mod arguments;
mod asking;
mod budget;
mod commitments;
mod compare;
mod delete;
mod drivers;
mod estimate;
mod export;
mod forecast;
mod getting;
mod import;
mod lines;
mod months;
mod overview;
mod quality;
mod report;
mod rules;
mod support;
mod sync;
mod units;
mod waste;

pub use arguments::{CostsArguments, CostsCommand};

use engine::{AppError, AppResult, ErrorCode};

use crate::exit::Exit;
use crate::output::Output;
use crate::world::World;

pub async fn run(asked: &CostsArguments, world: &World, output: &Output) -> AppResult<Exit> {
    if asked.csv && output.json {
        let message = "One of --json and --csv is printed, not both.";
        return Err(AppError::new(ErrorCode::InvalidInput, message));
    }
    if asked.csv && !asked.command.has_table() {
        let message = "This command has no table to print as CSV.";
        return Err(AppError::new(ErrorCode::InvalidInput, message).hint("Take --json."));
    }
    if asked.mask {
        output.masked(engine::costs::mask(&world.quiet().await?).await?);
    }
    carried_out(asked, world, output).await
}

async fn carried_out(asked: &CostsArguments, world: &World, output: &Output) -> AppResult<Exit> {
    match &asked.command {
        CostsCommand::Import(asked) => import::run(asked, world, output).await,
        CostsCommand::Export { file, by, question } => {
            export::run(file, (by, asked.mask), question, world, output).await
        }
        CostsCommand::Exports => sync::exports(world, output).await,
        CostsCommand::Sync(asked) => sync::run(asked, world, output).await,
        CostsCommand::Spend(asked) => sync::spend(asked, world, output).await,
        CostsCommand::Report(report) => report::run(report, world, output).await,
        CostsCommand::Lines(asked) => lines::run(asked, world, output).await,
        CostsCommand::Overview { month, question } => {
            overview::run(*month, question, world, output).await
        }
        CostsCommand::Drivers {
            sides,
            question,
            top,
        } => drivers::run(sides, question, *top, world, output).await,
        CostsCommand::Compare {
            by,
            sides,
            question,
            top,
        } => compare::run((by, sides, question), *top, world, output).await,
        CostsCommand::Forecast(question) => forecast::run(question, world, output).await,
        CostsCommand::Estimate(asked) => estimate::run(asked, world, output).await,
        CostsCommand::Allocate(asked) => allocate::run(asked, world, output).await,
        CostsCommand::Units(command) => units::run(command, world, output).await,
        CostsCommand::Support(asked) => support::run(asked, world, output).await,
        CostsCommand::Commitments(asked) => commitments::run(asked, world, output).await,
        CostsCommand::Waste(asked) => waste::run(asked, world, output).await,
        CostsCommand::Budget(command) => budget::run(command, world, output).await,
        CostsCommand::Quality => quality::run(world, output).await,
        CostsCommand::Months => months::run(world, output).await,
        CostsCommand::Delete { month, to, yes } => {
            delete::run(*month, to.unwrap_or(*month), *yes, world, output).await
        }
    }
}
