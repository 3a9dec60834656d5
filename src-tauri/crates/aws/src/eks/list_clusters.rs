//! `eks:ListClusters`.

use aws_config::SdkConfig;
use engine::ports::CloudError;

use crate::error::refused;

/// How many clusters the region has.
pub(crate) async fn count_clusters(config: &SdkConfig) -> Result<usize, CloudError> {
    let mut pages = aws_sdk_eks::Client::new(config)
        .list_clusters()
        .into_paginator()
        .items()
        .send();
    let mut count = 0;
    while let Some(name) = pages.next().await {
        name.map_err(|error| refused(&error))?;
        count += 1;
    }
    Ok(count)
}
