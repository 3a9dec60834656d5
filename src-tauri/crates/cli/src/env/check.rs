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
    output.line(match (errors, warnings) {
        (0, 0) => format!("{}: valid.", path.display()),
        (0, warnings) => format!("{}: valid, {warnings} to look at.", path.display()),
        (errors, warnings) => format!(
            "{}: {errors} to correct, {warnings} to look at.",
            path.display()
        ),
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
    let place = match (problem.line, problem.column) {
        (Some(line), Some(column)) => format!("{}:{line}:{column}", path.display()),
        (Some(line), None) => format!("{}:{line}", path.display()),
        _ => path.display().to_string(),
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
