//! `s3:ListBuckets`.

use aws_config::SdkConfig;
use engine::ports::CloudError;

use crate::error::refused;

/// Names of the account's buckets, in all regions.
pub(crate) async fn list_buckets(config: &SdkConfig) -> Result<Vec<String>, CloudError> {
    let mut pages = aws_sdk_s3::Client::new(config)
        .list_buckets()
        .max_buckets(1000)
        .into_paginator()
        .send();
    let mut found = Vec::new();
    while let Some(page) = pages.next().await {
        let page = page.map_err(|error| refused(&error))?;
        let buckets = page.buckets.unwrap_or_default().into_iter();
        found.extend(buckets.filter_map(|bucket| bucket.name));
    }
    Ok(found)
}
