//! `tag:GetResources`: what carries some tags. What was deleted stays in the answer for some minutes.

use aws_config::SdkConfig;
use engine::ports::CloudError;
use serde_json::{Value, json};

use crate::signed;

/// Pages that are read of one answer at most: a loop in an answer must end.
const PAGES: usize = 200;

/// ARNs of what carries all of these tags, in the region.
pub(crate) async fn get_resources(
    config: &SdkConfig,
    tags: &[(&str, &str)],
) -> Result<Vec<String>, CloudError> {
    let filters: Vec<Value> = tags
        .iter()
        .map(|(key, value)| json!({ "Key": key, "Values": [value] }))
        .collect();
    let mut body = json!({ "TagFilters": filters, "ResourcesPerPage": 100 });
    let mut arns = Vec::new();
    for _ in 0..PAGES {
        let shape = "ResourceGroupsTaggingAPI_20170126";
        let answer = signed::json(config, "tagging", shape, "GetResources", &body).await?;
        let list = answer["ResourceTagMappingList"].as_array();
        let named = |one: &Value| one["ResourceARN"].as_str().map(str::to_owned);
        arns.extend(list.into_iter().flatten().filter_map(named));
        match answer["PaginationToken"].as_str() {
            Some(token) if !token.is_empty() => body["PaginationToken"] = json!(token),
            _ => break,
        }
    }
    Ok(arns)
}
