//! `eks:DescribeCluster`: how a cluster stands.

use aws_config::SdkConfig;
use aws_sdk_eks::Client;
use aws_sdk_eks::types::ClusterStatus;
use engine::ports::{CloudError, CloudErrorKind};

use crate::error::{empty, refused};

/// What matters of a cluster before one of its name is created, and before it is protected or deleted.
pub(crate) struct ClusterState {
    pub arn: String,
    pub protected: bool,
    /// EKS refuses other changes, and the deletion, meanwhile.
    pub updating: bool,
}

/// Nothing where there is none of that name.
pub(crate) async fn describe_cluster(
    config: &SdkConfig,
    name: &str,
) -> Result<Option<ClusterState>, CloudError> {
    let answer = Client::new(config)
        .describe_cluster()
        .name(name)
        .send()
        .await;
    let answer = match answer.map_err(|error| refused(&error)) {
        Err(error) if error.kind == CloudErrorKind::NotFound => return Ok(None),
        answer => answer?,
    };
    let cluster = answer.cluster.ok_or_else(|| empty("DescribeCluster"))?;
    Ok(Some(ClusterState {
        arn: cluster.arn.unwrap_or_default(),
        protected: cluster.deletion_protection.unwrap_or_default(),
        updating: cluster.status == Some(ClusterStatus::Updating),
    }))
}
