//! `arrayctl accounts test`

use engine::{AppResult, Engine, accounts};

use super::list::session;
use crate::exit::Exit;
use crate::output::Output;
use crate::world::World;

pub async fn run(name: &str, world: &World, output: &Output) -> AppResult<Exit> {
    tell(&world.quiet().await?, name, output).await
}

/// Tries an account and prints every step.
pub async fn tell(engine: &Engine, name: &str, output: &Output) -> AppResult<Exit> {
    let report = accounts::check(engine, name).await?;
    for step in &report.steps {
        let mark = if step.worked { "ok " } else { "BAD" };
        output.line(format!("{mark}  {}: {}", step.what, step.found));
        if let Some(remedy) = &step.remedy {
            output.line(format!("     {remedy}"));
        }
    }
    if let Some(identity) = &report.identity {
        output.line(format!(
            "{name} is account {} ({}).",
            identity.account_id,
            session(&report.session, engine.clock.now_ms())
        ));
    }
    output.document(&serde_json::json!({ "account": name, "report": report }));
    Ok(match report.identity {
        Some(_) => Exit::Done,
        None => Exit::NeedsYou,
    })
}
