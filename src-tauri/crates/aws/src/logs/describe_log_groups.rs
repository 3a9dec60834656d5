//! `logs:DescribeLogGroups`.

use aws_config::SdkConfig;
use engine::ports::CloudError;
use serde_json::json;

use crate::signed;

/// ARN of the log group of exactly this name, where there is one. Names that begin with it come in the
/// order of their names, so it is the first.
pub(crate) async fn log_group_arn(
    config: &SdkConfig,
    name: &str,
) -> Result<Option<String>, CloudError> {
    let body = json!({ "logGroupNamePrefix": name, "limit": 1 });
    let answer = signed::json(config, "logs", "Logs_20140328", "DescribeLogGroups", &body).await?;
    let group = &answer["logGroups"][0];
    let same = group["logGroupName"] == name;
    Ok(same.then(|| group["arn"].as_str().unwrap_or(name).to_owned()))
}
