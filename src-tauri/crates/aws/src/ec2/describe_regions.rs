//! `ec2:DescribeRegions`.

use aws_config::SdkConfig;
use engine::ports::CloudError;

/// Whether the account can use a region. Regions that came after 2019 must be opted in to.
pub(crate) async fn region_is_enabled(
    config: &SdkConfig,
    region: &str,
) -> Result<bool, CloudError> {
    let parameters = [
        ("AllRegions".to_owned(), "true".to_owned()),
        ("RegionName.1".to_owned(), region.to_owned()),
    ];
    let answer = super::ask(config, "DescribeRegions", &parameters).await?;
    let mut found = answer.items("regionInfo").iter();
    Ok(found.any(|found| {
        found.text("regionName") == region && found.text("optInStatus") != "not-opted-in"
    }))
}
