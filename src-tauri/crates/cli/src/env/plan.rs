//! `arrayctl env plan`

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use domain::environment::Severity;
use domain::estimate::{Assumptions, Estimate};
use domain::plan::Plan;
use engine::environments::PRACTICE;
use engine::{AppError, AppResult, ErrorCode, environments, settings};

use crate::exit::Exit;
use crate::output::{Output, table};
use crate::progress::Silent;
use crate::world::World;

pub async fn run(
    path: &Path,
    assume: &[String],
    world: &World,
    output: &Output,
) -> AppResult<Exit> {
    let opened = world.without_store().await?;
    let file = super::read(&opened.engine, path)?;
    let mut assumptions = stored_assumptions(world).await;
    for assignment in assume {
        let (key, value) = assignment.split_once('=').ok_or_else(|| {
            AppError::new(
                ErrorCode::InvalidInput,
                format!("`--assume {assignment}` has no `=`."),
            )
            .hint("Write it as key=value: --assume natGb=250")
        })?;
        assumptions
            .set(key.trim(), value.trim())
            .map_err(|words| AppError::new(ErrorCode::InvalidInput, words.to_string()))?;
    }
    let plan = environments::plan(&opened.engine, file, PRACTICE, &assumptions).await?;
    output.line(words(&plan));
    output.document(&plan_document(&plan));
    let stops = plan
        .checks
        .iter()
        .any(|check| check.severity == Severity::Error);
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
            eprintln!("note: {} The default assumptions are used.", error.message);
            Assumptions::default()
        }
    }
}

/// The contract of `plan --json`; the templates themselves come with `env render`.
fn plan_document(plan: &Plan) -> serde_json::Value {
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
        "checks": plan.checks,
        "estimate": plan.estimate,
        "timeline": plan.timeline,
        "limits": plan.limits,
        "digest": plan.digest,
    })
}

/// `at least $487.70 a month, 3 items unpriced`.
pub fn monthly(estimate: &Estimate) -> String {
    let sum = estimate.monthly_micros;
    match estimate.unpriced.len() {
        0 => format!("{sum} a month"),
        1 => format!("at least {sum} a month, 1 item unpriced"),
        many => format!("at least {sum} a month, {many} items unpriced"),
    }
}

fn words(plan: &Plan) -> String {
    let stacks: BTreeSet<&str> = plan
        .resources
        .iter()
        .map(|resource| resource.stack.as_str())
        .collect();
    let mut text = vec![
        format!(
            "{} ({}) in {}, account {} ({})",
            plan.environment, plan.kind, plan.region, plan.account.name, plan.account.number
        ),
        format!(
            "{}; {} resources in {} stacks; about {} min ({} to {}). {}.",
            monthly(&plan.estimate),
            plan.resources.len(),
            stacks.len(),
            plan.timeline.minutes,
            minutes(plan.timeline.range.low),
            minutes(plan.timeline.range.high),
            plan.timeline.sentence
        ),
        String::new(),
        "Checks".to_owned(),
    ];
    for check in &plan.checks {
        let mark = match check.severity {
            Severity::Error => "stops",
            Severity::Warning => "note ",
        };
        text.push(format!("  {mark}  {} [{}]", check.message, check.code));
        text.push(format!("         {}", check.remedy));
    }
    if plan.checks.is_empty() {
        text.push("  nothing to note".to_owned());
    }
    text.push(String::new());
    text.push(format!(
        "Cost a month at list price of {}",
        plan.estimate.prices_as_of
    ));
    let rows: Vec<Vec<String>> = plan
        .estimate
        .parts
        .iter()
        .map(|part| {
            let least = if part.complete { "" } else { "at least" };
            vec![
                format!("  {}", part.label),
                least.to_owned(),
                part.monthly_micros.to_string(),
            ]
        })
        .collect();
    text.push(table(&rows, &[2]));
    text.extend(unpriced(&plan.estimate));
    text.push(String::new());
    text.push("What decides the time".to_owned());
    let rows: Vec<Vec<String>> = plan
        .timeline
        .critical_path
        .iter()
        .filter(|step| step.seconds >= 1.0)
        .map(|step| {
            vec![
                format!("  {}/{}", step.stack, step.logical_id),
                step.resource_type.clone(),
                minutes(step.seconds),
            ]
        })
        .collect();
    text.push(table(&rows, &[2]));
    text.push(String::new());
    text.push(format!("Plan digest {}", plan.digest));
    text.join("\n")
}

/// What has no price; the same thing in many stacks is one line.
fn unpriced(estimate: &Estimate) -> Vec<String> {
    let mut stacks: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for item in &estimate.unpriced {
        stacks
            .entry((&item.what, &item.why))
            .or_default()
            .push(&item.stack);
    }
    let line = |((what, why), stacks): (_, Vec<&str>)| match stacks.as_slice() {
        [one] => format!("  unpriced in {one}: {what} ({why})"),
        many => format!("  unpriced in {} stacks: {what} ({why})", many.len()),
    };
    stacks.into_iter().map(line).collect()
}

fn minutes(seconds: f64) -> String {
    if seconds < 60.0 {
        format!("{seconds:.0} s")
    } else {
        format!("{:.0} min", seconds / 60.0)
    }
}
