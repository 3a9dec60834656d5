//! `eks:DescribeClusterVersions`: the calendar that EKS goes by. `status` is deprecated; the state stands
//! in `versionStatus`.

use aws_config::SdkConfig;
use aws_sdk_eks::types::VersionStatus;
use aws_smithy_types::DateTime;
use domain::catalogue::Date;
use domain::plan::account::OfferedVersion;
use engine::ports::CloudError;

use crate::error::refused;

/// Versions that new clusters can have.
pub(crate) async fn describe_cluster_versions(
    config: &SdkConfig,
) -> Result<Vec<OfferedVersion>, CloudError> {
    let mut pages = aws_sdk_eks::Client::new(config)
        .describe_cluster_versions()
        .into_paginator()
        .items()
        .send();
    let mut found = Vec::new();
    while let Some(version) = pages.next().await {
        let version = version.map_err(|error| refused(&error))?;
        if version.version_status == Some(VersionStatus::Unsupported) {
            continue;
        }
        found.push(OfferedVersion {
            version: version.cluster_version.unwrap_or_default(),
            extended: version.version_status == Some(VersionStatus::ExtendedSupport),
            standard_until: day(version.end_of_standard_support_date),
            extended_until: day(version.end_of_extended_support_date),
        });
    }
    Ok(found)
}

fn day(instant: Option<DateTime>) -> Option<Date> {
    Some(Date::from_unix_ms(instant?.to_millis().ok()?))
}
