//! `arrayctl env status`

use std::sync::Arc;

use domain::failure::RootCause;
use domain::launch::LaunchSnapshot;
use domain::orphans::Orphans;
use engine::environments::{EnvironmentState, EnvironmentView};
use engine::{AppError, AppResult, Engine, ErrorCode, environments, launches};

use crate::exit::Exit;
use crate::output::{Output, table};
use crate::progress::Silent;
use crate::world::World;

pub async fn run(name: &str, world: &World, output: &Output) -> AppResult<Exit> {
    let engine = world.open(Arc::new(Silent)).await?.engine;
    let job = engine
        .memory
        .latest_job(name)
        .await?
        .ok_or_else(|| AppError::not_found("environment", name))?;
    let snapshot = launches::get(&engine, &job.id).await?;
    let view = standing(&engine, name).await?;
    output.document(&of(&snapshot, view.as_ref()));
    let state = view
        .as_ref()
        .map_or("deleted", |view| words(view.row.state));
    output.line(format!("{name}: {state}. {}", snapshot.sentence));
    say_story(&snapshot, output);
    output.line(stacks(&snapshot));
    for (key, value) in view.iter().flat_map(|view| &view.outputs) {
        output.line(format!("  {key} = {value}"));
    }
    Ok(Exit::Done)
}

/// What a person has to do, and what failed, where there is such a thing.
pub fn say_story(snapshot: &LaunchSnapshot, output: &Output) {
    if let Some(asks) = &snapshot.needs_you {
        let name = &snapshot.environment;
        for (number, step) in asks.steps.iter().enumerate() {
            output.line(format!("  {}. {step}", number + 1));
        }
        if let Some(page) = &asks.url {
            output.line(format!("The page in the AWS console: {page}"));
            output.line(format!(
                "To go on as soon as it is done: arrayctl env watch {name} --wait"
            ));
        }
        output.line(format!("To continue: arrayctl env continue {name}"));
    }
    if let Some(cause) = &snapshot.root_cause {
        output.line(cause_words(cause));
    }
    for line in snapshot.orphans.iter().flat_map(orphan_lines) {
        output.line(line);
    }
}

/// What is left of a deleted environment.
fn orphan_lines(orphans: &Orphans) -> Vec<String> {
    let mut lines = Vec::new();
    for one in &orphans.items {
        let cost = match one.monthly_micros {
            Some(micros) => format!("{micros} a month"),
            None => "price not known".to_owned(),
        };
        lines.push(format!(
            "Still there: {} {} ({cost})",
            one.resource_type, one.id
        ));
        lines.push(format!("  {}", one.message));
        lines.push(format!("  To remove it: {}", one.remove));
    }
    lines.extend(orphans.untold.iter().cloned());
    lines
}

fn stacks(snapshot: &LaunchSnapshot) -> String {
    let rows: Vec<Vec<String>> = snapshot
        .stacks
        .iter()
        .map(|stack| {
            let status = stack.status.map(|status| status.to_string());
            vec![
                format!("  {}", stack.stack),
                status.unwrap_or_else(|| "not begun".to_owned()),
                format!("{} of {}", stack.complete, stack.total),
            ]
        })
        .collect();
    table(&rows, &[2])
}

/// The environment as it stands; none once it is deleted.
async fn standing(engine: &Engine, name: &str) -> AppResult<Option<EnvironmentView>> {
    match environments::get(engine, name).await {
        Ok(view) => Ok(Some(view)),
        Err(error) if error.code == ErrorCode::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// The contract of `status --json`, and of how everything that is followed ends.
pub async fn document(engine: &Engine, snapshot: &LaunchSnapshot) -> AppResult<serde_json::Value> {
    let view = standing(engine, &snapshot.environment).await?;
    Ok(of(snapshot, view.as_ref()))
}

fn of(snapshot: &LaunchSnapshot, view: Option<&EnvironmentView>) -> serde_json::Value {
    let outputs = match view {
        Some(view) if snapshot.outputs.is_empty() => &view.outputs,
        _ => &snapshot.outputs,
    };
    serde_json::json!({
        "environment": snapshot.environment,
        "state": view.map_or("deleted", |view| state_word(view.row.state)),
        "jobId": snapshot.job_id,
        "operation": snapshot.operation,
        "jobState": snapshot.state,
        "sentence": snapshot.sentence,
        "percent": snapshot.percent,
        "startedAtMs": snapshot.started_at_ms,
        "finishedAtMs": snapshot.finished_at_ms,
        "stacks": snapshot.stacks,
        "resources": snapshot.resources,
        "outputs": outputs,
        "needsYou": snapshot.needs_you,
        "rootCause": snapshot.root_cause,
        "orphans": snapshot.orphans,
        "monthlyMicros": view.map(|view| view.estimate.monthly_micros),
        "complete": view.map(|view| view.estimate.complete),
    })
}

/// The word of a state, as the contract has it.
pub fn state_word(state: EnvironmentState) -> &'static str {
    match state {
        EnvironmentState::Launching => "launching",
        EnvironmentState::Updating => "updating",
        EnvironmentState::UpdateFailed => "updateFailed",
        EnvironmentState::Running => "running",
        EnvironmentState::Failed => "failed",
        EnvironmentState::NeedsYou => "needsYou",
        EnvironmentState::Deleting => "deleting",
        EnvironmentState::DeleteFailed => "deleteFailed",
    }
}

/// The word of a state, for people.
pub fn words(state: EnvironmentState) -> &'static str {
    match state {
        EnvironmentState::NeedsYou => "needs you",
        EnvironmentState::UpdateFailed => "not updated completely",
        EnvironmentState::DeleteFailed => "not deleted completely",
        state => state_word(state),
    }
}

/// The root-cause card as text.
pub fn cause_words(cause: &RootCause) -> String {
    let place = match (&cause.file, cause.line) {
        (Some(file), Some(line)) => format!(" ({file}:{line})"),
        _ => String::new(),
    };
    // A reason without its event has no place at all.
    let resource = match (cause.stack.as_str(), cause.resource_type.as_str()) {
        ("", "") => String::new(),
        ("", kind) => format!("\n  {kind}"),
        (stack, kind) => format!("\n  {stack}/{} {kind}{place}", cause.logical_id),
    };
    let aws = if cause.aws_message.is_empty() {
        "AWS gave no reason."
    } else {
        &cause.aws_message
    };
    let mut text = format!(
        "\n  {} {}{resource}\n\n  {}\n  What to do: {}\n\n  AWS's words: {aws}\n",
        cause.code, cause.title, cause.explanation, cause.remedy,
    );
    for other in &cause.others {
        text.push_str(&format!(
            "\n  Also: {} {} at {}/{}\n  AWS's words: {}\n",
            other.code, other.title, other.stack, other.logical_id, other.aws_message
        ));
    }
    if let Some(rollback) = &cause.rollback {
        text.push_str(&format!(
            "\n  And while rolling back: {} {} at {}/{}\n  AWS's words: {}\n",
            rollback.code,
            rollback.title,
            rollback.stack,
            rollback.logical_id,
            rollback.aws_message
        ));
    }
    text
}
