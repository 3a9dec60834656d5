//! `iam:GetAccountSummary`.

use aws_config::SdkConfig;
use engine::ports::CloudError;

use crate::error::refused;

/// How many roles the account has.
pub(crate) async fn count_roles(config: &SdkConfig) -> Result<usize, CloudError> {
    let answer = aws_sdk_iam::Client::new(config)
        .get_account_summary()
        .send()
        .await
        .map_err(|error| refused(&error))?;
    let summary = answer.summary_map.unwrap_or_default();
    let roles = summary.get(&aws_sdk_iam::types::SummaryKeyType::from("Roles"));
    Ok(roles
        .and_then(|roles| usize::try_from(*roles).ok())
        .unwrap_or(0))
}
