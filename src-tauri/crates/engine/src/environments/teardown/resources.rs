//! What a deletion meets in the resources of the stacks.

use domain::failure;
use domain::launch::{Operation, Status};
use domain::orphans;

use super::network::Asked;
use super::ports::Holding;
use super::{Fate, Retainable, Standing, TeardownItem, estimated};
use crate::Engine;
use crate::environments::EnvironmentRecord;
use crate::ports::{Cloud, CloudError, CloudErrorKind, CloudFault, StackResource};

/// One line or more for each resource that blocks, holds something or stays.
pub(super) async fn items(
    cloud: &dyn Cloud,
    record: &EnvironmentRecord,
    standing: &Standing,
    asked: &Asked,
) -> Result<Vec<TeardownItem>, CloudFault> {
    let mut items = Vec::new();
    for (stack, resource) in standing.resources() {
        let place = Place { record, stack };
        items.extend(place.items(cloud, &standing.root, resource, asked).await?);
    }
    Ok(items)
}

/// What stands in the nested stacks that could not be deleted.
pub(super) fn last_step(
    engine: &Engine,
    record: &EnvironmentRecord,
    standing: &Standing,
) -> Vec<Retainable> {
    let region = &record.plan.region;
    let mut out = Vec::new();
    for (stack, inside) in &standing.nested {
        if stack.status != Status::DeleteFailed {
            continue;
        }
        let name = &stack.logical_id;
        let mut one = |id: String, resource: &StackResource, cost| {
            out.push(Retainable {
                id,
                resource_type: resource.resource_type.clone(),
                physical_id: resource.physical_id.clone().unwrap_or_default(),
                failed: resource.status == Status::DeleteFailed,
                reason: resource.reason.clone(),
                monthly_micros: cost,
            });
        };
        for resource in inside {
            let kind = &resource.resource_type;
            let physical_id = resource.physical_id.as_deref().unwrap_or_default();
            let cost = orphans::monthly(kind, physical_id, &engine.prices, region)
                .or_else(|| estimated(record, name, &resource.logical_id));
            one(format!("{name}.{}", resource.logical_id), resource, cost);
        }
        one(name.clone(), stack, None);
    }
    out.sort_by_key(|one| !one.failed);
    out
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
        asked: &Asked,
    ) -> Result<Vec<TeardownItem>, CloudFault> {
        let mut items = Vec::new();
        let answer = cloud.holding(root, resource).await;
        if resource.status == Status::DeleteFailed {
            let words = self.stopped(resource, asked, answer.as_ref().ok());
            items.push(self.item("delete-failed", Fate::Blocks, resource, words));
        }
        match answer {
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
                    "The key {} is scheduled for deletion after its waiting period, which can be \
                     cancelled until then; it costs nothing meanwhile. Afterwards nothing can read what \
                     it encrypted.",
                    resource.physical_id.as_deref().unwrap_or("without an ID")
                ),
            ),
            _ => return None,
        };
        let mut item = self.item(code, fate, resource, words);
        // A key's ID says nothing to people.
        if code == "key-pending" {
            item.subject = format!("{}/{}", self.stack, resource.logical_id);
        }
        Some(item)
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
        let cost = estimated(self.record, self.stack, &resource.logical_id);
        TeardownItem {
            code,
            fate,
            subject: resource.physical_id.clone().unwrap_or_default(),
            message,
            monthly_micros: cost.filter(|_| fate != Fate::Stays),
            remove: None,
        }
    }

    /// Why the last deletion stopped at a resource, and what holds it.
    fn stopped(&self, resource: &StackResource, asked: &Asked, held: Option<&Holding>) -> String {
        let mut words = format!(
            "The last deletion stopped here ({} in {}).",
            resource.logical_id, self.stack
        );
        if let Some(reason) = resource.reason.as_deref() {
            let kind = Some(resource.resource_type.as_str());
            let said = failure::classify(reason, kind, Some(Operation::Delete));
            words.push_str(&format!(" {}: {}", said.title, said.aws_message));
            if !words.ends_with(['.', '!']) {
                words.push('.');
            }
        }
        let mut holders = asked.holders(resource);
        if resource.resource_type == "AWS::S3::Bucket"
            && let Some(held) = held.filter(|held| held.things > 0)
        {
            holders.push(amount(held, "object", "objects"));
        }
        words.push_str(&match holders.is_empty() {
            true => " When what holds it is removed, delete again.".to_owned(),
            false => format!(
                " It is held by {}. When that is removed, delete again.",
                holders.join("; ")
            ),
        });
        words
    }
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
