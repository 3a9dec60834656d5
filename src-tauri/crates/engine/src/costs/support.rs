//! EKS extended support: charged, and to come.

use domain::costs::{Cluster, Question, SupportCosts, support_question};

use super::read::{read, settings};
use crate::error::AppResult;
use crate::{Engine, environments};

/// What extended support was charged, and from when on each environment of this app pays how much of it.
/// Without any import only the latter. Of the question, range, filter and cost count.
///
/// Refuses with `NotFound` months of which nothing was imported, where something was.
pub async fn support(engine: &Engine, question: &Question) -> AppResult<SupportCosts> {
    let rules = settings(engine).await?.environment_rules;
    let clusters: Vec<Cluster> = engine
        .memory
        .environments()
        .await?
        .into_iter()
        .map(|record| Cluster {
            environment: record.name,
            region: record.file.region,
            version: record.file.cluster.version,
        })
        .collect();
    let hours = engine.memory.settings().await?.assumptions.hours;
    let time = (environments::today(engine), hours);
    let known = (clusters.as_slice(), engine.prices.as_ref());
    if engine.ledger.months().await?.is_empty() {
        return Ok(domain::costs::support(question, &[], &rules, known, time));
    }
    let read = read(engine, &support_question(question)).await?;
    Ok(domain::costs::support(
        question,
        &read.months(),
        &rules,
        known,
        time,
    ))
}
