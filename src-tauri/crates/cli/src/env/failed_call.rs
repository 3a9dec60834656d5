//! `arrayctl env failed-call`

use domain::failure::{CallAnswer, FailedCall};
use engine::{AppError, AppResult, launches};

use crate::exit::Exit;
use crate::output::{Output, time};
use crate::world::World;

pub async fn run(name: &str, world: &World, output: &Output) -> AppResult<Exit> {
    let engine = world.quiet().await?;
    let newest = engine.memory.latest_job(name).await?;
    let job = newest.ok_or_else(|| AppError::not_found("environment", name))?;
    let found = launches::find_failed_call(&engine, &job.id).await?;
    output.document(&found);
    output.line(words(&found));
    Ok(Exit::Done)
}

fn words(found: &CallAnswer) -> String {
    let mut lines = vec![found.sentence.clone()];
    match &found.call {
        FailedCall::Found { call, .. } => {
            let untold = || "not told".to_owned();
            let who = call.who.clone().unwrap_or_else(untold);
            let by = match &call.on_behalf_by {
                Some(service) => format!("{who}, through {service}"),
                None => who,
            };
            let said = call.error_message.clone().unwrap_or_else(untold);
            lines.push(format!("  Said:       {said}"));
            lines.push(format!("  By:         {by}"));
            lines.push(format!("  At:         {} UTC", time(call.at_ms)));
            let request = call.request_id.clone().unwrap_or_else(untold);
            lines.push(format!("  Request ID: {request}"));
        }
        FailedCall::NotThereYet { until_ms } => {
            lines.push(format!(
                "  After {} UTC it is no longer late.",
                time(*until_ms)
            ));
        }
        FailedCall::NotThere => {}
        FailedCall::CannotTell { words, .. } => lines.push(format!("  AWS's words: {words}")),
    }
    lines.join("\n")
}
