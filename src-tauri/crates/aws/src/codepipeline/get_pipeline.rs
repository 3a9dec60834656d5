//! `codepipeline:GetPipeline`.

use aws_config::SdkConfig;
use engine::ports::CloudError;
use serde_json::json;

use crate::signed;

/// ARN of a pipeline, where there is one of that name.
pub(crate) async fn pipeline_arn(
    config: &SdkConfig,
    name: &str,
) -> Result<Option<String>, CloudError> {
    let body = json!({ "name": name });
    let shape = "CodePipeline_20150709";
    match signed::json(config, "codepipeline", shape, "GetPipeline", &body).await {
        Ok(answer) => {
            let arn = answer["metadata"]["pipelineArn"].as_str();
            Ok(Some(arn.unwrap_or("a pipeline of that name").to_owned()))
        }
        Err(error) if error.code == "PipelineNotFoundException" => Ok(None),
        Err(error) => Err(error),
    }
}
