//! `ec2:DescribeAvailabilityZones`.

use aws_config::SdkConfig;
use engine::ports::CloudError;

/// Zones of the region that take new resources; local and wavelength zones left out.
pub(crate) async fn describe_availability_zones(
    config: &SdkConfig,
) -> Result<Vec<String>, CloudError> {
    let filter = super::filtered(&[("zone-type", "availability-zone"), ("state", "available")]);
    let answer = super::ask(config, "DescribeAvailabilityZones", &filter).await?;
    let zones = answer.items("availabilityZoneInfo").iter();
    Ok(zones.map(|zone| zone.text("zoneName").to_owned()).collect())
}
