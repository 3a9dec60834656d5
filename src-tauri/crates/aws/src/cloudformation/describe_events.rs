//! `cloudformation:DescribeEvents`: what early validation found in a change set.

use aws_sdk_cloudformation::Client;
use aws_sdk_cloudformation::types::{EventType, ValidationStatus};
use domain::change_set::{Finding, FindingMode};
use engine::ports::CloudError;

use super::sorted;
use crate::error::refused;

/// Findings about one change set by its full ARN, which is the only name that AWS takes here.
pub(super) async fn findings(
    client: &Client,
    stack: &str,
    change_set_id: &str,
) -> Result<Vec<Finding>, CloudError> {
    let mut pages = client
        .describe_events()
        .change_set_name(change_set_id)
        .into_paginator()
        .items()
        .send();
    let mut found = Vec::new();
    while let Some(event) = pages.next().await {
        let event = event.map_err(|error| sorted(refused(&error)))?;
        if event.event_type != Some(EventType::ValidationError)
            || event.validation_status == Some(ValidationStatus::Skipped)
        {
            continue;
        }
        let warns = event
            .validation_failure_mode
            .as_ref()
            .is_some_and(|mode| mode.as_str() == "WARN");
        found.push(Finding {
            stack: stack.to_owned(),
            logical_id: event.logical_resource_id.unwrap_or_default(),
            resource_type: event.resource_type.unwrap_or_default(),
            path: event.validation_path,
            name: event.validation_name.unwrap_or_default(),
            message: event.validation_status_reason.unwrap_or_default(),
            mode: if warns {
                FindingMode::Warn
            } else {
                FindingMode::Fail
            },
        });
    }
    Ok(found)
}
