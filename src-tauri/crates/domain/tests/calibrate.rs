//! Predictions that learn from an account's own launches.
#![allow(clippy::unwrap_used)]

use domain::launch::{ResourceView, Status};
use domain::template::Value;
use domain::timeline::{
    Confidence, Durations, Observed, Operation, SecondsRange, Timeline, TimelineRow, observed,
};
use indexmap::IndexMap;

const NAT: &str = "AWS::EC2::NatGateway";

fn factor(factor: f64) -> Observed {
    Observed {
        resource_type: NAT.to_owned(),
        operation: Operation::Create,
        factor,
    }
}

fn median(durations: &Durations) -> (f64, Confidence) {
    let none = Value::Map(IndexMap::new());
    let found = durations.lookup(NAT, Operation::Create, &none);
    assert!(found.low <= found.median && found.unblock <= found.median);
    (found.median, found.confidence)
}

#[test]
fn what_was_seen_often_counts_more_than_the_table() {
    let table = Durations::builtin();
    let (usual, _) = median(table);
    let (once, _) = median(&table.calibrated(&[factor(2.0)]));
    assert!(
        (once / usual - 1.5).abs() < 1e-9,
        "half way after one: {once}"
    );
    let twelve = vec![factor(2.0); 12];
    let (often, confidence) = median(&table.calibrated(&twelve));
    assert!(often / usual > 1.9 && often / usual < 2.0);
    assert_eq!(confidence, Confidence::High);
    let odd = [factor(1.0), factor(1.0), factor(400.0)];
    let (steady, _) = median(&table.calibrated(&odd));
    assert!(
        (steady / usual - 1.0).abs() < 1e-9,
        "one odd launch is outvoted"
    );
    let other = table.calibrated(&[Observed {
        resource_type: "AWS::EKS::Cluster".to_owned(),
        ..factor(3.0)
    }]);
    assert!((median(&other).0 - usual).abs() < 1e-9, "other types stay");
}

#[test]
fn only_what_ended_well_tells_something() {
    let row = |logical_id: &str, seconds: f64| TimelineRow {
        stack: "Network".to_owned(),
        logical_id: logical_id.to_owned(),
        resource_type: NAT.to_owned(),
        start_s: 10.0,
        unblock_s: 10.0 + seconds,
        end_s: 10.0 + seconds,
        critical: false,
        confidence: Confidence::Low,
    };
    let predicted = Timeline {
        minutes: 2,
        range: SecondsRange {
            low: 0.0,
            expected: 100.0,
            high: 200.0,
        },
        critical_path: Vec::new(),
        sentence: String::new(),
        confidence: Confidence::Low,
        rows: vec![row("Slow", 100.0), row("Failed", 100.0), row("Short", 1.0)],
    };
    let view = |logical_id: &str, status, took_ms: i64| ResourceView {
        stack: "Network".to_owned(),
        logical_id: logical_id.to_owned(),
        resource_type: NAT.to_owned(),
        physical_id: None,
        status: Some(status),
        reason: None,
        started_at_ms: Some(1_000),
        finished_at_ms: Some(1_000 + took_ms),
        predicted_start_s: None,
        predicted_end_s: None,
        critical: false,
    };
    let views = [
        view("Slow", Status::CreateComplete, 150_000),
        view("Failed", Status::CreateFailed, 5_000),
        view("Short", Status::CreateComplete, 9_000),
        view("Unplanned", Status::CreateComplete, 9_000),
    ];
    let told = observed(&predicted, &views, |_| Some(Operation::Create));
    assert_eq!(told, [factor(1.5)]);
}
