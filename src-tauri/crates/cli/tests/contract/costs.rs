//! Costs: what is printed, and what is refused.

use domain::costs::testing::{Line, month};
use domain::costs::{Dimension, EnvironmentRules, Field, ImportedMonth, Month, Question, report};
use serde_json::json;

use crate::arrayctl::Desk;
use crate::schema;

/// Two months with several currencies, untagged lines and a resource.
fn two() -> Vec<ImportedMonth> {
    let line = |amount: &str| Line::new("Amazon Elastic Compute Cloud", amount);
    vec![
        month("2026-08", &[line("10.25"), line("-3").on(4)]),
        month(
            "2026-09",
            &[
                line("0.000000000000000001").with(Dimension::Environment, "staging"),
                line("7").with(Dimension::Currency, "EUR"),
            ],
        ),
    ]
}

#[test]
fn a_report_is_what_its_schema_says() {
    let months = two();
    let months: Vec<Month<'_>> = months
        .iter()
        .map(|month| Month::of_rows(&month.head, &month.rows, 1_795_694_400_000))
        .collect();
    for by in [
        vec![],
        vec![Field::Month, Field::USAGE_TYPE, Field::ENVIRONMENT],
    ] {
        let question = Question {
            by,
            ..Question::default()
        };
        let report = report(&question, &months, &EnvironmentRules::default());
        schema::hold("costs-report", &json!(report));
    }
}

#[test]
fn before_the_first_import_reports_say_how_to_import() {
    let desk = Desk::new();
    let said = desk.practise(&["--json", "costs", "report", "--by", "service"]);
    let error = said.ends(2).error("not_found");
    let hint = error["hint"].as_str().unwrap();
    assert!(hint.contains("arrayctl costs import PATH"), "{hint}");
    let months = desk.practise(&["--json", "costs", "months"]).ends(0);
    assert_eq!(months.document("costs-months"), json!({ "months": [] }));
}

#[test]
fn what_is_no_question_is_refused_with_what_there_is() {
    let desk = Desk::new();
    for (arguments, said) in [
        (&["report", "--by", "colour"][..], "there are account, "),
        (&["report", "--from", "2026-9"], "write it like 2026-09"),
        (
            &["report", "--where", "staging"],
            "--where environment=staging",
        ),
        (&["report", "--where", "colour=red"], "there are account, "),
        (
            &["report", "--by", "resource,day"],
            "cannot be asked together",
        ),
        (
            &["report", "--from", "2026-09", "--to", "2026-08"],
            "is after",
        ),
        (&["delete", "2026-09"], "--yes"),
    ] {
        let answer = desk.practise(&[&["costs"], arguments].concat()).ends(2);
        assert!(answer.err.contains(said), "{arguments:?}: {}", answer.err);
    }
}

const FOCUS: &str = "\
BilledCost,BillingAccountId,BillingCurrency,BillingPeriodEnd,BillingPeriodStart,ChargeCategory,ChargePeriodEnd,ChargePeriodStart,ContractedCost,EffectiveCost,ListCost,ProviderName,RegionId,ServiceName,SubAccountId,Tags
1.10,111122223333,USD,2026-10-01T00:00:00Z,2026-09-01T00:00:00Z,Usage,2026-09-02T00:00:00Z,2026-09-01T00:00:00Z,1.10,1.10,1.25,AWS,us-east-1,Amazon Elastic Compute Cloud,210000000001,\"{\"\"user_env\"\":\"\"staging\"\"}\"
0.000000000001,111122223333,USD,2026-10-01T00:00:00Z,2026-09-01T00:00:00Z,Usage,2026-09-02T00:00:00Z,2026-09-01T00:00:00Z,0,0.000000000001,0,AWS,us-east-1,AmazonCloudWatch,210000000001,
nine,111122223333,USD,2026-10-01T00:00:00Z,2026-09-01T00:00:00Z,Usage,2026-09-02T00:00:00Z,2026-09-01T00:00:00Z,0,0,0,AWS,us-east-1,AmazonCloudWatch,210000000001,
";

#[test]
fn a_file_comes_in_exactly_and_what_does_not_is_named() {
    let desk = Desk::new();
    desk.write("focus.csv", FOCUS);
    let path = desk.path("focus.csv").display().to_string();
    let said = desk.practise(&["--json", "costs", "import", &path]).ends(0);
    let document = said.document("costs-import");
    assert_eq!(document["files"][0]["rows"], 2);
    let rejected = &document["files"][0]["rejected"][0];
    assert_eq!(rejected["row"], 3, "{rejected}");
    assert_eq!(rejected["column"], "BilledCost");
    assert_eq!(
        document["totals"]["USD"],
        json!({ "billed": "1.100000000001", "effective": "1.100000000001", "list": "1.25", "contracted": "1.1" })
    );
    assert_eq!(document["months"][0]["key"]["period"], "2026-09");
    let said = desk.practise(&["costs", "import", &path]).ends(0);
    assert!(said.out.contains("row 3, BilledCost"), "{}", said.out);
}

#[test]
fn what_is_no_export_is_refused_with_its_place() {
    let desk = Desk::new();
    for (name, content) in [("empty.csv", ""), ("strange.csv", "a,b\n1,2\n")] {
        desk.write(name, content);
        let path = desk.path(name).display().to_string();
        let said = desk.practise(&["costs", "import", &path]).ends(2);
        assert!(said.err.contains(name), "{}", said.err);
    }
}

#[test]
fn practice_has_an_export_that_costs_nothing() {
    let desk = Desk::new();
    let said = desk.practise(&["--json", "costs", "exports"]).ends(0);
    assert_eq!(
        said.document("costs-exports")["exports"][0]["table"],
        "FOCUS_1_2_AWS"
    );
    let said = desk
        .practise(&["--json", "costs", "sync", "--price"])
        .ends(0);
    let quote = said.document("costs-quote");
    assert_eq!(quote["quote"]["months"].as_array().map(Vec::len), Some(7));
    let said = desk.practise(&["--json", "costs", "sync", "--yes"]).ends(0);
    let document = said.document("costs-import");
    assert_eq!(document["months"].as_array().map(Vec::len), Some(7));
    let meter = desk.practise(&["--json", "costs", "spend"]).ends(0);
    assert_eq!(meter.document("costs-spend")["spent"], "0");
    let said = desk.practise(&["costs", "sync"]).ends(2);
    assert!(said.err.contains("--yes"), "{}", said.err);
}
