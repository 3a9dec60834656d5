//! `codeconnections:GetConnection`: whether a person has confirmed the connection to GitHub.

use aws_config::SdkConfig;
use aws_sdk_codeconnections::types::ConnectionStatus as Word;
use engine::ports::{CloudError, ConnectionStatus};

use crate::error::{empty, refused};

/// Where the handshake stands.
pub(crate) async fn get_connection(
    config: &SdkConfig,
    arn: &str,
) -> Result<ConnectionStatus, CloudError> {
    let answer = aws_sdk_codeconnections::Client::new(config)
        .get_connection()
        .connection_arn(arn)
        .send()
        .await
        .map_err(|error| refused(&error))?;
    let connection = answer.connection.ok_or_else(|| empty("GetConnection"))?;
    Ok(match connection.connection_status {
        Some(Word::Available) => ConnectionStatus::Available,
        Some(Word::Pending) => ConnectionStatus::Pending,
        _ => ConnectionStatus::Error,
    })
}
