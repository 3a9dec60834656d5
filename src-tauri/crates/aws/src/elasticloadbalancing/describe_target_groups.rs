//! `elasticloadbalancing:DescribeTargetGroups`.

use aws_config::SdkConfig;
use engine::environments::ports::{DependencyKind, VpcDependency};
use engine::ports::CloudError;

/// The target groups of a VPC; whose they are is told by their tags.
pub(crate) async fn describe_target_groups(
    config: &SdkConfig,
    vpc: &str,
) -> Result<Vec<VpcDependency>, CloudError> {
    let operation = "DescribeTargetGroups";
    let found = super::pages(config, super::VERSION, operation, "TargetGroups").await?;
    let inside = found.iter().filter(|one| one.text("VpcId") == vpc);
    Ok(inside
        .map(|one| VpcDependency {
            kind: DependencyKind::TargetGroup,
            id: one.text("TargetGroupArn").to_owned(),
            name: one.text("TargetGroupName").to_owned(),
            subnets: Vec::new(),
            security_groups: Vec::new(),
            of_cluster: false,
            attached: false,
        })
        .collect())
}
