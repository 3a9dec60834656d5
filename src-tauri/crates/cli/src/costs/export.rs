//! `arrayctl costs export`

use std::path::Path;

use domain::costs::{DocumentFormat, Field};
use engine::{AppError, AppResult, ErrorCode, costs};

use super::asking::QuestionArguments;
use crate::exit::Exit;
use crate::output::Output;
use crate::world::World;

pub async fn run(
    to: &Path,
    (by, mask): (&[Field], bool),
    question: &QuestionArguments,
    world: &World,
    output: &Output,
) -> AppResult<Exit> {
    let question = question.question(by)?;
    let format = format(to)?;
    let file = costs::hand_on(&world.quiet().await?, &question, format, mask).await?;
    std::fs::write(to, file.bytes).map_err(|error| {
        let why = crate::env::plain(&error);
        AppError::new(
            ErrorCode::StoreReadOnly,
            format!("{} cannot be written: {why}.", to.display()),
        )
        .hint("Name another place.")
    })?;
    output.document(&serde_json::json!({ "path": to.display().to_string() }));
    output.line(format!("{} written to {}.", file.title, to.display()));
    Ok(Exit::Done)
}

fn format(to: &Path) -> AppResult<DocumentFormat> {
    DocumentFormat::of(to).ok_or_else(|| {
        AppError::new(
            ErrorCode::InvalidInput,
            format!("{} ends with no format there is.", to.display()),
        )
        .hint("Let its name end with .html, .xlsx or .csv.")
    })
}
