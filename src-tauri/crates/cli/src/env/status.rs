//! `arrayctl env status`

use std::sync::Arc;

use domain::failure::RootCause;
use domain::launch::LaunchSnapshot;
use engine::environments::EnvironmentState;
use engine::{AppError, AppResult, environments, launches};

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
    let view = match environments::get(&engine, name).await {
        Ok(view) => Some(view),
        Err(error) if error.code == engine::ErrorCode::NotFound => None,
        Err(error) => return Err(error),
    };
    let state = match &view {
        Some(view) => state_word(view.row.state),
        None => "deleted",
    };
    let mut document = document_of(&snapshot);
    document["state"] = state.into();
    if let Some(view) = &view {
        if document["outputs"]
            .as_object()
            .is_none_or(serde_json::Map::is_empty)
        {
            document["outputs"] = serde_json::json!(view.outputs);
        }
        document["monthlyMicros"] = serde_json::json!(view.estimate.monthly_micros);
        document["complete"] = view.estimate.complete.into();
    }
    output.document(&document);
    output.line(format!("{name}: {state}. {}", snapshot.sentence));
    if let Some(cause) = &snapshot.root_cause {
        output.line(cause_words(cause));
    }
    let rows: Vec<Vec<String>> = snapshot
        .stacks
        .iter()
        .map(|stack| {
            vec![
                format!("  {}", stack.stack),
                stack
                    .status
                    .map(|status| status.to_string())
                    .unwrap_or_default(),
                format!("{} of {}", stack.complete, stack.total),
            ]
        })
        .collect();
    output.line(table(&rows, &[2]));
    if let Some(view) = &view {
        for (key, value) in &view.outputs {
            output.line(format!("  {key} = {value}"));
        }
    }
    Ok(Exit::Done)
}

/// The contract of `status --json` and of how a launch ends.
pub fn document_of(snapshot: &LaunchSnapshot) -> serde_json::Value {
    serde_json::json!({
        "environment": snapshot.environment,
        "jobId": snapshot.job_id,
        "operation": snapshot.operation,
        "jobState": snapshot.state,
        "state": snapshot.state,
        "sentence": snapshot.sentence,
        "percent": snapshot.percent,
        "startedAtMs": snapshot.started_at_ms,
        "finishedAtMs": snapshot.finished_at_ms,
        "stacks": snapshot.stacks,
        "resources": snapshot.resources,
        "outputs": snapshot.outputs,
        "needsYou": snapshot.needs_you,
        "rootCause": snapshot.root_cause,
    })
}

/// The word of a state, as the contract has it.
pub fn state_word(state: EnvironmentState) -> &'static str {
    match state {
        EnvironmentState::Launching => "launching",
        EnvironmentState::Running => "running",
        EnvironmentState::Failed => "failed",
        EnvironmentState::NeedsYou => "needsYou",
        EnvironmentState::Deleting => "deleting",
        EnvironmentState::DeleteFailed => "deleteFailed",
    }
}

/// The root-cause card as text.
pub fn cause_words(cause: &RootCause) -> String {
    let place = match (&cause.file, cause.line) {
        (Some(file), Some(line)) => format!(" ({file}:{line})"),
        _ => String::new(),
    };
    let aws = if cause.aws_message.is_empty() {
        "AWS gave no reason."
    } else {
        &cause.aws_message
    };
    let mut text = format!(
        "\n  {} {}\n  {}/{} {}{place}\n\n  {}\n  What to do: {}\n\n  AWS's words: {aws}\n",
        cause.code,
        cause.title,
        cause.stack,
        cause.logical_id,
        cause.resource_type,
        cause.explanation,
        cause.remedy,
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
