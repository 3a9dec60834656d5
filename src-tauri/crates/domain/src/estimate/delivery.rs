//! What delivery charges: action minutes of pipelines and build minutes.

use super::charges::{Charge, priced, unpriced};
use super::ledger::{Context, Placed, points_at};
use crate::template::{ResourceNode, Value};

/// Action minutes a month that an account has for nothing.
const FREE_ACTION_MINUTES: u64 = 100;

fn text(value: &Value, path: &[&str]) -> String {
    value.at(path).and_then(Value::as_text).unwrap_or_default()
}

fn actions(pipeline: &ResourceNode) -> Vec<&Value> {
    let stages = pipeline
        .properties
        .get("Stages")
        .and_then(Value::list)
        .unwrap_or_default();
    stages
        .iter()
        .filter_map(|stage| stage.get("Actions").and_then(Value::list))
        .flatten()
        .collect()
}

/// True for actions that run on CodeBuild's machines without a project of their own.
fn brings_compute(action: &Value) -> bool {
    matches!(
        text(action, &["ActionTypeId", "Provider"]).as_str(),
        "EKS" | "Commands"
    )
}

/// Minutes of one run that charge: each action is rounded up to a minute, approvals are free.
fn minutes_of_a_run(pipeline: &ResourceNode, context: &Context<'_>) -> u64 {
    actions(pipeline)
        .into_iter()
        .map(
            |action| match text(action, &["ActionTypeId", "Category"]).as_str() {
                "Approval" => 0,
                _ if text(action, &["ActionTypeId", "Provider"]) == "CodeBuild" => {
                    u64::from(context.assumptions.build_minutes)
                }
                _ if brings_compute(action) => u64::from(context.assumptions.deploy_minutes),
                _ => 1,
            },
        )
        .sum()
}

fn action_minutes(pipeline: &ResourceNode, context: &Context<'_>) -> u64 {
    minutes_of_a_run(pipeline, context) * u64::from(context.assumptions.builds)
}

fn is_v1(pipeline: &ResourceNode) -> bool {
    // CloudFormation's own default is V1.
    text(&pipeline.properties, &["PipelineType"]) != "V2"
}

/// A pipeline; the account's free minutes go to the first ones of the tree.
pub fn pipeline(resource: &ResourceNode, context: &Context<'_>) -> Vec<Charge> {
    if is_v1(resource) {
        return vec![priced(
            "CodePipeline",
            "V1 active pipeline",
            1,
            "Pipeline (V1)",
            "1 active pipeline",
            "",
        )];
    }
    let before: u64 = context
        .all
        .iter()
        .map(|placed| placed.resource)
        .take_while(|other| !std::ptr::eq(*other, resource))
        .filter(|other| other.resource_type == resource.resource_type && !is_v1(other))
        .map(|other| action_minutes(other, context))
        .sum();
    let (run, builds) = (
        minutes_of_a_run(resource, context),
        u64::from(context.assumptions.builds),
    );
    let minutes = run * builds;
    let free = FREE_ACTION_MINUTES.saturating_sub(before).min(minutes);
    let mut words = format!("{builds} runs of {run} action minutes");
    if free > 0 {
        words += &format!(", less the account's first {free} free minutes");
    }
    let mut all = vec![priced(
        "CodePipeline",
        "V2 action execution minute",
        minutes - free,
        "Pipeline action minutes",
        words,
        "",
    )];
    let deploys = actions(resource)
        .into_iter()
        .filter(|action| brings_compute(action))
        .count() as u64;
    let each = u64::from(context.assumptions.deploy_minutes);
    all.push(priced(
        "CodeBuild",
        "Linux general1.small",
        deploys * each * builds,
        "Deploy minutes",
        format!("{builds} runs of {each} minutes on the smallest Linux machine"),
        "",
    ));
    all
}

/// A build project: the minutes of every pipeline action that uses it.
pub fn project(placed: &Placed<'_>, context: &Context<'_>) -> Vec<Charge> {
    let resource = placed.resource;
    let environment = resource.properties.get("Environment");
    let of = |key: &str| {
        environment
            .and_then(|environment| environment.get(key))
            .and_then(Value::as_text)
            .unwrap_or_default()
    };
    let name = text(&resource.properties, &["Name"]);
    let uses = context
        .all
        .iter()
        .filter(|other| other.resource.resource_type == "AWS::CodePipeline::Pipeline")
        .flat_map(|other| actions(other.resource))
        .filter(|action| {
            let project = action.at(&["Configuration", "ProjectName"]);
            points_at(project, placed)
                || (!name.is_empty() && project.and_then(Value::as_text).as_deref() == Some(&name))
        })
        .count() as u64;
    let (builds, minutes) = (
        u64::from(context.assumptions.builds),
        u64::from(context.assumptions.build_minutes),
    );
    let size = of("ComputeType")
        .strip_prefix("BUILD_GENERAL1_")
        .map(str::to_lowercase);
    let system = match of("Type").as_str() {
        "LINUX_CONTAINER" => Some("Linux"),
        "ARM_CONTAINER" => Some("ARM"),
        "WINDOWS_SERVER_2019_CONTAINER" | "WINDOWS_SERVER_2022_CONTAINER" => Some("Windows"),
        _ => None,
    };
    // A project that no pipeline names runs at the launch and at changes, which is about once a month.
    let (runs, words) = match uses {
        0 => (1, "a launch or change".to_owned()),
        _ => (
            uses * builds,
            match uses {
                1 => format!("{builds} builds of {minutes} minutes"),
                many => format!("{many} pipelines, {builds} builds of {minutes} minutes each"),
            },
        ),
    };
    let (Some(system), Some(size)) = (system, size) else {
        return vec![unpriced(
            format!("Builds on {} {}", of("Type"), of("ComputeType")),
            "The price book has no price for this build machine.",
        )];
    };
    vec![priced(
        "CodeBuild",
        format!("{system} general1.{size}"),
        runs * minutes,
        format!("Build minutes, {system} {size}"),
        words,
        "",
    )]
}
