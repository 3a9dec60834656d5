//! `codeconnections:ListConnections`.

use std::collections::BTreeMap;

use aws_config::SdkConfig;
use aws_sdk_codeconnections::types::ConnectionStatus;
use engine::ports::CloudError;

use crate::error::refused;

/// ARN and handshake of every connection of the region by its name.
pub(crate) async fn list_connections(
    config: &SdkConfig,
) -> Result<BTreeMap<String, (String, String)>, CloudError> {
    let client = aws_sdk_codeconnections::Client::new(config);
    let mut pages = client.list_connections().into_paginator().send();
    let mut found = BTreeMap::new();
    while let Some(page) = pages.next().await {
        let page = page.map_err(|error| refused(&error))?;
        for connection in page.connections.unwrap_or_default() {
            let status = connection.connection_status.as_ref();
            let status = status
                .map_or("UNKNOWN", ConnectionStatus::as_str)
                .to_owned();
            let arn = connection.connection_arn.unwrap_or_default();
            found.insert(
                connection.connection_name.unwrap_or_default(),
                (arn, status),
            );
        }
    }
    Ok(found)
}
