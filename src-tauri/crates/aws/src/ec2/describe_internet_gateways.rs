//! `ec2:DescribeInternetGateways`.

use aws_config::SdkConfig;
use engine::ports::CloudError;

/// How many internet gateways the region has.
pub(crate) async fn count_internet_gateways(config: &SdkConfig) -> Result<usize, CloudError> {
    let found = super::pages(
        config,
        "DescribeInternetGateways",
        "internetGatewaySet",
        &[],
    )
    .await?;
    Ok(found.len())
}
