//! What runs: the overview's rows and one environment in full.

use domain::environment::EnvironmentKind;
use domain::estimate::Estimate;
use domain::launch::{JobState, NeedsYou, ResourceView};
use domain::money::MicroUsd;
use domain::template::StackTree;
use domain::topology::Topology;
use serde::{Deserialize, Serialize};

use super::{EnvironmentRecord, EnvironmentState};
use crate::Engine;
use crate::error::{AppError, AppResult};
use crate::jobs::JobRow;

/// One line of the overview.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct EnvironmentRow {
    pub name: String,
    pub kind: EnvironmentKind,
    pub region: String,
    pub account: String,
    pub state: EnvironmentState,
    /// The job that runs, if one does.
    pub running_job_id: Option<String>,
    /// The newest job, running or not.
    pub job_id: String,
    pub needs_you: Option<NeedsYou>,
    /// Estimate at list price.
    pub monthly_micros: MicroUsd,
    pub complete: bool,
    pub budget_micros: Option<MicroUsd>,
    pub eks_version: String,
    /// ISO date on which the version leaves standard support.
    pub eks_standard_until: Option<String>,
    pub changed_at_ms: i64,
    pub as_of_ms: i64,
}

/// One environment in full.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct EnvironmentView {
    pub row: EnvironmentRow,
    pub file: domain::environment::EnvironmentFile,
    pub toml: String,
    pub stack_id: Option<String>,
    pub account_number: String,
    pub resources: Vec<ResourceView>,
    pub outputs: std::collections::BTreeMap<String, String>,
    pub estimate: Estimate,
    pub launches: Vec<JobRow>,
    pub topology: Topology,
}

/// Every environment, by name.
pub async fn list(engine: &Engine) -> AppResult<Vec<EnvironmentRow>> {
    let mut rows = Vec::new();
    for record in engine.memory.environments().await? {
        rows.push(row(engine, &record).await?);
    }
    Ok(rows)
}

/// One environment by name.
pub async fn get(engine: &Engine, name: &str) -> AppResult<EnvironmentView> {
    let record = engine
        .memory
        .environment(name)
        .await?
        .ok_or_else(|| AppError::not_found("environment", name))?;
    let jobs = engine.memory.jobs().await?;
    let launches = jobs
        .iter()
        .filter(|job| job.environment == name)
        .map(JobRow::from)
        .collect();
    let tree = tree(&record)?;
    let resources = match engine.memory.job_snapshot(&record.job_id).await? {
        Some(snapshot) if snapshot.state == JobState::Running => snapshot.resources,
        _ => record.resources.clone(),
    };
    let statuses = resources
        .iter()
        .filter_map(|view| Some(((view.stack.clone(), view.logical_id.clone()), view.status?)))
        .collect();
    let topology = Topology::of(&tree, &statuses);
    Ok(EnvironmentView {
        row: row(engine, &record).await?,
        toml: record.file.to_toml(),
        file: record.file,
        stack_id: record.stack_id,
        account_number: record.plan.account.number,
        resources,
        outputs: record.outputs,
        estimate: record.plan.estimate,
        launches,
        topology,
    })
}

/// The stacks of the plan that was last launched.
pub(crate) fn tree(record: &EnvironmentRecord) -> AppResult<StackTree> {
    domain::plan::tree(&record.plan.blueprint, &record.plan.account).map_err(|error| {
        AppError::internal(format!("The blueprint cannot be evaluated: {error}")).because(error)
    })
}

async fn row(engine: &Engine, record: &EnvironmentRecord) -> AppResult<EnvironmentRow> {
    let snapshot = engine.memory.job_snapshot(&record.job_id).await?;
    let running = snapshot
        .as_ref()
        .is_some_and(|snapshot| snapshot.state == JobState::Running);
    let budget = record.file.budget.monthly_usd;
    Ok(EnvironmentRow {
        name: record.name.clone(),
        kind: record.file.kind,
        region: record.file.region.clone(),
        account: record.account.clone(),
        state: record.state,
        running_job_id: running.then(|| record.job_id.clone()),
        job_id: record.job_id.clone(),
        needs_you: record.needs_you.clone(),
        monthly_micros: record.plan.estimate.monthly_micros,
        complete: record.plan.estimate.complete,
        budget_micros: (budget > 0).then(|| MicroUsd(i64::from(budget) * 1_000_000)),
        eks_version: record.file.cluster.version.clone(),
        eks_standard_until: domain::catalogue::eks_version(&record.file.cluster.version)
            .map(|version| version.standard_until.to_string()),
        changed_at_ms: record.changed_at_ms,
        as_of_ms: record.as_of_ms,
    })
}
