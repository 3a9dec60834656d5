//! `arrayctl audit`

use std::path::Path;

use engine::audit::{self, Call, Ended, Integrity, Trail};
use engine::{AppError, AppResult, ErrorCode};

use crate::exit::Exit;
use crate::output::{Output, note, table, time};
use crate::world::World;

/// Calls that are shown, the newest.
const SHOWN: usize = 20;

pub async fn run(export: Option<&Path>, world: &World, output: &Output) -> AppResult<Exit> {
    let engine = world.quiet().await?;
    let trail = audit::trail(&engine).await?;
    if let Some(wanted) = &world.account {
        crate::env::known_account(&engine, wanted).await?;
    }
    let mut calls = audit::calls(&trail.lines);
    calls.retain(|call| {
        world
            .account
            .as_ref()
            .is_none_or(|wanted| call.account == *wanted)
    });
    if let Some(path) = export {
        write(&trail, path)?;
        output.line(format!(
            "{} lines written to {}. Keep the last hash elsewhere; it shows later whether lines were cut off: {}",
            trail.lines.len(),
            path.display(),
            trail.head
        ));
    } else if calls.is_empty() {
        output.line("Nothing was changed in AWS from here yet.");
    } else {
        let shown = &calls[calls.len().saturating_sub(SHOWN)..];
        let head = [
            "LINE",
            "TIME (UTC)",
            "ACCOUNT",
            "WHO",
            "ACTION",
            "TO",
            "OUTCOME",
        ];
        let mut rows = vec![head.map(str::to_owned).to_vec()];
        rows.extend(shown.iter().map(row));
        output.line(table(&rows, &[0]));
        if shown.len() < calls.len() {
            output.line(format!(
                "The newest {} of {} calls; all of them: arrayctl audit --export FILE",
                shown.len(),
                calls.len()
            ));
        }
    }
    output.document(&serde_json::json!({
        "lines": trail.lines.iter().map(|line| serde_json::json!({
            "seq": line.seq,
            "hash": line.hash,
            "entry": serde_json::from_str::<serde_json::Value>(&line.json).unwrap_or_default(),
        })).collect::<Vec<_>>(),
        "head": trail.head,
        "verdict": trail.verdict,
    }));
    match trail.verdict {
        Integrity::Whole => Ok(Exit::Done),
        Integrity::Broken { words, .. } => {
            note(&format!(
                "error: The audit trail was tampered with. {words}"
            ));
            Ok(Exit::Machine)
        }
    }
}

fn write(trail: &Trail, path: &Path) -> AppResult<()> {
    std::fs::write(path, trail.text()).map_err(|error| {
        AppError::new(
            ErrorCode::StoreReadOnly,
            format!("{} cannot be written: {error}.", path.display()),
        )
        .hint("Name another place.")
    })
}

fn row(call: &Call) -> Vec<String> {
    let outcome = match &call.ended {
        Ended::Open => "no answer written down".to_owned(),
        Ended::Refused { words, .. } => format!("refused: {words}"),
        Ended::Done {
            request_id: Some(id),
        } => format!("done, request {id}"),
        Ended::Done { request_id: None } => "done".to_owned(),
    };
    vec![
        call.line.to_string(),
        time(call.at_ms),
        call.account.clone(),
        resource(&call.identity).to_owned(),
        call.action.clone(),
        resource(&call.target).to_owned(),
        outcome,
    ]
}

/// `user/alice` of an ARN; what is none stays.
fn resource(arn: &str) -> &str {
    arn.splitn(6, ':').nth(5).unwrap_or(arn)
}
