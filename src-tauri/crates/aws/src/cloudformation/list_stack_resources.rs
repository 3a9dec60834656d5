//! `cloudformation:ListStackResources`: what stands in one stack, all pages.

use aws_config::SdkConfig;
use aws_sdk_cloudformation::Client;
use engine::ports::{CloudError, CloudErrorKind, StackResource};

use super::{sorted, status};
use crate::error::refused;

/// Nothing where there is no such stack.
pub(crate) async fn list_stack_resources(
    config: &SdkConfig,
    stack_id: &str,
) -> Result<Vec<StackResource>, CloudError> {
    let mut pages = Client::new(config)
        .list_stack_resources()
        .stack_name(stack_id)
        .into_paginator()
        .send();
    let mut out = Vec::new();
    while let Some(page) = pages.next().await {
        let page = match page.map_err(|error| sorted(refused(&error))) {
            Err(error) if error.kind == CloudErrorKind::NotFound => return Ok(Vec::new()),
            page => page?,
        };
        for one in page.stack_resource_summaries.unwrap_or_default() {
            let word = one
                .resource_status
                .as_ref()
                .map_or("", |word| word.as_str());
            let Some(status) = status(word) else { continue };
            out.push(StackResource {
                logical_id: one.logical_resource_id.unwrap_or_default(),
                physical_id: one.physical_resource_id.filter(|id| !id.is_empty()),
                resource_type: one.resource_type.unwrap_or_default(),
                status,
                reason: one.resource_status_reason.filter(|words| !words.is_empty()),
            });
        }
    }
    Ok(out)
}
