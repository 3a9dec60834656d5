//! `cloudtrail:LookupEvents`: calls of the account in a span of time, the newest first.

use std::time::Duration;

use aws_config::SdkConfig;
use domain::failure::{TrailEvent, TrailQuestion};
use engine::ports::CloudError;
use serde_json::{Value, json};

use crate::signed;

const SHAPE: &str = "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101";
/// Pages of fifty; six minutes of one service hold more only in accounts where much else goes on.
const PAGES: usize = 12;
/// CloudTrail allows two calls a second in an account and region.
const BETWEEN: Duration = Duration::from_millis(500);

/// Calls that failed, and those of them that CloudTrail has got to know of so far.
pub(crate) async fn lookup_events(
    config: &SdkConfig,
    question: &TrailQuestion<'_>,
) -> Result<Vec<TrailEvent>, CloudError> {
    // One attribute is all that a question may have.
    let attribute = match question.source {
        Some(source) => json!({"AttributeKey": "EventSource", "AttributeValue": source}),
        None => json!({"AttributeKey": "ReadOnly", "AttributeValue": "false"}),
    };
    let mut body = json!({
        "LookupAttributes": [attribute],
        "StartTime": question.from_ms / 1000,
        "EndTime": (question.until_ms + 999) / 1000,
        "MaxResults": 50,
    });
    let mut found = Vec::new();
    for page in 0..PAGES {
        if page > 0 {
            tokio::time::sleep(BETWEEN).await;
        }
        let answer = signed::json(config, "cloudtrail", SHAPE, "LookupEvents", &body).await?;
        let events = answer["Events"].as_array().into_iter().flatten();
        found.extend(
            events
                .filter_map(told)
                .filter(|event| event.error_code.is_some()),
        );
        match answer["NextToken"].as_str() {
            Some(token) => body["NextToken"] = json!(token),
            None => break,
        }
    }
    Ok(found)
}

/// The whole of a call stands as JSON text in one member; what it lacks is nothing to tell.
fn told(event: &Value) -> Option<TrailEvent> {
    let details = event["CloudTrailEvent"].as_str()?;
    let call: Value = serde_json::from_str(details).ok()?;
    let text = |value: &Value| {
        value
            .as_str()
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
    };
    let identity = &call["userIdentity"];
    Some(TrailEvent {
        id: text(&event["EventId"])?,
        at_ms: (event["EventTime"].as_f64()? * 1000.0).round() as i64,
        source: text(&event["EventSource"])?,
        name: text(&event["EventName"])?,
        error_code: text(&call["errorCode"]),
        error_message: text(&call["errorMessage"]),
        who: text(&identity["arn"]).or_else(|| text(&identity["principalId"])),
        on_behalf_by: text(&identity["invokedBy"]),
        request_id: text(&call["requestID"]),
        details: details.to_owned(),
    })
}
