//! `arrayctl env delete`

use domain::launch::{JobState, Operation};
use engine::jobs::Job;
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
            let standing = view
                .resources
                .iter()
                .filter(|one| one.status.is_some_and(|status| !status.gone()));
            output.line(format!(
                "This deletes {} resources of {name} in {} with everything in them.",
                standing.count(),
                view.row.region
            ));
            match environments::teardown(&engine, name).await {
                Ok(teardown) => output.line(super::teardown::text(&teardown)),
                Err(error) => {
                    output.line(format!("What is lost cannot be told: {}", error.message))
                }
            }
            crate::person::ask("Type the environment's name to go on: ", output)?
        }
    };
    let snapshot = match engine.memory.latest_job(name).await? {
        // As the window's second try: what was in the way counts as taken away by hand.
        Some(job) if typed == name && stopped(&job) => {
            launches::retry(&engine, &job.id, rehearsal).await?
        }
        _ => launches::start_delete(&engine, name, &typed, rehearsal).await?,
    };
    super::launch::follow(&engine, &snapshot.job_id, world, output).await
}

/// A deletion that did not come to its end.
fn stopped(job: &Job) -> bool {
    job.operation == Operation::Delete && job.snapshot.state == JobState::Failed
}
