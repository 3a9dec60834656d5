//! `ec2:DescribeSubnets`.

use std::collections::BTreeMap;

use aws_config::SdkConfig;
use engine::ports::CloudError;

/// Zone of every subnet of the region.
pub(crate) async fn subnet_zones(
    config: &SdkConfig,
) -> Result<BTreeMap<String, String>, CloudError> {
    let found = super::pages(config, "DescribeSubnets", "subnetSet", &[]).await?;
    let text = |subnet: &crate::signed::Element, name| subnet.text(name).to_owned();
    Ok(found
        .iter()
        .map(|subnet| (text(subnet, "subnetId"), text(subnet, "availabilityZone")))
        .collect())
}
