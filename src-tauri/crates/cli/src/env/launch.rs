//! `arrayctl env launch|watch|continue|cancel`

use std::sync::Arc;

use domain::launch::{JobState, LaunchSnapshot};
use domain::plan::Plan;
use engine::environments::EnvironmentState;
use engine::jobs::Wish;
use engine::launches::Answer;
use engine::ports::Rehearsal;
use engine::{AppError, AppResult, Engine, ErrorCode, environments, launches, settings};

use crate::arguments::{Launch, RehearsalArguments};
use crate::exit::Exit;
use crate::output::{Output, note};
use crate::person::ask;
use crate::progress::{self, Lines};
use crate::world::World;

pub async fn run(launch: &Launch, world: &World, output: &Output) -> AppResult<Exit> {
    let rehearsal = rehearsal(&launch.rehearsal);
    let reader = world.without_store().await?;
    let file = super::read(&reader.engine, &launch.file)?;
    super::refuse_another_account(&file.name, world).await?;
    let engine = open(world, output).await?;
    let known = engine.memory.environment(&file.name).await?;
    let runs = known.is_some_and(|record| {
        use EnvironmentState::{Running, UpdateFailed};
        matches!(record.state, Running | UpdateFailed)
    });
    if runs {
        return super::update::run(&engine, file, launch, world, output).await;
    }
    let assumptions = settings::get(&engine).await?.assumptions;
    let plan = environments::plan(&engine, file.clone(), world.account(), &assumptions).await?;
    if !launch.yes {
        confirm(&plan, output)?;
    }
    let wish = Wish {
        rehearsal,
        options: super::update::options(&launch.options),
        ..Wish::default()
    };
    let snapshot = launches::start_planned(&engine, file, plan, wish).await?;
    follow(&engine, &snapshot.job_id, world, output).await
}

/// Shows what a launch would make, cost and take, and asks.
fn confirm(plan: &Plan, output: &Output) -> AppResult<()> {
    output.line(format!(
        "{} in {}, account {} ({}): {}; about {} min; {} resources.",
        plan.environment,
        plan.region,
        plan.account.name,
        plan.account.number,
        super::monthly(&plan.estimate),
        plan.timeline.minutes,
        plan.resources.len()
    ));
    for line in super::plan_text::checks(&plan.checks, false) {
        output.line(line);
    }
    let answer = ask("Launch it? [y/N] ", output)?;
    if matches!(answer.to_lowercase().as_str(), "y" | "yes") {
        return Ok(());
    }
    Err(AppError::new(
        ErrorCode::InvalidInput,
        "Nothing was launched.",
    ))
}

pub async fn watch(name: &str, wait: bool, world: &World, output: &Output) -> AppResult<Exit> {
    let engine = open(world, output).await?;
    let job = newest_job(&engine, name).await?;
    if !wait {
        return follow(&engine, &job, world, output).await;
    }
    let told = |waiting: &LaunchSnapshot| {
        progress::clear(output.terminal);
        say(waiting, world, output);
    };
    let driven = launches::drive_past_handshake(&engine, &job, &told);
    followed(driven, &engine, &job, world, output).await
}

pub async fn proceed(
    name: &str,
    answer: &Answer,
    world: &World,
    output: &Output,
) -> AppResult<Exit> {
    let engine = open(world, output).await?;
    let job = newest_job(&engine, name).await?;
    launches::proceed(&engine, &job, answer).await?;
    follow(&engine, &job, world, output).await
}

pub async fn cancel(name: &str, world: &World, output: &Output) -> AppResult<Exit> {
    let engine = open(world, output).await?;
    let job = newest_job(&engine, name).await?;
    launches::cancel(&engine, &job).await?;
    let exit = follow(&engine, &job, world, output).await?;
    let state = launches::get(&engine, &job).await?.state;
    Ok(if state == JobState::Cancelled {
        Exit::Done
    } else {
        exit
    })
}

pub async fn newest_job(engine: &Engine, name: &str) -> AppResult<String> {
    engine
        .memory
        .latest_job(name)
        .await?
        .map(|job| job.id)
        .ok_or_else(|| AppError::not_found("environment", name))
}

/// The engine with progress on standard error.
pub async fn open(world: &World, output: &Output) -> AppResult<Engine> {
    let progress = Arc::new(Lines::new(output.terminal));
    Ok(world.open(progress).await?.engine)
}

/// Drives the job here, or watches whoever drives it, and prints how it ended.
pub async fn follow(engine: &Engine, job: &str, world: &World, output: &Output) -> AppResult<Exit> {
    let driven = launches::drive(engine, job);
    followed(driven, engine, job, world, output).await
}

async fn followed(
    driven: impl Future<Output = AppResult<LaunchSnapshot>>,
    engine: &Engine,
    job: &str,
    world: &World,
    output: &Output,
) -> AppResult<Exit> {
    let driven = tokio::select! {
        driven = driven => Some(driven),
        Ok(()) = tokio::signal::ctrl_c() => None,
    };
    progress::clear(output.terminal);
    let Some(driven) = driven else {
        return interrupted(engine, job, world, output).await;
    };
    let snapshot = driven?;
    say(&snapshot, world, output);
    output.document(&super::status::document(engine, &snapshot).await?);
    Ok(Exit::of_job(&snapshot))
}

/// Ctrl-C ends the watching, not the job: what AWS was asked for goes on.
async fn interrupted(
    engine: &Engine,
    job: &str,
    world: &World,
    output: &Output,
) -> AppResult<Exit> {
    // So that whoever watches next need not wait until this process counts as gone.
    engine.memory.release(job, &engine.instance).await?;
    let snapshot = launches::get(engine, job).await?;
    let name = &snapshot.environment;
    if world.in_memory {
        note("Interrupted. It was practised without saving, so nothing is left of it.");
    } else {
        note(
            "Interrupted: nobody watches here any more, but AWS goes on with what it was asked for.",
        );
        note(&format!(
            "  To watch and finish it: arrayctl env watch {name}"
        ));
        note(&format!(
            "  To stop it:             arrayctl env cancel {name}"
        ));
    }
    output.document(&super::status::document(engine, &snapshot).await?);
    Ok(Exit::Interrupted)
}

fn say(snapshot: &LaunchSnapshot, world: &World, output: &Output) {
    output.line(&snapshot.sentence);
    super::status::say_story(snapshot, output);
    if world.in_memory && snapshot.needs_you.is_some() {
        output.line("Practised without saving: there is nothing left to continue.");
    }
    if snapshot.state == JobState::Done {
        for (name, value) in &snapshot.outputs {
            output.line(format!("  {name} = {value}"));
        }
    }
}

/// How practice is played, from the arguments.
pub fn rehearsal(arguments: &RehearsalArguments) -> Rehearsal {
    Rehearsal {
        speed: arguments.speed,
        failure: arguments.fail.clone(),
    }
}
