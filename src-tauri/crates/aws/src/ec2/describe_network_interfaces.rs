//! `ec2:DescribeNetworkInterfaces`.

use aws_config::SdkConfig;
use engine::environments::ports::{DependencyKind, VpcDependency};
use engine::ports::CloudError;

/// Every network interface of a VPC; those with a tag of `of_cluster` are the cluster's.
pub(crate) async fn describe_network_interfaces(
    config: &SdkConfig,
    vpc: &str,
    of_cluster: impl Fn(&str, &str) -> bool,
) -> Result<Vec<VpcDependency>, CloudError> {
    let filters = [("vpc-id", vpc)];
    let found = super::pages(
        config,
        "DescribeNetworkInterfaces",
        "networkInterfaceSet",
        &filters,
    )
    .await?;
    let inside = found.iter().filter(|one| one.text("vpcId") == vpc);
    Ok(inside
        .map(|one| VpcDependency {
            kind: DependencyKind::NetworkInterface,
            id: one.text("networkInterfaceId").to_owned(),
            name: one.text("description").to_owned(),
            subnets: vec![one.text("subnetId").to_owned()],
            security_groups: one
                .items("groupSet")
                .iter()
                .map(|group| group.text("groupId").to_owned())
                .collect(),
            of_cluster: one
                .items("tagSet")
                .iter()
                .any(|tag| of_cluster(tag.text("key"), tag.text("value"))),
            attached: one.text("status") != "available",
        })
        .collect())
}
