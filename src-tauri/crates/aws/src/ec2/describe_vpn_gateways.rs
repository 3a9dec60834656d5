//! `ec2:DescribeVpnGateways`. Knows no pages.

use aws_config::SdkConfig;
use engine::ports::CloudError;

/// Virtual private gateways of the region; deleted ones stay listed for a while.
pub(crate) async fn count_vpn_gateways(config: &SdkConfig) -> Result<usize, CloudError> {
    let filter = super::filtered(&[("state", "pending,available")]);
    let answer = super::ask(config, "DescribeVpnGateways", &filter).await?;
    Ok(answer.items("vpnGatewaySet").len())
}
