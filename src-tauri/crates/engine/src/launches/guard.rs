//! What protects an environment against deletion: put up when it stands, lifted before it goes.

use domain::launch::{Operation, STACK_TYPE, Status};

use super::drive::Driving;
use super::look::patiently;
use super::steps::token;
use crate::ports::{CloudError, CloudErrorKind, CloudFault, Protecting, StackResource};

/// Logical ID of the nested stack that the cluster is in.
const CLUSTER_STACK: &str = "Cluster";
const CLUSTER_TYPE: &str = "AWS::EKS::Cluster";
/// How often EKS is asked before it is said that nothing comes of it.
const TRIES: u32 = 3;
/// Code of that.
pub(super) const UNCHANGED: &str = "ProtectionUnchanged";

/// Lifts the termination protection of a stack and the deletion protection of its cluster. False while
/// EKS is still at it: then it is to be asked again.
pub(super) async fn lift(driving: &mut Driving<'_>, stack_id: &str) -> Result<bool, CloudFault> {
    let stack = patiently(driving, || driving.cloud.stack(stack_id)).await?;
    if stack.is_some_and(|stack| stack.protected) {
        patiently(driving, || driving.cloud.protect(stack_id, false)).await?;
    }
    cluster(driving, stack_id, false).await
}

/// Protects the cluster if its file wants that, and lifts it where an update no longer does. The template cannot: CloudFormation's rollback of a
/// failed creation would be refused as well, and the cluster would stay and cost.
pub(super) async fn put_up(driving: &mut Driving<'_>, stack_id: &str) -> Result<bool, CloudFault> {
    let wanted = driving.job.request.plan.file.cluster.deletion_protection;
    if wanted || switches(driving) {
        cluster(driving, stack_id, wanted).await
    } else {
        Ok(true)
    }
}

/// True where an update switches the cluster's protection, of which its change set knows nothing.
pub(super) fn switches(driving: &Driving<'_>) -> bool {
    let wanted = driving.job.request.plan.file.cluster.deletion_protection;
    let known = driving.environment.as_ref();
    driving.job.operation == Operation::Update
        && known.is_some_and(|record| record.file.cluster.deletion_protection != wanted)
}

/// Found by its stack: another cluster of the same name is none of ours.
async fn cluster(driving: &mut Driving<'_>, stack_id: &str, on: bool) -> Result<bool, CloudFault> {
    let resources = patiently(driving, || driving.cloud.resources(stack_id)).await?;
    let of_cluster: Vec<StackResource> = resources
        .into_iter()
        .filter(|one| one.logical_id == CLUSTER_STACK)
        .collect();
    for nested_id in ids(&of_cluster, STACK_TYPE) {
        let inside = patiently(driving, || driving.cloud.resources(nested_id)).await?;
        for name in ids(&inside, CLUSTER_TYPE) {
            let step = if on { "protect" } else { "lift-protection" };
            // EKS answers a token that it knows with what came of it, so each try has its own.
            let step = match driving.protection_asked {
                0 => step.to_owned(),
                tries => format!("{step}-{tries}"),
            };
            let token = token(driving, &step).await?;
            let set = || driving.cloud.protect_cluster(stack_id, name, on, &token);
            match patiently(driving, set).await? {
                Protecting::Set => driving.protection_asked = 0,
                Protecting::UnderWay => return Ok(false),
                Protecting::Asked => {
                    driving.protection_asked += 1;
                    return match driving.protection_asked > TRIES {
                        true => Err(unchanged(name, on).into()),
                        false => Ok(false),
                    };
                }
            }
        }
    }
    Ok(true)
}

fn unchanged(cluster: &str, on: bool) -> CloudError {
    let word = if on { "on" } else { "off" };
    CloudError {
        kind: CloudErrorKind::Rejected,
        code: UNCHANGED.to_owned(),
        message: format!(
            "EKS was asked more than {TRIES} times to turn the deletion protection of {cluster} {word}, and has \
             not done so. The cluster's update history in the EKS console says why."
        ),
        request_id: None,
    }
}

/// What of a type was made and stands.
fn ids<'a>(resources: &'a [StackResource], of: &'a str) -> impl Iterator<Item = &'a str> {
    resources
        .iter()
        .filter(move |one| one.resource_type == of)
        .filter(|one| !one.status.gone() && one.status != Status::CreateFailed)
        .filter_map(|one| one.physical_id.as_deref())
}
