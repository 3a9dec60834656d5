//! `arrayctl env ...`

mod check;
mod delete;
mod failed_call;
mod launch;
mod list;
mod new;
mod plan;
mod plan_text;
mod policy;
mod render;
mod secret;
mod status;
mod teardown;
mod update;

pub use plan_text::monthly;
pub use status::cause_words;

use std::path::Path;

use domain::environment::EnvironmentFile;
use engine::environments::PRACTICE;
use engine::launches::Answer;
use engine::{AppError, AppResult, Engine, ErrorCode, environments};

use crate::arguments::EnvCommand;
use crate::exit::Exit;
use crate::output::Output;
use crate::world::World;

/// Runs one of the commands.
pub async fn run(command: &EnvCommand, world: &World, output: &Output) -> AppResult<Exit> {
    if let Some(name) = command.environment() {
        refuse_another_account(name, world).await?;
    }
    match command {
        EnvCommand::New {
            name,
            preset,
            set,
            out,
            force,
        } => new::run(name, *preset, set, out, *force, world, output).await,
        EnvCommand::Check { file } => check::run(file, world, output).await,
        EnvCommand::Plan {
            file,
            assume,
            items,
        } => plan::run(file, assume, *items, world, output).await,
        EnvCommand::Render { file, out } => render::run(file, out, world, output).await,
        EnvCommand::Policy { file, variant, out } => {
            policy::run(file, (*variant).into(), out.as_deref(), world, output).await
        }
        EnvCommand::Launch(launch) => launch::run(launch, world, output).await,
        EnvCommand::Watch { name, wait } => launch::watch(name, *wait, world, output).await,
        EnvCommand::Diff { file, rehearsal } => update::diff(file, rehearsal, world, output).await,
        EnvCommand::Continue {
            name,
            confirm,
            skip,
        } => {
            let answer = Answer {
                typed: confirm.clone(),
                skip: skip.clone(),
            };
            launch::proceed(name, &answer, world, output).await
        }
        EnvCommand::Cancel { name } => launch::cancel(name, world, output).await,
        EnvCommand::Status { name } => status::run(name, world, output).await,
        EnvCommand::FailedCall { name } => failed_call::run(name, world, output).await,
        EnvCommand::Secret {
            name,
            service,
            forget,
        } => secret::run(name, *service, *forget, world, output).await,
        EnvCommand::Teardown { name } => teardown::run(name, world, output).await,
        EnvCommand::List => list::run(world, output).await,
        EnvCommand::Delete { name, delete } => delete::run(name, delete, world, output).await,
    }
}

/// `--account` beside an environment's name says where it is believed to be.
async fn refuse_another_account(name: &str, world: &World) -> AppResult<()> {
    let Some(account) = &world.account else {
        return Ok(());
    };
    let engine = world.quiet().await?;
    known_account(&engine, account).await?;
    match engine.memory.environment(name).await? {
        Some(record) if record.account != *account => Err(AppError::new(
            ErrorCode::InvalidInput,
            format!(
                "The environment `{name}` is in the account `{}`, not in `{account}`.",
                record.account
            ),
        )
        .hint("Leave --account out, or name the right one.")),
        _ => Ok(()),
    }
}

/// Refuses `--account` with a name that no account has.
pub async fn known_account(engine: &Engine, account: &str) -> AppResult<()> {
    if account != PRACTICE {
        engine::accounts::get(engine, account).await?;
    }
    Ok(())
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
            AppError::invalid(format!("{} has problems.", shown(path)), errors).hint(format!(
                "See them with their lines: arrayctl env check {}",
                path.display()
            )),
        ),
    }
}

/// The bytes of a file, or of standard input where the path is `-`.
fn bytes(path: &Path) -> AppResult<Vec<u8>> {
    let read = if path == Path::new("-") {
        environments::read_bounded_from(std::io::stdin().lock())
    } else {
        environments::read_bounded(path)
    };
    read.map_err(|error| {
        AppError::new(
            ErrorCode::InvalidInput,
            format!("{} cannot be read: {}.", shown(path), plain(&error)),
        )
        .hint("Give the path of an environment file; `arrayctl env new` writes one.")
    })
}

/// A path as it is named in words.
fn shown(path: &Path) -> std::path::Display<'_> {
    match path.to_str() {
        Some("-") => Path::new("stdin").display(),
        _ => path.display(),
    }
}

/// The system's reason without its number.
pub fn plain(error: &std::io::Error) -> String {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::NotFound => "it is not there".to_owned(),
        ErrorKind::PermissionDenied => "permission is denied".to_owned(),
        ErrorKind::IsADirectory => "it is a folder".to_owned(),
        ErrorKind::AlreadyExists => "there is a file of that name".to_owned(),
        ErrorKind::NotADirectory => "a part of its path is no folder".to_owned(),
        _ => {
            let words = error.to_string();
            match words.split_once(" (os error") {
                Some((words, _)) => words.to_owned(),
                None => words,
            }
        }
    }
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
    let why = match error.kind() {
        ErrorKind::NotFound => "its folder is not there".to_owned(),
        _ => plain(error),
    };
    AppError::new(
        code,
        format!("{} cannot be written: {why}.", path.display()),
    )
    .hint(hint)
}
