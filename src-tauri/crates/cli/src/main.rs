//! `arrayctl`: the same use cases as the window, for terminals and scripts.
//!
//! Exit codes: 0 done, 1 failed in the cloud, 2 bad input, 3 needs you, 4 the machine, 5 over budget, 130
//! interrupted.

mod accounts;
mod arguments;
mod audit;
mod costs;
mod doctor;
mod env;
mod exit;
mod explain;
mod output;
mod person;
mod progress;
mod world;

use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};
use output::Output;

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return exit::refused(&error),
    };
    let csv = matches!(&arguments.command, Command::Costs(asked) if asked.csv);
    let output = Output::new(arguments.json, csv);
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            output::note(&format!("error: arrayctl cannot start: {error}."));
            return exit::Exit::Machine.into();
        }
    };
    let outcome = runtime.block_on(run(&arguments, &output));
    match outcome {
        Ok(exit) => output.end(exit).into(),
        Err(error) => {
            output.error(&error);
            exit::Exit::of(&error).into()
        }
    }
}

async fn run(arguments: &Arguments, output: &Output) -> engine::AppResult<exit::Exit> {
    let world = world::World::new(arguments)?;
    let outcome = match &arguments.command {
        Command::Env(command) => env::run(command, &world, output).await,
        Command::Accounts(command) => accounts::run(command, &world, output).await,
        Command::Costs(asked) => costs::run(asked, &world, output).await,
        Command::Audit { export } => audit::run(export.as_deref(), &world, output).await,
        Command::Explain(explain) => explain::run(explain, output),
        Command::Doctor => doctor::run(&world, output).await,
    };
    world.close().await;
    outcome
}
