//! `servicequotas:ListServiceQuotas`: what holds for this account. Quotas that were never changed may
//! not be listed.

use std::collections::BTreeMap;

use aws_config::SdkConfig;
use engine::ports::CloudError;

use crate::error::refused;

/// Limits of a service by quota code.
pub(crate) async fn list_service_quotas(
    config: &SdkConfig,
    service: &str,
) -> Result<BTreeMap<String, u32>, CloudError> {
    let mut pages = aws_sdk_servicequotas::Client::new(config)
        .list_service_quotas()
        .service_code(service)
        .into_paginator()
        .items()
        .send();
    let mut found = BTreeMap::new();
    while let Some(quota) = pages.next().await {
        let quota = quota.map_err(|error| refused(&error))?;
        // A row with a reason has a value that cannot be relied on.
        if quota.error_reason.is_some() {
            continue;
        }
        if let (Some(code), Some(value)) = (quota.quota_code, quota.value) {
            found.insert(code, super::whole(value));
        }
    }
    Ok(found)
}
