//! `arrayctl env new`

use std::path::Path;

use domain::environment::{EnvironmentFile, EnvironmentKind};
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
    for assignment in set {
        let (key, value) = assignment.split_once('=').ok_or_else(|| {
            AppError::new(
                ErrorCode::InvalidInput,
                format!("`--set {assignment}` has no `=`."),
            )
            .hint("Write it as key=value: --set network.nat=per-zone")
        })?;
        domain::environment::set(&mut file, key.trim(), value)
            .map_err(|problem| AppError::invalid("A field cannot be set.", vec![problem]))?;
    }
    let opened = world.without_store().await?;
    let problems = environments::check(&opened.engine, &file);
    let errors: Vec<_> = problems
        .iter()
        .filter(|problem| problem.severity == domain::environment::Severity::Error)
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
        print!("{text}");
        return Ok(Exit::Done);
    }
    write(out, &text, force)?;
    output.line(format!("Wrote {}.", out.display()));
    for problem in &problems {
        output.line(format!("  note: {} ({})", problem.message, problem.field));
    }
    output.line(format!("Next: arrayctl env plan {}", out.display()));
    output.document(&serde_json::json!({ "path": out, "problems": problems }));
    Ok(Exit::Done)
}

fn write(out: &Path, text: &str, force: bool) -> AppResult<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true);
    if force {
        options.create(true).truncate(true);
    } else {
        options.create_new(true);
    }
    let written = options
        .open(out)
        .and_then(|mut file| std::io::Write::write_all(&mut file, text.as_bytes()));
    written.map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => AppError::new(
            ErrorCode::AlreadyExists,
            format!("{} is there already; nothing was changed.", out.display()),
        )
        .hint("Choose another path, or overwrite it with --force."),
        std::io::ErrorKind::StorageFull => {
            AppError::new(ErrorCode::DiskFull, "The disk is full.").hint("Free some space.")
        }
        _ => AppError::new(
            ErrorCode::StoreReadOnly,
            format!("{} cannot be written: {error}.", out.display()),
        )
        .hint("Choose a folder that exists and that you may write to."),
    })
}
