//! What a deletion meets: asked of AWS before the name is typed, and again whenever somebody wants.

use domain::launch::{STACK_TYPE, Status};
use domain::money::MicroUsd;
use serde::Serialize;

use super::EnvironmentRecord;
use crate::integrations::Integration;
use crate::ports::{Cloud, CloudError, CloudErrorKind, CloudFault, Holding, StackResource};
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
    /// What it costs a month if it is left, by the estimate; absent where no price is known.
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
    pub items: Vec<TeardownItem>,
}

/// Asks AWS what a deletion of an environment meets. Changes nothing.
pub async fn teardown(engine: &Engine, name: &str) -> AppResult<Teardown> {
    let record = engine.memory.environment(name).await?;
    let record = record.ok_or_else(|| AppError::not_found("environment", name))?;
    let mut items = Vec::new();
    if let Some(stack_id) = &record.stack_id {
        let region = &record.plan.region;
        let cloud = engine.clouds.open(&record.account, region).await?;
        items = stack(cloud.as_ref(), &record, stack_id).await?;
    }
    items.sort_by_key(|item| item.fate);
    Ok(Teardown {
        environment: record.name,
        as_of_ms: engine.clock.now_ms(),
        items,
    })
}

async fn stack(
    cloud: &dyn Cloud,
    record: &EnvironmentRecord,
    stack_id: &str,
) -> Result<Vec<TeardownItem>, CloudFault> {
    let mut items = Vec::new();
    let Some(root) = cloud.stack(stack_id).await? else {
        return Ok(items);
    };
    if root.protected {
        items.push(TeardownItem {
            code: "termination-protection",
            fate: Fate::Lifted,
            subject: root.name,
            message: "CloudFormation refuses to delete the stack. The deletion turns its \
                      termination protection off first."
                .to_owned(),
            monthly_micros: None,
        });
    }
    let resources = cloud.resources(stack_id).await?;
    for nested in resources.iter().filter(|one| stands(one)) {
        if nested.resource_type != STACK_TYPE {
            continue;
        }
        let Some(nested_id) = &nested.physical_id else {
            continue;
        };
        for one in cloud.resources(nested_id).await? {
            if stands(&one) {
                let place = Place {
                    record,
                    stack: &nested.logical_id,
                };
                items.extend(place.items(cloud, stack_id, &one).await?);
            }
        }
    }
    items.extend(secrets(record));
    Ok(items)
}

fn stands(resource: &StackResource) -> bool {
    !resource.status.gone()
        && resource.status != Status::CreateFailed
        && resource.physical_id.is_some()
}

/// Where in the environment a resource is.
struct Place<'a> {
    record: &'a EnvironmentRecord,
    /// The plan's name of its stack.
    stack: &'a str,
}

impl Place<'_> {
    async fn items(
        &self,
        cloud: &dyn Cloud,
        root: &str,
        resource: &StackResource,
    ) -> Result<Vec<TeardownItem>, CloudFault> {
        let mut items = Vec::new();
        if resource.status == Status::DeleteFailed {
            let words = format!(
                "The last deletion stopped here ({} in {}). Its card says why; when that is \
                 removed, delete again.",
                resource.logical_id, self.stack
            );
            items.push(self.item("delete-failed", Fate::Blocks, resource, words));
        }
        match cloud.holding(root, resource).await {
            Ok(held) => items.extend(self.told(resource, &held)),
            Err(CloudFault::Refused(error)) if error.kind == CloudErrorKind::AccessDenied => {
                items.push(self.unseen(resource, &error));
            }
            Err(fault) => return Err(fault),
        }
        Ok(items)
    }

    fn told(&self, resource: &StackResource, held: &Holding) -> Option<TeardownItem> {
        let (code, fate, words) = match resource.resource_type.as_str() {
            "AWS::S3::Bucket" if held.things > 0 => (
                "bucket-contents",
                Fate::Lost,
                format!(
                    "{} in the bucket. A function of its stack empties it first.",
                    amount(held, "object", "objects")
                ),
            ),
            "AWS::ECR::Repository" if held.things > 0 => (
                "images",
                Fate::Lost,
                format!(
                    "{} in the registry. It is deleted with them.",
                    amount(held, "image", "images")
                ),
            ),
            "AWS::EKS::Cluster" if held.protected => (
                "cluster-protection",
                Fate::Lifted,
                "EKS refuses to delete the cluster. The deletion turns its protection off first; \
                 everything that runs in it is lost."
                    .to_owned(),
            ),
            "AWS::EKS::Cluster" => (
                "cluster-contents",
                Fate::Lost,
                "Everything that runs in the cluster, with its volumes.".to_owned(),
            ),
            "AWS::OpenSearchService::Domain" => (
                "search-index",
                Fate::Lost,
                "The crew index. AWS takes no final snapshot, and the automated ones go with the \
                 domain; profiles must be indexed again."
                    .to_owned(),
            ),
            "AWS::KMS::Key" => (
                "key-pending",
                Fate::Stays,
                format!(
                    "{} is scheduled for deletion after its waiting period, which can be cancelled until \
                     then; it costs nothing meanwhile. Afterwards nothing can read what it encrypted.",
                    resource.logical_id
                ),
            ),
            _ => return None,
        };
        Some(self.item(code, fate, resource, words))
    }

    fn unseen(&self, resource: &StackResource, error: &CloudError) -> TeardownItem {
        let words = format!(
            "Cannot tell what is in it, a permission is missing: {}",
            error.message
        );
        self.item("cannot-tell", Fate::Unknown, resource, words)
    }

    fn item(
        &self,
        code: &'static str,
        fate: Fate,
        resource: &StackResource,
        message: String,
    ) -> TeardownItem {
        let own = self.record.plan.estimate.items.iter().filter(|item| {
            item.stack == self.stack
                && item.logical_id == resource.logical_id
                && fate != Fate::Stays
        });
        TeardownItem {
            code,
            fate,
            subject: resource.physical_id.clone().unwrap_or_default(),
            message,
            monthly_micros: own
                .map(|item| item.monthly_micros.0)
                .reduce(|sum, one| sum + one)
                .map(MicroUsd),
        }
    }
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
    })
}

/// `At least 1,000 objects, 2.1 GB`.
fn amount(held: &Holding, one: &str, many: &str) -> String {
    let least = if held.more { "At least " } else { "" };
    let noun = if held.things == 1 { one } else { many };
    let megabytes = held.bytes / 1_000_000;
    let size = match megabytes {
        0 => "less than 1 MB".to_owned(),
        1..1000 => format!("{megabytes} MB"),
        _ => format!("{}.{} GB", megabytes / 1000, megabytes % 1000 / 100),
    };
    format!("{least}{} {noun}, {size}", held.things)
}
