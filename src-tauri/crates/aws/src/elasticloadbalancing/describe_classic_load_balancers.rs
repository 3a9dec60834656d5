//! `elasticloadbalancing:DescribeLoadBalancers` of the older kind, which a cluster without the load
//! balancer controller makes.

use aws_config::SdkConfig;
use engine::environments::ports::{DependencyKind, VpcDependency};
use engine::ports::CloudError;

/// The classic load balancers of a VPC; whose they are is told by their tags.
pub(crate) async fn describe_classic_load_balancers(
    config: &SdkConfig,
    vpc: &str,
) -> Result<Vec<VpcDependency>, CloudError> {
    let operation = "DescribeLoadBalancers";
    let list = "LoadBalancerDescriptions";
    let found = super::pages(config, super::CLASSIC, operation, list).await?;
    let inside = found.iter().filter(|one| one.text("VPCId") == vpc);
    Ok(inside
        .map(|one| VpcDependency {
            kind: DependencyKind::ClassicLoadBalancer,
            id: one.text("LoadBalancerName").to_owned(),
            name: one.text("LoadBalancerName").to_owned(),
            subnets: super::texts(one, "Subnets"),
            security_groups: super::texts(one, "SecurityGroups"),
            of_cluster: false,
            attached: false,
        })
        .collect())
}
