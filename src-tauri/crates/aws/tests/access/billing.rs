//! An account's billing data, by recorded answers: exports, Cost Explorer's pages, Athena's queries.

use std::sync::Arc;

use aws::AwsCloud;
use domain::catalogue::Date;
use engine::audit::Book;
use engine::costs::billing::{
    AthenaQuery, Billing, CostGrouping, CostQuestion, QueryState, RecordTypes,
};
use engine::ports::{CloudErrorKind, CloudFault};
use serde_json::Value;
use store::Store;

use crate::desk::{Desk, account, profile};
use crate::replay::Replay;

const KEYS: &str = "[profile base]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = s3cr3t-of-base\n";

/// An account whose billing is asked, with its desk, whose files must stay.
struct Payer {
    _desk: Desk,
    cloud: AwsCloud,
    aws: Replay,
}

impl Payer {
    async fn of(cases: &[&str]) -> Self {
        let aws = Replay::of(cases).await;
        let desk = Desk::new(KEYS);
        let memory = Arc::new(Store::in_memory().await.unwrap());
        let cloud = AwsCloud::new(
            Arc::new(desk.access()),
            account(profile("base"), &aws.url),
            "eu-central-1",
            Book::new(memory, desk.clock.clone()),
        );
        Self {
            _desk: desk,
            cloud,
            aws,
        }
    }

    /// The body of a request, and the region that it was signed for.
    fn asked(&self, at: usize) -> (Value, String) {
        let seen = self.aws.seen().remove(at);
        let scope = seen.head.split("Credential=").nth(1).unwrap_or_default();
        let region = scope.split('/').nth(2).unwrap_or_default().to_owned();
        (serde_json::from_str(&seen.body).unwrap(), region)
    }
}

fn refused(fault: CloudFault) -> engine::ports::CloudError {
    match fault {
        CloudFault::Refused(error) => error,
        CloudFault::Here(error) => panic!("{error}"),
    }
}

fn november(record_types: RecordTypes) -> CostQuestion {
    CostQuestion {
        from: Date::new(2026, 11, 1),
        to: Date::new(2026, 11, 23),
        groupings: vec![CostGrouping::Service],
        record_types,
    }
}

#[tokio::test]
async fn exports_are_listed_with_where_they_go_and_why_they_do_not() {
    let payer = Payer::of(&[
        "bcm-data-exports/ListExports__two",
        "bcm-data-exports/GetExport__focus-healthy",
        "bcm-data-exports/GetExport__cur2-unhealthy",
    ])
    .await;
    let exports = payer.cloud.exports().await.unwrap();
    let names: Vec<&str> = exports.iter().map(|export| export.name.as_str()).collect();
    assert_eq!(names, ["crewdesk-cur2", "crewdesk-focus"]);
    let focus = &exports[1];
    assert_eq!(focus.table, "FOCUS_1_2_AWS");
    assert_eq!(focus.folder(), "exports/crewdesk-focus/");
    assert_eq!(focus.unhealthy, None);
    assert_eq!(
        exports[0].unhealthy.as_deref(),
        Some("INSUFFICIENT_PERMISSION")
    );
    assert_eq!(payer.asked(0).1, "us-east-1", "where billing is at home");
}

#[tokio::test]
async fn an_export_that_is_deleted_in_between_is_left_out() {
    let payer = Payer::of(&[
        "bcm-data-exports/ListExports__two",
        "bcm-data-exports/GetExport__not-found",
        "bcm-data-exports/GetExport__focus-healthy",
    ])
    .await;
    assert_eq!(payer.cloud.exports().await.unwrap().len(), 1);
}

#[tokio::test]
async fn cost_explorer_is_asked_page_by_page_and_both_questions_are_the_whole() {
    let payer = Payer::of(&[
        "ce/GetCostAndUsage__daily-by-service-page-1",
        "ce/GetCostAndUsage__daily-by-service-page-2",
    ])
    .await;
    let question = november(RecordTypes::Charges);
    let first = payer.cloud.cost_page(&question, None).await.unwrap();
    let next = first.next.clone().unwrap();
    let second = payer.cloud.cost_page(&question, Some(&next)).await.unwrap();
    assert_eq!(second.next, None);
    let other = first
        .groups
        .iter()
        .find(|group| group.keys[0] == "EC2 - Other")
        .unwrap();
    assert_eq!(other.unblended.to_string(), "6.0311402841", "exactly");
    assert_eq!(other.day, Date::new(2026, 11, 1));
    assert_eq!(other.currency, "USD");
    let (body, region) = payer.asked(0);
    assert_eq!(region, "us-east-1");
    assert_eq!(body["TimePeriod"]["End"], "2026-11-23");
    assert_eq!(body["GroupBy"][0]["Key"], "SERVICE");
    let left_out = &body["Filter"]["Not"]["Dimensions"]["Values"];
    assert_eq!(payer.asked(1).0["NextPageToken"], next.as_str());
    let adjustments = november(RecordTypes::Adjustments);
    payer.cloud.cost_page(&adjustments, None).await.unwrap();
    assert_eq!(
        &payer.asked(2).0["Filter"]["Dimensions"]["Values"],
        left_out,
        "what one question leaves out the other asks for"
    );
}

#[tokio::test]
async fn cost_explorers_refusals_are_told_by_their_code() {
    let payer = Payer::of(&["ce/GetCostAndUsage__access-denied"]).await;
    let question = CostQuestion {
        groupings: vec![CostGrouping::Service, CostGrouping::Tag("env".to_owned())],
        ..november(RecordTypes::Charges)
    };
    let denied = refused(payer.cloud.cost_page(&question, None).await.unwrap_err());
    assert_eq!(payer.asked(0).0["GroupBy"][1]["Key"], "env");
    assert_eq!(denied.kind, CloudErrorKind::AccessDenied);
    let payer = Payer::of(&["ce/GetCostAndUsage__limit-exceeded"]).await;
    let limited = refused(payer.cloud.cost_page(&question, None).await.unwrap_err());
    assert_eq!(limited.code, "LimitExceededException");
    assert!(limited.message.contains("Rate limit"), "{limited}");
}

#[tokio::test]
async fn a_query_is_started_under_its_token_and_looked_at_until_it_has_ended() {
    let payer = Payer::of(&[
        "athena/StartQueryExecution__cli-example",
        "athena/GetQueryExecution__queued",
        "athena/GetQueryExecution__running",
        "athena/GetQueryExecution__succeeded",
        "athena/GetQueryResults__page-1-with-null",
        "athena/GetQueryResults__page-2",
    ])
    .await;
    let query = AthenaQuery {
        sql: "SELECT 1".to_owned(),
        database: "costs".to_owned(),
        workgroup: "primary".to_owned(),
        output: Some("s3://bucket/athena/".to_owned()),
        client_token: "a-token-of-at-least-32-characters".to_owned(),
    };
    let id = payer.cloud.start_query(&query).await.unwrap();
    let (body, region) = payer.asked(0);
    assert_eq!(body["ClientRequestToken"], query.client_token.as_str());
    assert_eq!(
        body["ResultConfiguration"]["OutputLocation"],
        "s3://bucket/athena/"
    );
    assert_eq!(region, "eu-central-1", "where the account's table is");
    assert_eq!(
        payer.cloud.query_state(&id).await.unwrap(),
        QueryState::Running
    );
    assert_eq!(
        payer.cloud.query_state(&id).await.unwrap(),
        QueryState::Running
    );
    let done = payer.cloud.query_state(&id).await.unwrap();
    assert_eq!(
        done,
        QueryState::Done {
            scanned_bytes: 41_943_040
        }
    );
    let first = payer.cloud.query_page(&id, None).await.unwrap();
    assert_eq!(first.columns, ["servicename", "cost"]);
    assert_eq!(first.rows.len(), 3, "without the header");
    assert_eq!(
        first.rows[1],
        [None, Some("-3.5".to_owned())],
        "NULL is not nothing"
    );
    assert_eq!(first.rows[2][0].as_deref(), Some(""));
    let second = payer
        .cloud
        .query_page(&id, first.next.as_deref())
        .await
        .unwrap();
    assert_eq!(second.rows.len(), 1);
    assert_eq!(second.next, None);
}

#[tokio::test]
async fn a_failed_query_is_free_and_a_cancelled_one_is_not() {
    let payer = Payer::of(&["athena/GetQueryExecution__failed"]).await;
    let failed = payer.cloud.query_state("any").await.unwrap();
    assert!(
        matches!(&failed, QueryState::Failed { reason, scanned_bytes: 0 } if reason.contains("COLUMN_NOT_FOUND")),
        "{failed:?}"
    );
    let payer = Payer::of(&["athena/GetQueryExecution__cancelled-by-scan-limit"]).await;
    let cancelled = payer.cloud.query_state("any").await.unwrap();
    assert!(
        matches!(&cancelled, QueryState::Failed { scanned_bytes, .. } if *scanned_bytes > 0),
        "{cancelled:?}"
    );
    let payer = Payer::of(&["athena/StartQueryExecution__too-many"]).await;
    let query = AthenaQuery {
        sql: "SELECT 1".to_owned(),
        database: "costs".to_owned(),
        workgroup: "primary".to_owned(),
        output: None,
        client_token: "a-token-of-at-least-32-characters".to_owned(),
    };
    let refused = refused(payer.cloud.start_query(&query).await.unwrap_err());
    assert!(refused.code.contains("TooManyRequests"), "{refused}");
}
