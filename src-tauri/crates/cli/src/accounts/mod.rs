//! `arrayctl accounts`: the ways into AWS.

mod add;
mod arguments;
mod list;
mod login;
mod rotate;
mod test;

pub use arguments::AccountsCommand;

use engine::accounts::Rotation;
use engine::{AppResult, accounts};

use crate::exit::Exit;
use crate::output::Output;
use crate::world::World;

pub async fn run(command: &AccountsCommand, world: &World, output: &Output) -> AppResult<Exit> {
    match command {
        AccountsCommand::List => list::run(world, output).await,
        AccountsCommand::Add(add) => add::run(add, world, output).await,
        AccountsCommand::Test { name } => test::run(name, world, output).await,
        AccountsCommand::Login { name } => login::run(name, world, output).await,
        AccountsCommand::Logout { name } => {
            let gone = accounts::sign_out(&world.quiet().await?, name).await?;
            output.line(format!("Signed out of {name}. Gone:"));
            removed(&gone, output);
            changed(name, "signedOut", &gone, None, output);
            Ok(Exit::Done)
        }
        AccountsCommand::Rotate { name } => rotate::run(name, world, output).await,
        AccountsCommand::Remove { name } => {
            let gone = accounts::forget(&world.quiet().await?, name).await?;
            output.line(format!("Removed {name}. Gone:"));
            removed(&gone, output);
            output.line("No resource in AWS has changed.");
            changed(name, "removed", &gone, None, output);
            Ok(Exit::Done)
        }
    }
}

fn removed(gone: &[String], output: &Output) {
    for one in gone {
        output.line(format!("  {one}"));
    }
}

/// The document of what changes an account.
fn changed(name: &str, done: &str, gone: &[String], rotation: Option<&Rotation>, output: &Output) {
    output.document(&serde_json::json!({
        "account": name,
        "done": done,
        "gone": gone,
        "rotation": rotation,
    }));
}
