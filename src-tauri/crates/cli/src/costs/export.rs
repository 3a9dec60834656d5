//! `arrayctl costs export`

use std::path::Path;

use engine::{AppError, AppResult, ErrorCode, costs};

use super::arguments::QuestionArguments;
use crate::exit::Exit;
use crate::output::Output;
use crate::world::World;

pub async fn run(
    to: &Path,
    mask: bool,
    question: &QuestionArguments,
    world: &World,
    output: &Output,
) -> AppResult<Exit> {
    let question = question.question(&[])?;
    let document = costs::document(&world.quiet().await?, &question, mask).await?;
    std::fs::write(to, document.html()).map_err(|error| {
        let why = crate::env::plain(&error);
        AppError::new(
            ErrorCode::StoreReadOnly,
            format!("{} cannot be written: {why}.", to.display()),
        )
        .hint("Name another place.")
    })?;
    output.document(&serde_json::json!({ "path": to.display().to_string() }));
    output.line(format!("{} written to {}.", document.title, to.display()));
    Ok(Exit::Done)
}
