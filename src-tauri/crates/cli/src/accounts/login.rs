//! `arrayctl accounts login`

use engine::accounts::{self, Portal};
use engine::{AppError, AppResult, Engine, ErrorCode};

use super::test;
use crate::exit::Exit;
use crate::output::{Output, note};
use crate::world::World;

pub async fn run(name: &str, world: &World, output: &Output) -> AppResult<Exit> {
    let engine = world.quiet().await?;
    let account = accounts::get(&engine, name).await?;
    let portal = accounts::portal(&engine, &account).await?.ok_or_else(|| {
        AppError::new(
            ErrorCode::Conflict,
            format!("`{name}` has no portal to sign in at."),
        )
        .hint(format!("Try it instead: arrayctl accounts test {name}"))
    })?;
    at(&engine, &portal, output).await?;
    test::tell(&engine, name, output).await
}

/// Signs in at a portal: the browser opens, and the code is shown for the case that it does not.
pub async fn at(engine: &Engine, portal: &Portal, output: &Output) -> AppResult<()> {
    let begun = accounts::begin_sign_in(engine, portal).await?;
    note(&format!(
        "Confirm the code {} at {}",
        begun.user_code, begun.url
    ));
    if output.terminal {
        // The address is on the screen already: a browser that does not open is no failure.
        let _ = assembly::open_in_browser(&begun.url);
    }
    accounts::finish_sign_in(engine, &begun).await?;
    note("Signed in.");
    Ok(())
}
