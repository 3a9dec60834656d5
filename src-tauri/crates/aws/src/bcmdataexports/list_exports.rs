//! `bcm-data-exports:ListExports` and `GetExport`: the exports with where they are delivered.

use aws_config::SdkConfig;
use engine::costs::billing::DataExport;
use engine::ports::{CloudError, CloudErrorKind};
use serde_json::{Value, json};

use crate::error::empty;
use crate::signed;

const SHAPE: &str = "AWSBillingAndCostManagementDataExports";
const SERVICE: &str = "bcm-data-exports";

/// Every export of the account, by name. One that is deleted in between is left out.
pub(crate) async fn list_exports(config: &SdkConfig) -> Result<Vec<DataExport>, CloudError> {
    let mut found = Vec::new();
    let mut next: Option<String> = None;
    loop {
        let body = match &next {
            Some(next) => json!({ "NextToken": next }),
            None => json!({}),
        };
        let answer = signed::json(config, SERVICE, SHAPE, "ListExports", &body).await?;
        for reference in answer["Exports"].as_array().into_iter().flatten() {
            let arn = reference["ExportArn"]
                .as_str()
                .ok_or_else(|| empty("ListExports"))?;
            let body = json!({ "ExportArn": arn });
            match signed::json(config, SERVICE, SHAPE, "GetExport", &body).await {
                Ok(answer) => found.push(export(arn, &answer).ok_or_else(|| empty("GetExport"))?),
                Err(gone) if gone.kind == CloudErrorKind::NotFound => {}
                Err(refused) => return Err(refused),
            }
        }
        next = answer["NextToken"].as_str().map(str::to_owned);
        if next.is_none() {
            break;
        }
    }
    found.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(found)
}

fn export(arn: &str, answer: &Value) -> Option<DataExport> {
    let export = &answer["Export"];
    let status = &answer["ExportStatus"];
    let place = &export["DestinationConfigurations"]["S3Destination"];
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let query = export["DataQuery"]["QueryStatement"].as_str()?;
    let healthy = status["StatusCode"].as_str() == Some("HEALTHY");
    Some(DataExport {
        arn: arn.to_owned(),
        name: text(&export["Name"])?,
        table: table(query).to_owned(),
        bucket: text(&place["S3Bucket"])?,
        prefix: text(&place["S3Prefix"]).unwrap_or_default(),
        region: text(&place["S3Region"])?,
        unhealthy: (!healthy).then(|| {
            let reason = text(&status["StatusReason"]).or_else(|| text(&status["StatusCode"]));
            reason.unwrap_or_else(|| "AWS gives no status".to_owned())
        }),
        last_refreshed: text(&status["LastRefreshedAt"]),
    })
}

/// `FOCUS_1_2_AWS` of `SELECT … FROM FOCUS_1_2_AWS WHERE …`.
fn table(query: &str) -> &str {
    let mut words = query.split_whitespace();
    words
        .find(|word| word.eq_ignore_ascii_case("from"))
        .and(words.next())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spoiled::{any_json, recorded, spoiled};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_spoiled_answer_is_refused_or_names_a_place(at in any::<usize>(), with in proptest::option::of(any_json())) {
            let valid = recorded(include_str!("../../../../../tests/fixtures/wire/bcm-data-exports/GetExport__focus-healthy.json"));
            prop_assert!(export("arn", &valid).unwrap().unhealthy.is_none());
            let answer = spoiled(valid, at, with);
            if let Some(export) = export("arn", &answer) {
                let place = &answer["Export"]["DestinationConfigurations"]["S3Destination"];
                prop_assert_eq!(place["S3Bucket"].as_str(), Some(export.bucket.as_str()));
                let healthy = answer["ExportStatus"]["StatusCode"] == "HEALTHY";
                prop_assert_eq!(export.unhealthy.is_none(), healthy, "healthy only where AWS says so");
            }
        }
    }
}
