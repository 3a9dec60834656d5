//! `ec2:DescribeNatGateways`.

use std::collections::BTreeMap;

use aws_config::SdkConfig;
use engine::ports::CloudError;

/// NAT gateways in the zone that has most of them: the quota is one of each zone.
pub(crate) async fn nat_gateways_of_fullest_zone(
    config: &SdkConfig,
    zones: &BTreeMap<String, String>,
) -> Result<usize, CloudError> {
    let states = [("state", "pending,available,deleting")];
    let found = super::pages(config, "DescribeNatGateways", "natGatewaySet", &states).await?;
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    for gateway in &found {
        let zone = zones.get(gateway.text("subnetId"));
        *count.entry(zone.map_or("", String::as_str)).or_default() += 1;
    }
    Ok(count.into_values().max().unwrap_or(0))
}
