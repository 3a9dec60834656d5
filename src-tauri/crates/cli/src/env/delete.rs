//! `arrayctl env delete`

use engine::{AppResult, environments, launches};

use crate::arguments::RehearsalArguments;
use crate::exit::Exit;
use crate::output::Output;
use crate::world::World;

pub async fn run(
    name: &str,
    confirm: Option<&str>,
    yes: bool,
    rehearsal: &RehearsalArguments,
    world: &World,
    output: &Output,
) -> AppResult<Exit> {
    let rehearsal = super::launch::rehearsal(rehearsal);
    let engine = super::launch::open(world, output).await?;
    let view = environments::get(&engine, name).await?;
    let typed = match confirm {
        Some(typed) => typed.to_owned(),
        None if yes => name.to_owned(),
        None => {
            output.line(format!(
                "This deletes {} resources of {name} in {} with everything in them.",
                view.resources.len(),
                view.row.region
            ));
            super::launch::ask("Type the environment's name to go on: ", output)?
        }
    };
    let snapshot = launches::start_delete(&engine, name, &typed, rehearsal).await?;
    super::launch::follow(&engine, &snapshot.job_id, world, output).await
}
