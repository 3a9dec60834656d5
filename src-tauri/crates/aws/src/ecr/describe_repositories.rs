//! `ecr:DescribeRepositories`.

use std::collections::BTreeMap;

use aws_config::SdkConfig;
use engine::ports::CloudError;

use crate::error::refused;

/// ARN of every repository of the region by its name.
pub(crate) async fn describe_repositories(
    config: &SdkConfig,
) -> Result<BTreeMap<String, String>, CloudError> {
    let mut pages = aws_sdk_ecr::Client::new(config)
        .describe_repositories()
        .max_results(1000)
        .into_paginator()
        .items()
        .send();
    let mut found = BTreeMap::new();
    while let Some(repository) = pages.next().await {
        let repository = repository.map_err(|error| refused(&error))?;
        let name = repository.repository_name.unwrap_or_default();
        found.insert(name, repository.repository_arn.unwrap_or_default());
    }
    Ok(found)
}
