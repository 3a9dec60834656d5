//! `secretsmanager:DescribeSecret`: is it there? Its value is never read.

use aws_config::SdkConfig;
use aws_sdk_secretsmanager::Client;
use engine::ports::{CloudError, CloudErrorKind};

use crate::error::refused;

/// False where there is none, or one that is about to be deleted.
pub(crate) async fn has_secret(config: &SdkConfig, name: &str) -> Result<bool, CloudError> {
    let answer = Client::new(config)
        .describe_secret()
        .secret_id(name)
        .send()
        .await;
    match answer.map_err(|error| refused(&error)) {
        Ok(secret) => Ok(secret.deleted_date.is_none()),
        Err(error) if error.kind == CloudErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}
