//! `arrayctl env launch|watch|continue|cancel`

use std::io::{IsTerminal, Write as _};
use std::sync::Arc;

use domain::environment::Severity;
use domain::launch::{JobState, LaunchSnapshot};
use engine::environments::PRACTICE;
use engine::ports::Rehearsal;
use engine::{AppError, AppResult, Engine, ErrorCode, environments, launches, settings};
use practice::{FailureScript, SCRIPTS};

use crate::arguments::{Launch, RehearsalArguments};
use crate::exit::Exit;
use crate::output::Output;
use crate::progress::Lines;
use crate::world::World;

pub async fn run(launch: &Launch, world: &World, output: &Output) -> AppResult<Exit> {
    let rehearsal = rehearsal(&launch.rehearsal)?;
    let reader = world.without_store().await?;
    let file = super::read(&reader.engine, &launch.file)?;
    let engine = world
        .open(Arc::new(Lines::new(output.terminal)))
        .await?
        .engine;
    let assumptions = settings::get(&engine).await?.assumptions;
    let plan = environments::plan(&engine, file.clone(), PRACTICE, &assumptions).await?;
    if !launch.yes {
        output.line(format!(
            "{} in {}: {} a month, about {} min, {} resources.",
            plan.environment,
            plan.region,
            plan.estimate.headline(),
            plan.timeline.minutes,
            plan.resources.len()
        ));
        let warnings = plan
            .checks
            .iter()
            .filter(|check| check.severity == Severity::Warning);
        for check in warnings {
            output.line(format!("  note  {}", check.message));
        }
        if !agrees("Launch it?")? {
            return Err(AppError::new(
                ErrorCode::InvalidInput,
                "Nothing was launched.",
            ));
        }
    }
    let snapshot = launches::start_planned(&engine, file, plan, rehearsal).await?;
    follow(&engine, &snapshot.job_id, output).await
}

pub async fn watch(name: &str, world: &World, output: &Output) -> AppResult<Exit> {
    let engine = world
        .open(Arc::new(Lines::new(output.terminal)))
        .await?
        .engine;
    let job = newest_job(&engine, name).await?;
    follow(&engine, &job, output).await
}

pub async fn proceed(name: &str, world: &World, output: &Output) -> AppResult<Exit> {
    let engine = world
        .open(Arc::new(Lines::new(output.terminal)))
        .await?
        .engine;
    let job = newest_job(&engine, name).await?;
    launches::proceed(&engine, &job).await?;
    follow(&engine, &job, output).await
}

pub async fn cancel(name: &str, world: &World, output: &Output) -> AppResult<Exit> {
    let engine = world
        .open(Arc::new(Lines::new(output.terminal)))
        .await?
        .engine;
    let job = newest_job(&engine, name).await?;
    launches::cancel(&engine, &job).await?;
    let exit = follow(&engine, &job, output).await?;
    let state = launches::get(&engine, &job).await?.state;
    Ok(if state == JobState::Cancelled {
        Exit::Done
    } else {
        exit
    })
}

async fn newest_job(engine: &Engine, name: &str) -> AppResult<String> {
    engine
        .memory
        .latest_job(name)
        .await?
        .map(|job| job.id)
        .ok_or_else(|| AppError::not_found("environment", name))
}

/// Drives the job here, or watches whoever drives it, and prints how it ended.
pub async fn follow(engine: &Engine, job: &str, output: &Output) -> AppResult<Exit> {
    let snapshot = launches::drive(engine, job).await?;
    if output.terminal {
        eprintln!();
    }
    say(&snapshot, output);
    output.document(&super::status::document_of(&snapshot));
    Ok(Exit::of_job(&snapshot))
}

fn say(snapshot: &LaunchSnapshot, output: &Output) {
    output.line(&snapshot.sentence);
    if let Some(asks) = &snapshot.needs_you {
        for (number, step) in asks.steps.iter().enumerate() {
            output.line(format!("  {}. {step}", number + 1));
        }
        output.line(format!(
            "Then: arrayctl env continue {}",
            snapshot.environment
        ));
    }
    if let Some(cause) = &snapshot.root_cause {
        output.line(super::status::cause_words(cause));
    }
    if snapshot.state == JobState::Done {
        for (name, value) in &snapshot.outputs {
            output.line(format!("  {name} = {value}"));
        }
    }
}

/// How practice is played, from the arguments.
pub fn rehearsal(arguments: &RehearsalArguments) -> AppResult<Rehearsal> {
    let speed = match arguments.speed.as_str() {
        "max" => 0.0,
        text => match text.parse::<f64>() {
            Ok(factor) if factor > 0.0 && factor.is_finite() => factor,
            _ => {
                return Err(AppError::new(
                    ErrorCode::InvalidInput,
                    format!("`--speed {text}` is no factor."),
                )
                .hint("Give a number above 0 (1 is AWS's own pace), or `max`."));
            }
        },
    };
    if let Some(id) = &arguments.fail
        && FailureScript::by_id(id).is_none()
    {
        let known: Vec<&str> = SCRIPTS.iter().map(|script| script.id).collect();
        return Err(AppError::new(
            ErrorCode::InvalidInput,
            format!("There is no failure script `{id}`."),
        )
        .hint(format!("Known: {}.", known.join(", "))));
    }
    Ok(Rehearsal {
        speed,
        failure: arguments.fail.clone(),
    })
}

/// Asks on the terminal; without one nobody can agree.
pub fn agrees(question: &str) -> AppResult<bool> {
    let answer = ask(&format!("{question} [y/N] "))?;
    Ok(matches!(answer.to_lowercase().as_str(), "y" | "yes"))
}

/// One line from the terminal.
pub fn ask(question: &str) -> AppResult<String> {
    if !std::io::stdin().is_terminal() {
        return Err(
            AppError::new(ErrorCode::InvalidInput, "There is no terminal to ask on.")
                .hint("Add --yes to go on without being asked."),
        );
    }
    eprint!("{question}");
    let _ = std::io::stderr().flush();
    let mut answer = String::new();
    std::io::stdin()
        .read_line(&mut answer)
        .map_err(|error| AppError::internal("The terminal cannot be read.").because(error))?;
    Ok(answer.trim().to_owned())
}
