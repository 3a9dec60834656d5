//! `arrayctl costs`: what the platform costs, from what was imported. Nothing here calls AWS.

mod arguments;
mod delete;
mod months;
mod report;

pub use arguments::CostsCommand;

use engine::AppResult;

use crate::exit::Exit;
use crate::output::Output;
use crate::world::World;

pub async fn run(command: &CostsCommand, world: &World, output: &Output) -> AppResult<Exit> {
    match command {
        CostsCommand::Report(report) => report::run(report, world, output).await,
        CostsCommand::Months => months::run(world, output).await,
        CostsCommand::Delete { month, to, yes } => {
            delete::run(*month, to.unwrap_or(*month), *yes, world, output).await
        }
    }
}
