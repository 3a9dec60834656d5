//! `arrayctl costs delete`

use domain::costs::{Period, counted};
use engine::{AppError, AppResult, ErrorCode, costs};

use super::months::listed;
use crate::exit::Exit;
use crate::output::Output;
use crate::person;
use crate::world::World;

pub async fn run(
    from: Period,
    to: Period,
    yes: bool,
    world: &World,
    output: &Output,
) -> AppResult<Exit> {
    let engine = world.quiet().await?;
    let question = format!("Forget the costs of {from} to {to}? Type yes to go on: ");
    if !yes && person::ask(&question, output)? != "yes" {
        return Err(AppError::new(
            ErrorCode::InvalidInput,
            "Nothing was forgotten.",
        ));
    }
    let gone = costs::delete_months(&engine, from, to).await?;
    output.document(&serde_json::json!({ "deleted": gone }));
    output.line(listed(&gone));
    output.line(format!(
        "Forgotten: {}. The files that they came from are as they were.",
        counted(gone.len() as u64, "month")
    ));
    Ok(Exit::Done)
}
