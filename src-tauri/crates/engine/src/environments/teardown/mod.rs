//! What a deletion meets: asked of AWS before the name is typed, and again whenever somebody wants.

mod network;
mod orphans;
pub mod ports;
mod resources;

use domain::launch::{STACK_TYPE, Status};
use domain::money::MicroUsd;
pub(crate) use network::cluster;
pub(crate) use orphans::{Remains, allowed};
use serde::Serialize;

use super::EnvironmentRecord;
use crate::integrations::Integration;
use crate::ports::{Cloud, CloudFault, StackResource};
use crate::{AppError, AppResult, Engine};

/// What becomes of something when the environment is deleted, in the order of a checklist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum Fate {
    /// The deletion stops here until somebody does something about it.
    Blocks,
    /// AWS did not let us look.
    Unknown,
    /// Would block, and is turned off by the deletion itself.
    Lifted,
    /// Gone for good.
    Lost,
    /// Is still there afterwards.
    Stays,
}

/// One line of the checklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct TeardownItem {
    /// Stable: `bucket-contents`.
    pub code: &'static str,
    pub fate: Fate,
    /// Name of what it is about.
    pub subject: String,
    pub message: String,
    /// What it costs a month if it is left, by the estimate or the price book; absent where no price
    /// is known.
    pub monthly_micros: Option<MicroUsd>,
    /// How a person takes it away, where the deletion does not.
    pub remove: Option<String>,
}

/// What the last step of a deletion may leave behind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Retainable {
    /// What `--retain` calls it: `Network.NodeSubnetA`, or `Network` for a whole nested stack.
    pub id: String,
    #[serde(rename = "type")]
    pub resource_type: String,
    pub physical_id: String,
    /// True where it could not be deleted: only that can be retained. The others of its stack have not
    /// been tried; a forced deletion leaves those that depend on it.
    pub failed: bool,
    /// AWS's words about it.
    pub reason: Option<String>,
    /// What it costs a month if it is left; absent where no price is known.
    pub monthly_micros: Option<MicroUsd>,
}

/// What a deletion meets, blockers first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Teardown {
    pub environment: String,
    /// Milliseconds since 1970 UTC when AWS was asked.
    pub as_of_ms: i64,
    /// In the order in which they are to be taken away.
    pub items: Vec<TeardownItem>,
    /// What retaining or forcing may leave; empty until a deletion has stopped.
    pub last_step: Vec<Retainable>,
}

/// Asks AWS what a deletion of an environment meets. Changes nothing, and what is gone meanwhile is
/// no longer in the answer: a deletion that stopped goes on from there.
pub async fn teardown(engine: &Engine, name: &str) -> AppResult<Teardown> {
    let record = engine.memory.environment(name).await?;
    let record = record.ok_or_else(|| AppError::not_found("environment", name))?;
    let mut out = Teardown {
        environment: record.name.clone(),
        as_of_ms: engine.clock.now_ms(),
        items: Vec::new(),
        last_step: Vec::new(),
    };
    let Some(stack_id) = &record.stack_id else {
        return Ok(out);
    };
    let cloud = engine.clouds.open(&record.account, &record.plan.region);
    let cloud = cloud.await?;
    let Some(standing) = Standing::of(cloud.as_ref(), stack_id).await? else {
        return Ok(out);
    };
    let asked = network::dependencies(cloud.as_ref(), &record, &standing).await?;
    out.items.extend(standing.protection.clone());
    out.items
        .extend(resources::items(cloud.as_ref(), &record, &standing, &asked).await?);
    out.items
        .extend(network::items(engine, &record, &standing, &asked));
    out.items.extend(secrets(&record));
    out.items.sort_by_key(|item| item.fate);
    out.last_step = resources::last_step(engine, &record, &standing);
    Ok(out)
}

/// What of an environment's stacks is there.
struct Standing {
    root: String,
    protection: Option<TeardownItem>,
    /// Nested stacks, with what is in each.
    nested: Vec<(StackResource, Vec<StackResource>)>,
}

impl Standing {
    /// Nothing where the root is gone.
    async fn of(cloud: &dyn Cloud, stack_id: &str) -> Result<Option<Self>, CloudFault> {
        let root = cloud.stack(stack_id).await?;
        let Some(root) = root.filter(|root| root.status != Status::DeleteComplete) else {
            return Ok(None);
        };
        let mut nested = Vec::new();
        for one in cloud.resources(stack_id).await? {
            if one.resource_type != STACK_TYPE || !stands(&one) {
                continue;
            }
            let id = one.physical_id.clone().unwrap_or_default();
            let mut inside = cloud.resources(&id).await?;
            inside.retain(stands);
            nested.push((one, inside));
        }
        Ok(Some(Self {
            root: stack_id.to_owned(),
            protection: root.protected.then(|| protection(root.name)),
            nested,
        }))
    }

    /// Every resource with the plan's name of its stack.
    fn resources(&self) -> impl Iterator<Item = (&str, &StackResource)> {
        self.nested.iter().flat_map(|(stack, inside)| {
            let name = stack.logical_id.as_str();
            inside.iter().map(move |one| (name, one))
        })
    }

    /// The physical ID of the first of a type.
    fn id_of(&self, resource_type: &str) -> Option<&str> {
        let mut all = self.resources();
        let found = all.find(|(_, one)| one.resource_type == resource_type)?;
        found.1.physical_id.as_deref()
    }
}

fn stands(resource: &StackResource) -> bool {
    !resource.status.gone()
        && resource.status != Status::CreateFailed
        && resource.physical_id.is_some()
}

fn protection(subject: String) -> TeardownItem {
    TeardownItem {
        code: "termination-protection",
        fate: Fate::Lifted,
        subject,
        message: "CloudFormation refuses to delete the stack. The deletion turns its termination \
                  protection off first."
            .to_owned(),
        monthly_micros: None,
        remove: None,
    }
}

/// What a resource costs a month by the estimate of the plan.
fn estimated(record: &EnvironmentRecord, stack: &str, logical_id: &str) -> Option<MicroUsd> {
    let items = record.plan.estimate.items.iter();
    let own = items.filter(|item| item.stack == stack && item.logical_id == logical_id);
    own.map(|item| item.monthly_micros.0)
        .reduce(|sum, one| sum + one)
        .map(MicroUsd)
}

/// Those that no stack owns: the job takes them back at its end, the keychain keeps their values.
fn secrets(record: &EnvironmentRecord) -> impl Iterator<Item = TeardownItem> {
    let wanted = Integration::ALL
        .into_iter()
        .filter(|one| one.wanted(&record.file) && one.before_launch());
    wanted.map(|one| TeardownItem {
        code: "integration-secret",
        fate: Fate::Lost,
        subject: one.secret_name(&record.name),
        message: format!(
            "{}'s secret is deleted from Secrets Manager at the end. Its value stays in the keychain.",
            one.label()
        ),
        monthly_micros: None,
        remove: None,
    })
}
