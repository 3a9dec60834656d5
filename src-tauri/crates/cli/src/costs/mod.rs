//! `arrayctl costs`: what the platform costs, from what was imported. Nothing here calls AWS.

mod arguments;
mod delete;
mod getting;
mod import;
mod months;
mod report;
mod sync;

pub use arguments::CostsCommand;

use engine::AppResult;

use crate::exit::Exit;
use crate::output::Output;
use crate::world::World;

pub async fn run(command: &CostsCommand, world: &World, output: &Output) -> AppResult<Exit> {
    match command {
        CostsCommand::Import(asked) => import::run(asked, world, output).await,
        CostsCommand::Exports => sync::exports(world, output).await,
        CostsCommand::Sync(asked) => sync::run(asked, world, output).await,
        CostsCommand::Spend(asked) => sync::spend(asked, world, output).await,
        CostsCommand::Report(report) => report::run(report, world, output).await,
        CostsCommand::Months => months::run(world, output).await,
        CostsCommand::Delete { month, to, yes } => {
            delete::run(*month, to.unwrap_or(*month), *yes, world, output).await
        }
    }
}
