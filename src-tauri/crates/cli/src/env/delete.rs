//! `arrayctl env delete`

use domain::launch::{JobState, Operation};
use engine::environments::{Retainable, Teardown};
use engine::jobs::{DeleteWish, Job, LastStep};
use engine::{AppResult, Engine, environments, launches};

use crate::arguments::DeleteArguments;
use crate::exit::Exit;
use crate::output::Output;
use crate::world::World;

pub async fn run(
    name: &str,
    delete: &DeleteArguments,
    world: &World,
    output: &Output,
) -> AppResult<Exit> {
    let wish = DeleteWish {
        rehearsal: super::launch::rehearsal(&delete.rehearsal),
        last_step: last_step(delete),
    };
    let engine = super::launch::open(world, output).await?;
    environments::get(&engine, name).await?;
    let typed = match &delete.confirm {
        Some(typed) => typed.clone(),
        None if delete.yes => name.to_owned(),
        None => {
            say(&engine, name, &wish.last_step, output).await?;
            crate::person::ask("Type the environment's name to go on: ", output)?
        }
    };
    let snapshot = match engine.memory.latest_job(name).await? {
        // As the window's second try: what was in the way counts as taken away by hand.
        Some(job) if typed == name && stopped(&job) && wish.last_step == LastStep::Nothing => {
            launches::retry(&engine, &job.id, wish.rehearsal).await?
        }
        _ => launches::start_delete(&engine, name, &typed, wish).await?,
    };
    super::launch::follow(&engine, &snapshot.job_id, world, output).await
}

fn last_step(delete: &DeleteArguments) -> LastStep {
    match (delete.force, delete.retain.as_slice()) {
        (true, _) => LastStep::Force,
        (false, []) => LastStep::Nothing,
        (false, ids) => LastStep::Retain { ids: ids.to_vec() },
    }
}

/// What the deletion destroys, and what its last step leaves.
async fn say(engine: &Engine, name: &str, last: &LastStep, output: &Output) -> AppResult<()> {
    let view = environments::get(engine, name).await?;
    let standing = view
        .resources
        .iter()
        .filter(|one| one.status.is_some_and(|status| !status.gone()));
    output.line(format!(
        "This deletes {} resources of {name} in {} with everything in them.",
        standing.count(),
        view.row.region
    ));
    match environments::teardown(engine, name).await {
        Ok(teardown) => {
            output.line(super::teardown::checklist(&teardown));
            for line in left(&teardown, last) {
                output.line(line);
            }
        }
        Err(error) => output.line(format!("What is lost cannot be told: {}", error.message)),
    }
    Ok(())
}

/// What will stay, with its cost.
fn left(teardown: &Teardown, last: &LastStep) -> Vec<String> {
    let (words, stays): (&str, Vec<&Retainable>) = match last {
        LastStep::Nothing => return Vec::new(),
        LastStep::Retain { ids } => {
            let named = teardown
                .last_step
                .iter()
                .filter(|one| ids.contains(&one.id));
            (
                "These stay, and nobody looks after them any more:",
                named.collect(),
            )
        }
        LastStep::Force => (
            "At most these stay, and nobody looks after them any more:",
            teardown.last_step.iter().collect(),
        ),
    };
    let lines = stays.into_iter().map(super::teardown::retainable);
    std::iter::once(words.to_owned()).chain(lines).collect()
}

/// A deletion that did not come to its end.
fn stopped(job: &Job) -> bool {
    job.operation == Operation::Delete && job.snapshot.state == JobState::Failed
}
