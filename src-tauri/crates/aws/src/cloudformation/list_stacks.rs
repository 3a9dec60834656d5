//! `cloudformation:ListStacks`.

use std::collections::BTreeMap;

use aws_config::SdkConfig;
use aws_sdk_cloudformation::types::StackStatus;
use engine::ports::CloudError;

use crate::error::refused;

/// ID and status of every stack that is not deleted, nested ones too, by name.
pub(crate) async fn list_stacks(
    config: &SdkConfig,
) -> Result<BTreeMap<String, (String, String)>, CloudError> {
    let mut pages = aws_sdk_cloudformation::Client::new(config)
        .list_stacks()
        .into_paginator()
        .items()
        .send();
    let mut found = BTreeMap::new();
    while let Some(stack) = pages.next().await {
        let stack = stack.map_err(|error| refused(&error))?;
        let status = stack
            .stack_status
            .as_ref()
            .map_or("", StackStatus::as_str)
            .to_owned();
        if status == "DELETE_COMPLETE" {
            continue;
        }
        let id = stack.stack_id.unwrap_or_default();
        found.insert(stack.stack_name.unwrap_or_default(), (id, status));
    }
    Ok(found)
}
