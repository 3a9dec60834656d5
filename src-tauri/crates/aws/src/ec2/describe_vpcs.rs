//! `ec2:DescribeVpcs`.

use aws_config::SdkConfig;
use domain::plan::account::Network;
use engine::ports::CloudError;

/// Tag that CloudFormation sets.
const STACK: &str = "aws:cloudformation:stack-name";

/// Every VPC of the region with all its IPv4 ranges.
pub(crate) async fn describe_vpcs(config: &SdkConfig) -> Result<Vec<Network>, CloudError> {
    let found = super::pages(config, "DescribeVpcs", "vpcSet", &[]).await?;
    Ok(found
        .iter()
        .map(|vpc| {
            let mut ranges: Vec<String> = vpc
                .items("cidrBlockAssociationSet")
                .iter()
                .map(|range| range.text("cidrBlock").to_owned())
                .collect();
            ranges.push(vpc.text("cidrBlock").to_owned());
            ranges.sort();
            ranges.dedup();
            Network {
                id: vpc.text("vpcId").to_owned(),
                name: super::tag(vpc, "Name"),
                stack: super::tag(vpc, STACK),
                ranges,
            }
        })
        .collect())
}
