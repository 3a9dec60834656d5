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
