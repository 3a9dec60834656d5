//! `arrayctl env plan`

use std::path::Path;
use std::sync::Arc;

use domain::estimate::Assumptions;
use domain::plan::{Check, Outcome, Plan};
use engine::{AppError, AppResult, ErrorCode, environments, settings};

use crate::exit::Exit;
use crate::output::{Output, note};
use crate::progress::Silent;
use crate::world::World;

use super::plan_text;

pub async fn run(
    path: &Path,
    assume: &[String],
    items: bool,
    world: &World,
    output: &Output,
) -> AppResult<Exit> {
    let opened = world.without_store().await?;
    let file = super::read(&opened.engine, path)?;
    let mut assumptions = stored_assumptions(world).await;
    let mut wrong = Vec::new();
    for assignment in assume {
        let changed = match assignment.split_once('=') {
            Some((key, value)) => assumptions.set(key.trim(), value.trim()),
            None => Err(format!(
                "`{assignment}` has no `=`: write it like natGb=250."
            )),
        };
        wrong.extend(changed.err());
    }
    if !wrong.is_empty() {
        return Err(AppError::new(ErrorCode::InvalidInput, wrong.join("\n  "))
            .hint("Every assumption with its meaning: arrayctl env plan --help"));
    }
    // Accounts are in the store; practice needs none.
    let engine = match &world.account {
        Some(_) => world.quiet().await?,
        None => opened.engine,
    };
    let plan = environments::plan(&engine, file, world.account(), &assumptions).await?;
    output.line(plan_text::text(&plan, &assumptions, items));
    output.document(&plan_document(&plan, &assumptions));
    let stops = plan.checks.iter().any(Check::stops);
    Ok(if stops { Exit::Input } else { Exit::Done })
}

/// The assumptions that were adjusted in the window, where there is a store that can be read.
async fn stored_assumptions(world: &World) -> Assumptions {
    if !assembly::store_exists(&world.data_dir) {
        return Assumptions::default();
    }
    let stored = async {
        let opened = world.open(Arc::new(Silent)).await?;
        settings::get(&opened.engine).await
    };
    match stored.await {
        Ok(settings) => settings.assumptions,
        Err(error) => {
            note(&format!(
                "note: {} The default assumptions are used.",
                error.message
            ));
            Assumptions::default()
        }
    }
}

/// The contract of `plan --json`; the templates themselves come with `env render`.
fn plan_document(plan: &Plan, assumptions: &Assumptions) -> serde_json::Value {
    let (passed, checks): (Vec<&Check>, Vec<&Check>) = plan
        .checks
        .iter()
        .partition(|check| check.outcome == Outcome::Passed);
    serde_json::json!({
        "environment": plan.environment,
        "kind": plan.kind,
        "region": plan.region,
        "account": { "name": plan.account.name, "number": plan.account.number, "practice": plan.account.practice },
        "stackName": plan.blueprint.stack_name,
        "capabilities": plan.blueprint.capabilities,
        "templates": plan.blueprint.files().map(|file| serde_json::json!({
            "name": file.name, "bytes": file.body.len(), "sha256": file.sha256,
        })).collect::<Vec<_>>(),
        "resources": plan.resources,
        "checks": checks,
        "passed": passed.iter().map(|check| serde_json::json!({
            "code": check.code, "question": check.question, "outcome": check.outcome,
            "message": check.message, "evidence": check.evidence,
        })).collect::<Vec<_>>(),
        "estimate": plan.estimate,
        "assumptions": assumptions,
        "timeline": plan.timeline,
        "limits": plan.limits,
        "digest": plan.digest,
    })
}
