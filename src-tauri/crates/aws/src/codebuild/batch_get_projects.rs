//! `codebuild:BatchGetProjects`.

use aws_config::SdkConfig;
use engine::ports::CloudError;
use serde_json::json;

use crate::signed;

/// ARN of a project, where there is one of that name.
pub(crate) async fn project_arn(
    config: &SdkConfig,
    name: &str,
) -> Result<Option<String>, CloudError> {
    let body = json!({ "names": [name] });
    let shape = "CodeBuild_20161006";
    let answer = signed::json(config, "codebuild", shape, "BatchGetProjects", &body).await?;
    Ok(answer["projects"][0]["arn"].as_str().map(str::to_owned))
}
