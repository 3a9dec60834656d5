//! `elasticloadbalancing:DescribeLoadBalancers` of application and network load balancers.

use aws_config::SdkConfig;
use engine::environments::ports::{DependencyKind, VpcDependency};
use engine::ports::CloudError;

/// The load balancers of a VPC; whose they are is told by their tags.
pub(crate) async fn describe_load_balancers(
    config: &SdkConfig,
    vpc: &str,
) -> Result<Vec<VpcDependency>, CloudError> {
    let operation = "DescribeLoadBalancers";
    let found = super::pages(config, super::VERSION, operation, "LoadBalancers").await?;
    let inside = found.iter().filter(|one| one.text("VpcId") == vpc);
    Ok(inside
        .map(|one| VpcDependency {
            kind: DependencyKind::LoadBalancer,
            id: one.text("LoadBalancerArn").to_owned(),
            name: one.text("LoadBalancerName").to_owned(),
            subnets: one
                .items("AvailabilityZones")
                .iter()
                .map(|zone| zone.text("SubnetId").to_owned())
                .collect(),
            security_groups: super::texts(one, "SecurityGroups"),
            of_cluster: false,
            attached: false,
        })
        .collect())
}
