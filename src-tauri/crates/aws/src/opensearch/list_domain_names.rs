//! `es:ListDomainNames`. Knows no pages.

use aws_config::SdkConfig;
use engine::ports::CloudError;

use crate::error::refused;

/// Names of the region's domains.
pub(crate) async fn list_domain_names(config: &SdkConfig) -> Result<Vec<String>, CloudError> {
    let answer = aws_sdk_opensearch::Client::new(config)
        .list_domain_names()
        .send()
        .await
        .map_err(|error| refused(&error))?;
    let domains = answer.domain_names.unwrap_or_default();
    Ok(domains
        .into_iter()
        .filter_map(|domain| domain.domain_name)
        .collect())
}
