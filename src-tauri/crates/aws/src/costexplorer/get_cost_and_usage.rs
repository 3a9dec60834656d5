//! `ce:GetCostAndUsage`: each page is charged for; the token is called `NextPageToken`.

use aws_config::SdkConfig;
use domain::catalogue::Date;
use domain::costs::{Amount, Period};
use engine::costs::billing::{CostGroup, CostGrouping, CostPage, CostQuestion, RecordTypes};
use engine::ports::CloudError;
use serde_json::{Value, json};

use crate::error::empty;
use crate::signed;

const OPERATION: &str = "GetCostAndUsage";

/// Record types that are no charges for something used; all others are asked for by leaving these out, so
/// that the two questions together are the whole.
const ADJUSTMENTS: [&str; 3] = ["Credit", "Refund", "Tax"];

pub(crate) async fn cost_page(
    config: &SdkConfig,
    question: &CostQuestion,
    page: Option<&str>,
) -> Result<CostPage, CloudError> {
    let mut body = json!({
        "TimePeriod": { "Start": question.from.to_string(), "End": question.to.to_string() },
        "Granularity": "DAILY",
        "Metrics": ["UnblendedCost", "AmortizedCost"],
        "GroupBy": question.groupings.iter().map(grouping).collect::<Vec<_>>(),
        "Filter": filter(question.record_types),
    });
    if let Some(page) = page {
        body["NextPageToken"] = json!(page);
    }
    let shape = "AWSInsightsIndexService";
    let answer = signed::json(config, "ce", shape, OPERATION, &body).await?;
    read(&answer, question).ok_or_else(|| empty(OPERATION))
}

fn grouping(grouping: &CostGrouping) -> Value {
    match grouping {
        CostGrouping::Service => json!({ "Type": "DIMENSION", "Key": "SERVICE" }),
        CostGrouping::RecordType => json!({ "Type": "DIMENSION", "Key": "RECORD_TYPE" }),
        CostGrouping::Tag(key) => json!({ "Type": "TAG", "Key": key }),
    }
}

fn filter(record_types: RecordTypes) -> Value {
    let adjustments = json!({ "Dimensions": { "Key": "RECORD_TYPE", "Values": ADJUSTMENTS } });
    match record_types {
        RecordTypes::Charges => json!({ "Not": adjustments }),
        RecordTypes::Adjustments => adjustments,
    }
}

fn read(answer: &Value, question: &CostQuestion) -> Option<CostPage> {
    let mut groups = Vec::new();
    for day in answer["ResultsByTime"].as_array()? {
        let date = date(day["TimePeriod"]["Start"].as_str()?)?;
        for group in day["Groups"].as_array()? {
            let keys = group["Keys"].as_array()?;
            // A group of which a key is missing would be counted to the wrong one.
            if keys.len() != question.groupings.len() {
                return None;
            }
            let keys = keys.iter().zip(&question.groupings).map(|(key, grouping)| {
                let key = key.as_str().unwrap_or_default();
                match grouping {
                    // `environment$production`, and `environment$` for none.
                    CostGrouping::Tag(_) => key.split_once('$').map_or("", |(_, value)| value),
                    CostGrouping::Service | CostGrouping::RecordType => key,
                }
                .to_owned()
            });
            let metric = |name: &str| {
                let amount = group["Metrics"][name]["Amount"].as_str()?;
                amount.parse::<Amount>().ok()
            };
            groups.push(CostGroup {
                day: date,
                keys: keys.collect(),
                unblended: metric("UnblendedCost")?,
                amortized: metric("AmortizedCost")?,
                currency: group["Metrics"]["UnblendedCost"]["Unit"]
                    .as_str()?
                    .to_owned(),
            });
        }
    }
    let next = answer["NextPageToken"]
        .as_str()
        .filter(|next| !next.is_empty());
    Some(CostPage {
        groups,
        next: next.map(str::to_owned),
    })
}

/// `2026-11-01`, or with a time behind it where hours are asked for.
fn date(text: &str) -> Option<Date> {
    let period: Period = text.get(..7)?.parse().ok()?;
    let day: u8 = text.get(8..10)?.parse().ok()?;
    let known = day > 0 && u32::from(day) <= period.days();
    known.then(|| Date::new(period.year, period.month, day))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spoiled::{any_json, recorded, spoiled};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_spoiled_answer_is_refused_or_whole(at in any::<usize>(), with in proptest::option::of(any_json())) {
            let question = CostQuestion {
                from: Date::new(2026, 11, 1),
                to: Date::new(2026, 11, 3),
                groupings: vec![CostGrouping::Service],
                record_types: RecordTypes::Charges,
            };
            let valid = recorded(include_str!("../../../../../tests/fixtures/wire/ce/GetCostAndUsage__daily-by-service-page-1.json"));
            let whole = read(&valid, &question).unwrap();
            prop_assert!(!whole.groups.is_empty());
            let answer = spoiled(valid, at, with);
            if let Some(page) = read(&answer, &question) {
                let days = answer["ResultsByTime"].as_array().unwrap();
                let told = days.iter().map(|day| day["Groups"].as_array().unwrap().len());
                prop_assert_eq!(page.groups.len(), told.sum::<usize>(), "no group is left out");
                for group in page.groups {
                    prop_assert_eq!(group.keys.len(), 1);
                    prop_assert_eq!(Date::from_days(group.day.days()), group.day, "a day that exists");
                }
            }
        }
    }
}
