//! `ec2:DescribeAddresses`. Knows no pages.

use aws_config::SdkConfig;
use engine::ports::CloudError;

/// Elastic IPs of the region.
pub(crate) async fn describe_addresses(config: &SdkConfig) -> Result<usize, CloudError> {
    let filter = super::filtered(&[("domain", "vpc")]);
    let answer = super::ask(config, "DescribeAddresses", &filter).await?;
    Ok(answer.items("addressesSet").len())
}
