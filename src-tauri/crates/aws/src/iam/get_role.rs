//! `iam:GetRole`.

use aws_config::SdkConfig;
use engine::ports::{CloudError, CloudErrorKind};

use crate::error::refused;

/// ARN of a role with its path, where there is one of that name.
pub(crate) async fn role_arn(config: &SdkConfig, name: &str) -> Result<Option<String>, CloudError> {
    let answer = aws_sdk_iam::Client::new(config)
        .get_role()
        .role_name(name)
        .send()
        .await
        .map_err(|error| refused(&error));
    match answer {
        Ok(answer) => Ok(answer.role.map(|role| role.arn)),
        Err(error) if error.kind == CloudErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
