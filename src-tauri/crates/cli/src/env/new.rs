//! `arrayctl env new`

use std::path::Path;

use domain::environment::{EnvironmentFile, EnvironmentKind, Problem, Severity};
use engine::{AppError, AppResult, ErrorCode, environments};

use crate::arguments::Preset;
use crate::exit::Exit;
use crate::output::Output;
use crate::world::World;

pub async fn run(
    name: &str,
    preset: Preset,
    set: &[String],
    out: &Path,
    force: bool,
    world: &World,
    output: &Output,
) -> AppResult<Exit> {
    let kind = match preset {
        Preset::Development => EnvironmentKind::Development,
        Preset::Staging => EnvironmentKind::Staging,
        Preset::Production => EnvironmentKind::Production,
    };
    let mut file = EnvironmentFile::preset(name, kind);
    assign(&mut file, set)?;
    let opened = world.without_store().await?;
    let problems = environments::check(&opened.engine, &file);
    let errors: Vec<_> = problems
        .iter()
        .filter(|problem| problem.severity == Severity::Error)
        .cloned()
        .collect();
    if !errors.is_empty() {
        return Err(AppError::invalid(
            "The environment would not be valid; nothing was written.",
            errors,
        ));
    }
    let text = file.to_toml();
    if out == Path::new("-") {
        if output.json {
            output
                .document(&serde_json::json!({ "path": null, "toml": text, "problems": problems }));
        } else {
            output.raw(&text);
        }
        return Ok(Exit::Done);
    }
    write(out, &text, force)?;
    output.line(format!("Wrote {}.", out.display()));
    let (examples, others): (Vec<_>, Vec<_>) = problems
        .iter()
        .partition(|problem| problem.code == "placeholder-value");
    for problem in others {
        output.line(format!("  note  {} ({})", problem.message, problem.field));
    }
    if !examples.is_empty() {
        let fields: Vec<&str> = examples
            .iter()
            .map(|problem| problem.field.as_str())
            .collect();
        output.line(format!(
            "  note  Examples to replace before you launch in a real account: {}.",
            fields.join(", ")
        ));
    }
    output.line(format!("Next: arrayctl env plan {}", out.display()));
    output.document(&serde_json::json!({ "path": out, "toml": text, "problems": problems }));
    Ok(Exit::Done)
}

/// Every assignment is tried, so that all that is wrong with them is said at once.
fn assign(file: &mut EnvironmentFile, set: &[String]) -> AppResult<()> {
    let mut problems = Vec::new();
    for assignment in set {
        match assignment.split_once('=') {
            Some((key, value)) => {
                problems.extend(domain::environment::set(file, key.trim(), value).err());
            }
            None => problems.push(no_value(assignment)),
        }
    }
    match problems.len() {
        0 => Ok(()),
        1 => Err(AppError::invalid(
            "A field cannot be set; nothing was written.",
            problems,
        )),
        many => Err(AppError::invalid(
            format!("{many} fields cannot be set; nothing was written."),
            problems,
        )),
    }
}

fn no_value(assignment: &str) -> Problem {
    Problem {
        code: "unknown-key".to_owned(),
        severity: Severity::Error,
        field: assignment.to_owned(),
        line: None,
        column: None,
        message: format!("`{assignment}` has no `=`."),
        hint: Some("Write it as key=value: --set network.nat=per-zone".to_owned()),
    }
}

/// Writes beside the file and then puts it in its place: a full disk leaves the old file as it was.
fn write(out: &Path, text: &str, force: bool) -> AppResult<()> {
    if !force && out.exists() {
        return Err(AppError::new(
            ErrorCode::AlreadyExists,
            format!("{} is there already; nothing was changed.", out.display()),
        )
        .hint("Choose another path, or overwrite it with --force."));
    }
    let mut name = out.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    let part = out.with_file_name(name);
    let written = std::fs::write(&part, text).and_then(|()| std::fs::rename(&part, out));
    written.map_err(|error| {
        let _ = std::fs::remove_file(&part);
        super::cannot_write(out, &error)
    })
}
