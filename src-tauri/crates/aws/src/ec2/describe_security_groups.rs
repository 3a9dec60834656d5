//! `ec2:DescribeSecurityGroups`.

use aws_config::SdkConfig;
use engine::ports::CloudError;

/// How many security groups the region has.
pub(crate) async fn count_security_groups(config: &SdkConfig) -> Result<usize, CloudError> {
    let found = super::pages(config, "DescribeSecurityGroups", "securityGroupInfo", &[]).await?;
    Ok(found.len())
}
