//! What protects an environment against deletion: put up when it stands, lifted before it goes.

use domain::launch::{STACK_TYPE, Status};

use super::drive::Driving;
use super::look::patiently;
use crate::ports::{CloudFault, StackResource};

/// Logical ID of the nested stack that the cluster is in.
const CLUSTER_STACK: &str = "Cluster";
const CLUSTER_TYPE: &str = "AWS::EKS::Cluster";

/// Lifts the termination protection of a stack and the deletion protection of its cluster. False while
/// EKS is still at it: then it is to be asked again.
pub(super) async fn lift(driving: &Driving<'_>, stack_id: &str) -> Result<bool, CloudFault> {
    let stack = patiently(driving, || driving.cloud.stack(stack_id)).await?;
    if stack.is_some_and(|stack| stack.protected) {
        patiently(driving, || driving.cloud.protect(stack_id, false)).await?;
    }
    cluster(driving, stack_id, false).await
}

/// Protects the cluster if its file wants that. The template cannot: CloudFormation's rollback of a
/// failed creation would be refused as well, and the cluster would stay and cost.
pub(super) async fn put_up(driving: &Driving<'_>, stack_id: &str) -> Result<bool, CloudFault> {
    if driving.job.request.plan.file.cluster.deletion_protection {
        cluster(driving, stack_id, true).await
    } else {
        Ok(true)
    }
}

/// Found by its stack: another cluster of the same name is none of ours.
async fn cluster(driving: &Driving<'_>, stack_id: &str, on: bool) -> Result<bool, CloudFault> {
    let resources = patiently(driving, || driving.cloud.resources(stack_id)).await?;
    let of_cluster: Vec<StackResource> = resources
        .into_iter()
        .filter(|one| one.logical_id == CLUSTER_STACK)
        .collect();
    for nested_id in ids(&of_cluster, STACK_TYPE) {
        let inside = patiently(driving, || driving.cloud.resources(nested_id)).await?;
        for name in ids(&inside, CLUSTER_TYPE) {
            let step = if on { "protect" } else { "lift-protection" };
            let token = driving
                .engine
                .memory
                .client_token(&driving.job.id, step)
                .await?;
            let set = || driving.cloud.protect_cluster(stack_id, name, on, &token);
            if !patiently(driving, set).await? {
                return Ok(false);
            }
        }
    }
    Ok(true)
}

/// What of a type was made and stands.
fn ids<'a>(resources: &'a [StackResource], of: &'a str) -> impl Iterator<Item = &'a str> {
    resources
        .iter()
        .filter(move |one| one.resource_type == of)
        .filter(|one| !one.status.gone() && one.status != Status::CreateFailed)
        .filter_map(|one| one.physical_id.as_deref())
}
