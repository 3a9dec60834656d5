//! `arrayctl env ...`

mod check;
mod delete;
mod launch;
mod list;
mod new;
mod plan;
mod render;
mod status;

pub use plan::monthly;
pub use status::cause_words;

use std::path::Path;

use domain::environment::EnvironmentFile;
use engine::{AppError, AppResult, Engine, ErrorCode, environments};

use crate::arguments::EnvCommand;
use crate::exit::Exit;
use crate::output::Output;
use crate::world::World;

/// Runs one of the commands.
pub async fn run(command: &EnvCommand, world: &World, output: &Output) -> AppResult<Exit> {
    match command {
        EnvCommand::New {
            name,
            preset,
            set,
            out,
            force,
        } => new::run(name, *preset, set, out, *force, world, output).await,
        EnvCommand::Check { file } => check::run(file, world, output).await,
        EnvCommand::Plan { file, assume } => plan::run(file, assume, world, output).await,
        EnvCommand::Render { file, out } => render::run(file, out, world, output).await,
        EnvCommand::Launch(launch) => launch::run(launch, world, output).await,
        EnvCommand::Watch { name } => launch::watch(name, world, output).await,
        EnvCommand::Continue { name } => launch::proceed(name, world, output).await,
        EnvCommand::Cancel { name } => launch::cancel(name, world, output).await,
        EnvCommand::Status { name } => status::run(name, world, output).await,
        EnvCommand::List => list::run(world, output).await,
        EnvCommand::Delete {
            name,
            confirm,
            yes,
            rehearsal,
        } => delete::run(name, confirm.as_deref(), *yes, rehearsal, world, output).await,
    }
}

/// Reads a file; with any error in it, all its problems are the answer.
fn read(engine: &Engine, path: &Path) -> AppResult<EnvironmentFile> {
    let parsed = environments::read(engine, &bytes(path)?);
    let errors: Vec<_> = parsed
        .problems
        .into_iter()
        .filter(|problem| problem.severity == domain::environment::Severity::Error)
        .collect();
    match parsed.file {
        Some(file) if errors.is_empty() => Ok(file),
        _ => Err(
            AppError::invalid(format!("{} has problems.", path.display()), errors).hint(format!(
                "See them with their lines: arrayctl env check {}",
                path.display()
            )),
        ),
    }
}

fn bytes(path: &Path) -> AppResult<Vec<u8>> {
    environments::read_bounded(path).map_err(|error| {
        AppError::new(
            ErrorCode::InvalidInput,
            format!("{} cannot be read: {error}.", path.display()),
        )
        .hint("Give the path of an environment file; `arrayctl env new` writes one.")
    })
}

/// What keeps a file from being written: a folder that is not there is bad input, the rest the machine.
fn cannot_write(path: &Path, error: &std::io::Error) -> AppError {
    use std::io::ErrorKind;
    let (code, hint) = match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => (
            ErrorCode::DiskFull,
            "Free some space, or choose a folder on another disk.",
        ),
        ErrorKind::NotFound
        | ErrorKind::NotADirectory
        | ErrorKind::IsADirectory
        | ErrorKind::AlreadyExists => (
            ErrorCode::InvalidInput,
            "Choose a path in a folder that exists.",
        ),
        _ => (
            ErrorCode::StoreReadOnly,
            "Choose a folder that you may write to.",
        ),
    };
    AppError::new(
        code,
        format!("{} cannot be written: {error}.", path.display()),
    )
    .hint(hint)
}
