//! `secretsmanager:DescribeSecret`: is it there? Its value is never read.

use aws_config::SdkConfig;
use aws_sdk_secretsmanager::Client;
use aws_sdk_secretsmanager::operation::describe_secret::DescribeSecretOutput;
use engine::ports::{CloudError, CloudErrorKind};

use crate::error::refused;

/// False where there is none, or one that is about to be deleted.
pub(crate) async fn has_secret(config: &SdkConfig, name: &str) -> Result<bool, CloudError> {
    let found = described(config, name).await?;
    Ok(found.is_some_and(|secret| secret.deleted_date.is_none()))
}

/// What has a secret's name: one that waits for its deletion keeps it too.
pub(crate) async fn secret_of(
    config: &SdkConfig,
    name: &str,
) -> Result<Option<String>, CloudError> {
    Ok(described(config, name).await?.map(|secret| {
        let arn = secret.arn.unwrap_or_default();
        match secret.deleted_date {
            Some(_) => format!("{arn}, which waits for its deletion and keeps the name until then"),
            None => arn,
        }
    }))
}

async fn described(
    config: &SdkConfig,
    name: &str,
) -> Result<Option<DescribeSecretOutput>, CloudError> {
    let answer = Client::new(config)
        .describe_secret()
        .secret_id(name)
        .send()
        .await;
    match answer.map_err(|error| refused(&error)) {
        Ok(secret) => Ok(Some(secret)),
        Err(error) if error.kind == CloudErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
