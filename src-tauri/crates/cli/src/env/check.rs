//! `arrayctl env check`

use std::path::Path;

use domain::environment::{Problem, Severity};
use engine::{AppResult, environments};

use crate::exit::Exit;
use crate::output::Output;
use crate::world::World;

pub async fn run(path: &Path, world: &World, output: &Output) -> AppResult<Exit> {
    let opened = world.without_store().await?;
    let parsed = environments::read(&opened.engine, &super::bytes(path)?);
    let errors = count(&parsed.problems, Severity::Error);
    let warnings = count(&parsed.problems, Severity::Warning);
    for problem in &parsed.problems {
        output.line(words(path, problem));
    }
    let file = super::shown(path);
    output.line(match (errors, warnings) {
        (0, 0) => format!("{file}: valid."),
        (0, warnings) => format!("{file}: valid, {warnings} to look at."),
        (errors, 0) => format!("{file}: {errors} to correct."),
        (errors, warnings) => format!("{file}: {errors} to correct, {warnings} to look at."),
    });
    output.document(&serde_json::json!({ "problems": parsed.problems }));
    Ok(if errors > 0 { Exit::Input } else { Exit::Done })
}

fn count(problems: &[Problem], severity: Severity) -> usize {
    problems
        .iter()
        .filter(|problem| problem.severity == severity)
        .count()
}

/// `staging.toml:12:8: error: ... [cidr-too-small] network.cidr`, as compilers do, so that editors
/// jump to it.
fn words(path: &Path, problem: &Problem) -> String {
    let file = super::shown(path);
    let place = match (problem.line, problem.column) {
        (Some(line), Some(column)) => format!("{file}:{line}:{column}"),
        (Some(line), None) => format!("{file}:{line}"),
        _ => file.to_string(),
    };
    let kind = match problem.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let mut text = format!("{place}: {kind}: {} [{}]", problem.message, problem.code);
    if !problem.field.is_empty() {
        text.push_str(&format!("\n    field: {}", problem.field));
    }
    if let Some(hint) = &problem.hint {
        text.push_str(&format!("\n    {hint}"));
    }
    text
}
